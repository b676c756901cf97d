import { isKnownToBe, type Knowable } from "../../knowable";
import { linkTo, type Links } from "../links/link";
import { Node } from "../links/node";
import type { Service } from "./service";

const properties = ["serviceNamespace", "resourceId", "maxCapacity"] as const;

/** What Application Auto Scaling may scale: a service of ECS, among others. */
export class ScalingTarget extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:appautoscaling/target:Target"];
    static readonly properties = properties;
    readonly kind = "scalingTarget";

    /** The service of ECS that it scales, by `service/<cluster>/<name>`. */
    get service(): Links<Service> {
        const namespace = this.at("serviceNamespace").string();
        if (namespace.known && !isKnownToBe(namespace, "ecs")) return linkTo();
        const links = this.one("resourceId", "service");
        if (namespace.known) return links;
        const possible = [...links.possible, ...links.nodes];
        return { ...links, nodes: [], possible, gaps: [...links.gaps, namespace.why] };
    }

    get maxCapacity(): Knowable<number | undefined> {
        return this.at("maxCapacity").number();
    }
}
