import { isKnownToBe, whyOf, type Gap } from "../../knowable";
import type { Reading } from "../../plan";
import type { Graph } from "../links/graph";
import { doubtsOf, type Links } from "../links/link";
import { Node } from "../links/node";
import { Service } from "./service";
import type { TargetGroup } from "./target-group";
import type { TaskLauncher } from "./task-launcher";

const properties = ["ecsService", "loadBalancerInfo"] as const;

/** A deployment group of CodeDeploy; one of ECS moves a service from one target group to another. */
export class DeploymentGroup extends Node<(typeof properties)[number]> {
    static readonly types = ["aws:codedeploy/deploymentGroup:DeploymentGroup"];
    static readonly properties = properties;
    readonly kind = "deploymentGroup";

    get service(): Links<Service> {
        return this.one("ecsService", "service", this.at("ecsService").at("serviceName"));
    }

    /** The pair of target groups between which it moves the service; it names them by name. */
    get targetGroups(): Links<TargetGroup> {
        const pair = this.at("loadBalancerInfo").at("targetGroupPairInfo").at("targetGroups");
        const nameOf = (group: Reading): Reading[] => [group.at("name")];
        return this.inBlocks("loadBalancerInfo", "targetGroup", nameOf, pair);
    }
}

/** Target groups that CodeDeploy gives to the tasks of a service. */
export interface DeployedTo {
    readonly targetGroups: Links<TargetGroup>;
    /** Why it may not be this service's; empty if it is. */
    readonly maybe: readonly Gap[];
}

/** The target groups between which CodeDeploy moves a service, if it may deploy it at all. */
export function deployedTo(graph: Graph, launcher: TaskLauncher): readonly DeployedTo[] {
    if (!(launcher instanceof Service)) return [];
    const controller = launcher.deploymentController;
    if (controller.known && !isKnownToBe(controller, "CODE_DEPLOY")) return [];
    const doubt = whyOf(controller);
    const { certain, possible, lost } = graph.children("deploymentGroup", launcher, "service");
    const others = new Set([...possible, ...lost]);
    return [
        ...certain.map(({ targetGroups }) => ({ targetGroups, maybe: doubt })),
        ...[...others].map((group) => ({
            targetGroups: group.targetGroups,
            maybe: [...doubt, ...doubtsOf(group.service)],
        })),
    ];
}
