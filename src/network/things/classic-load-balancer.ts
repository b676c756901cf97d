import type { Knowable } from "../../knowable";
import { Node } from "../links/node";

const properties = ["arn", "name"] as const;

/** A load balancer of the first generation: it registers instances, so never a task on Fargate (AWS rule 1.12). */
export class ClassicLoadBalancer extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:elb/loadBalancer:LoadBalancer"];
    static readonly properties = properties;
    readonly kind = "classicLoadBalancer";

    override keys(): Iterable<Knowable<string | undefined>> {
        return [this.at("arn").string()];
    }

    override names(): Iterable<Knowable<string | undefined>> {
        return [this.at("name").string()];
    }
}
