import { all, cannotKnow, ok, unless, violated, type Answer } from "../knowable";
import { policyGivers } from "../iam";
import {
    candidates,
    doubtsOf,
    elementsAt,
    every,
    forwardersOf,
    isAttached,
    isCreated,
    isLate,
    some,
    type Graph,
    type KindName,
    type Links,
    type Node,
    type PolicyGiver,
    type Role,
    type Secret,
    type TargetGroup,
    type TaskDefinition,
    type TaskLauncher,
} from "../network";
import type { Reading } from "../plan";
import { awsLogsOf } from "./log-groups";
import { secretsIn } from "./needs";
import { roleAllows, type RoleNeed } from "./role-need";
import { slotsOf } from "./target-groups";

/** Something that a launcher needs, and does not wait for. */
export interface Missed {
    readonly thing: Node;
    /** What holds until it is there. */
    readonly what: string;
    /** Of which of several, if the same holds of others too. */
    readonly of?: string;
}

export type Awaited = Answer<Missed>;

/** What connections rest on, besides what those who make them name. */
const ofNetwork: readonly KindName[] = [
    "route",
    "routeTableAssociation",
    "mainRouteTableAssociation",
    "internetGateway",
    "internetGatewayAttachment",
    "natGateway",
    "transitGatewayRoute",
    "transitGatewayPropagation",
    "vpcEndpoint",
    "vpcEndpointRouteTableAssociation",
    "vpcEndpointSubnetAssociation",
    "securityGroupAssociation",
    "endpointPrivateDns",
    "securityGroupRule",
    "securityGroupIngressRule",
    "securityGroupEgressRule",
    "managedPrefixListEntry",
    "mountTarget",
    "s3MountTarget",
];

/** All such things that the plan creates. */
export function createdNetwork(graph: Graph): readonly Node[] {
    // A default route table gets its routes from the resource that adopts it.
    const tables = graph.all("routeTable").filter(({ isAdopted }) => isAdopted);
    const others = ofNetwork.flatMap((kind): readonly Node[] => graph.all(kind));
    return [...tables, ...others].filter(({ resource }) => isCreated(resource));
}

/**
 * Whether AWS takes the launcher, in whatever order the plan makes what it does not wait for: target groups
 * have a load balancer, and the cluster the capacity providers (AWS rule 16).
 */
export function isTaken(graph: Graph, launcher: TaskLauncher): Awaited {
    return all([
        ...slotsOf(launcher).map((slot) => hasListener(graph, launcher, slot)),
        hasProviders(graph, launcher),
    ]);
}

/** What is there whenever the launcher is made. */
function thereFor(graph: Graph, launcher: TaskLauncher): (node: Node) => boolean {
    return ({ resource }) => !isLate(graph, launcher, resource);
}

function hasListener(graph: Graph, launcher: TaskLauncher, slot: Links<TargetGroup>): Awaited {
    // What hangs on nothing is target-group-attached's affair.
    const attached = some<TargetGroup, Missed>(slot, (group) => isAttached(graph, group));
    if (attached.verdict === "violated") return ok();
    if (attached.verdict === "cannot-know") return attached;
    return some(slot, (group) => waitsForForwarder(graph, launcher, group));
}

function waitsForForwarder(graph: Graph, launcher: TaskLauncher, group: TargetGroup): Awaited {
    const { certain, possible, gaps } = forwardersOf(graph, group);
    const isInTime = thereFor(graph, launcher);
    const isThere = (node: Node): boolean => !node.resource.skipped && isInTime(node);
    if (certain.some(isThere)) return ok();
    const unsure = possible.filter(isThere);
    if (unsure.length > 0) {
        return cannotKnow(unsure.flatMap(({ targetGroups }) => doubtsOf(targetGroups)));
    }
    // A load balancer that only AWS knows is there already.
    const [first] = certain;
    if (first === undefined) return isAttached(graph, group);
    const what = `target group ${group.name} has no load balancer, and AWS refuses the ${launcher.label}`;
    return unless(violated({ thing: first, what }), gaps);
}

