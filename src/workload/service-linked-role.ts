import { cannotKnow, ok, type Answer } from "../knowable";
import type { Graph } from "../network";
import type { PlannedResource } from "../plan";
import type { Workload } from "./workload";

const ecs = "ecs.amazonaws.com";
const supply = `if it does not, make it once: aws iam create-service-linked-role --aws-service-name ${ecs}`;

/**
 * Whether the role that ECS itself acts with exists: this program makes it, or something of ECS's exists
 * that cannot be without it (AWS rule 1.6; ECS, service-linked roles).
 *
 * @param stack where it is told that this cannot be known
 */
export function hasServiceLinkedRole(
    graph: Graph,
    { launcher }: Workload,
    stack: PlannedResource,
): Answer<never> {
    const isOld = ({ resource }: { readonly resource: PlannedResource }): boolean =>
        !resource.isNew && resource.type.startsWith("aws:ecs/");
    if (isOld(launcher) || launcher.cluster.nodes.some(isOld)) return ok();
    const roles = graph
        .all("serviceLinkedRole")
        .filter(({ service }) => !service.known || service.value === ecs);
    const own = roles.filter(
        ({ resource }) =>
            resource.provider === launcher.resource.provider ||
            (resource.origin === "outside" && hasOneProvider(graph)),
    );
    if (own.some(({ service }) => service.known)) return ok();
    const [unnamed] = own;
    if (unnamed?.service.known === false) return cannotKnow(unnamed.service.why);
    const what =
        roles.length > 0
            ? "the service-linked role of ECS that there is may be of another account"
            : "whether ECS has its service-linked role AWSServiceRoleForECS in this account is not in the plan";
    return cannotKnow(stack.gap("", "outside", what, supply));
}

/** Facts tell no provider: with a single one of AWS's they are about its account. */
function hasOneProvider({ plan }: Graph): boolean {
    const providers = plan.resources
        .filter(({ type, origin, component }) => {
            return type.startsWith("aws:") && origin === "plan" && !component;
        })
        .map(({ provider }) => provider);
    return new Set(providers).size === 1;
}