/** Of a cluster that exists already others may have made it so. */
function hasProviders(graph: Graph, launcher: TaskLauncher): Awaited {
    return all(
        launcher.cluster.nodes.map((cluster): Awaited => {
            if (!isCreated(cluster.resource)) return ok();
            const { certain } = graph.children("clusterCapacityProviders", cluster, "cluster");
            const [list] = certain;
            if (list === undefined || certain.some(thereFor(graph, launcher))) return ok();
            const { launchType, capacityProviders } = launcher;
            if (!launchType.known) return cannotKnow(launchType.why);
            if (launchType.value !== undefined) return ok();
            if (!capacityProviders.known) return cannotKnow(capacityProviders.why);
            const isDefault = capacityProviders.value.length === 0;
            const what = isDefault
                ? `cluster ${cluster.name} has no default strategy, so that AWS takes the ${launcher.label} for launch type EC2`
                : `cluster ${cluster.name} has no such capacity provider, and AWS refuses the ${launcher.label}`;
            return violated({ thing: list, what });
        }),
    );
}

/** Whether log groups that containers name by a text are there when the tasks start: else they do not (AWS rule 16). */
export function hasLogGroups(graph: Graph, launcher: TaskLauncher, task: TaskDefinition): Awaited {
    const isThere = thereFor(graph, launcher);
    if (graph.all("logGroup").every(isThere)) return ok();
    if (!task.containers.known) return cannotKnow(task.containers.why);
    return all(
        awsLogsOf(graph, task).map(({ groups, isThere: exists }): Awaited => {
            const [first] = groups;
            if (first === undefined || groups.some(isThere)) return ok();
            if (exists.verdict === "violated") return ok();
            if (exists.verdict === "cannot-know") return exists;
            return violated({
                thing: first,
                what: "the log driver awslogs does not start, nor do the tasks",
            });
        }),
    );
}

/** Whether secrets of the program that containers read have a value when the tasks start (AWS rule 16). */
export function haveValues(graph: Graph, launcher: TaskLauncher, task: TaskDefinition): Awaited {
    const isThere = thereFor(graph, launcher);
    if (graph.all("secretVersion").every(isThere)) return ok();
    if (!task.containers.known) return cannotKnow(task.containers.why);
    return all(
        task.containers.value
            .flatMap((container) => secretsIn(container).flatMap(elementsAt))
            .map((each) => hasValue(graph, isThere, each.at("valueFrom"))),
    );
}

function hasValue(graph: Graph, isThere: (node: Node) => boolean, place: Reading): Awaited {
    const secrets = graph.linker.one(place, place.property, "secret");
    return every({ ...secrets, gaps: [] }, (secret: Secret): Awaited => {
        const { certain } = graph.children("secretVersion", secret, "secret");
        const [first] = certain;
        if (first === undefined || !isCreated(secret.resource) || certain.some(isThere))
            return ok();
        return violated({
            thing: first,
            what: `secret ${secret.name} has no value, and tasks do not start`,
        });
    });
}

/** Whether the execution role may do all of this when the tasks start. */
export function mayStart(
    graph: Graph,
    launcher: TaskLauncher,
    role: Links<Role>,
    needs: readonly RoleNeed[],
): Awaited {
    const isThere = thereFor(graph, launcher);
    const late = candidates(role)
        .flatMap((each) => policyGivers(graph, each))
        .filter((giver) => !isThere(giver));
    if (late.length === 0) return ok();
    return all(
        needs.flatMap(({ calls, maybe }) =>
            calls.map((call): Awaited => {
                const early = roleAllows(graph, role, call, isThere);
                if (early.verdict === "ok") return ok();
                const whole = roleAllows(graph, role, call);
                if (whole.verdict === "violated") return ok();
                if (maybe.length > 0) return cannotKnow(maybe);
                if (whole.verdict === "cannot-know") return cannotKnow(whole.gaps);
                if (early.verdict === "cannot-know") return cannotKnow(early.gaps);
                const enough = late.find((giver) => {
                    const with_ = (each: PolicyGiver): boolean => each === giver || isThere(each);
                    return (
                        late.length === 1 || roleAllows(graph, role, call, with_).verdict === "ok"
                    );
                });
                const given = enough === undefined ? late : [enough];
                const refused = { what: "the execution role does not allow", of: call.action };
                return violated(...given.map((thing) => ({ thing, ...refused })));
            }),
        ),
    );
}
