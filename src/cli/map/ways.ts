import { map, type Gap, type Knowable } from "../../knowable";
import {
    candidates,
    doubtsOf,
    loadBalancersOf,
    type LatticeRegistration,
    type LatticeTargetGroup,
    type LoadBalancer,
    type Registration,
    type Subnet,
    type TargetGroup,
} from "../../network";
import {
    askFromLattice,
    askInto,
    fromEach,
    waysOut,
    type Model,
    type OutwardPolicy,
} from "../../policy";
import type { PathAnswer } from "../../reach";
import { latticePort, latticeRegistrationsOf, type Workload } from "../../workload";
import type { OnMap } from "./canvas";

/** One thing that the tasks have to reach, with the simulation's answer from each subnet. */
export interface OutwardWay {
    readonly policy: string;
    /** In words. */
    readonly what: string;
    /** What kind of destination it is, in words. */
    readonly kind: string;
    /** Services whose endpoints could carry it. */
    readonly services: readonly string[];
    readonly routes: readonly SubnetRoute[];
}

export interface SubnetRoute {
    readonly subnet: Subnet;
    readonly answer: PathAnswer;
    /** Why it does not count as violated, though it may be; empty if it does. */
    readonly doubts: readonly Gap[];
}

/** What a load balancer or VPC Lattice has to reach: the tasks that register with a target group. */
export interface InwardWay {
    readonly policy: InwardPolicy;
    readonly group: TargetGroup | LatticeTargetGroup;
    /** Where it starts, if that is known. */
    readonly from: (OnMap & { readonly called: string }) | undefined;
    /** Why it may not lead there. */
    readonly doubts: readonly Gap[];
    readonly port: number | undefined;
    readonly routes: readonly SubnetRoute[];
}

/** The policies that ask for ways, with what their destinations are called. */
const destinations = {
    "task-image-pull": "images",
    "task-logs": "logs",
    "task-secrets": "secrets",
    "task-file-systems": "file system",
    "task-exec": "ECS Exec",
    "task-runtime-monitoring": "GuardDuty",
} as const satisfies Readonly<Record<OutwardPolicy, string>>;

export const inwardPolicies = ["load-balancer-to-task", "vpc-lattice-to-task"] as const;

export type InwardPolicy = (typeof inwardPolicies)[number];

const lattice = {
    kind: "vpcLattice",
    urn: "VPC Lattice",
    name: "VPC Lattice",
    label: "beyond the VPC",
    called: "VPC Lattice",
} as const satisfies InwardWay["from"];

const imagePolicies: ReadonlySet<OutwardPolicy> = new Set([
    "task-image-pull",
    "task-runtime-monitoring",
]);
const imageServices = ["ecr.api", "ecr.dkr", "s3"];

/** Policies that ask for ways out. */
export const outwardPolicies = Object.keys(destinations) as readonly OutwardPolicy[];

export function destinationOf(policy: OutwardPolicy): string {
    return destinations[policy];
}

/** What a workload has to reach, as far as that is certain. */
export function outwardWays(
    policy: OutwardPolicy,
    workload: Workload,
    model: Model,
): readonly OutwardWay[] {
    const kind = destinations[policy];
    const all = waysOut[policy](workload, model).map(({ what, target, ask }): OutwardWay => {
        const own = target?.kind === "service" ? [target.name] : [];
        const services = imagePolicies.has(policy) ? imageServices : own;
        return { policy, what, kind, services, routes: routesOf(workload, ask) };
    });
    // Two containers may need the same.
    return [...new Map(all.map((each) => [each.what, each])).values()];
}

/** From every subnet in which tasks start, or of which some are meant. */
function routesOf(
    { launcher: { subnets }, maybe }: Workload,
    ask: (subnet: Subnet) => PathAnswer,
): readonly SubnetRoute[] {
    return fromEach(subnets, (subnet) => ({ answer: ask(subnet) })).each.map(
        ({ subnet, found, doubts }) => ({
            subnet,
            answer: found.answer,
            doubts: [...doubts, ...maybe],
        }),
    );
}

/** The ways to the tasks that a policy asks for, and why there may be others through groups that are not known. */
interface Inward {
    readonly ways: readonly InwardWay[];
    readonly groups: readonly Gap[];
}

export const inwardWays: Readonly<
    Record<InwardPolicy, (workload: Workload, model: Model) => Knowable<Inward>>
> = {
    "load-balancer-to-task": (workload, model) =>
        map(workload.launcher.registrations, (list) => ({
            ways: list.flatMap((registration) =>
                candidates(registration.targetGroups).flatMap((group) =>
                    waysThrough(group, registration, workload, model),
                ),
            ),
            groups: list.flatMap(({ targetGroups }) => targetGroups.gaps),
        })),
    "vpc-lattice-to-task": (workload, model) =>
        map(latticeRegistrationsOf(workload), (list) => ({
            ways: list.flatMap((registration) =>
                candidates(registration.targetGroup).map((group) =>
                    wayOfLattice(group, registration, workload, model),
                ),
            ),
            groups: list.flatMap(({ targetGroup }) => targetGroup.gaps),
        })),
};

function wayOfLattice(
    group: LatticeTargetGroup,
    registration: LatticeRegistration,
    workload: Workload,
    model: Model,
): InwardWay {
    const { targetGroup } = registration;
    const doubts = targetGroup.nodes.includes(group) ? [] : doubtsOf(targetGroup);
    const port = latticePort(workload, registration);
    return {
        policy: "vpc-lattice-to-task",
        group,
        from: lattice,
        doubts,
        port: port.known ? port.value : undefined,
        routes: doubted(
            routesOf(workload, (subnet) =>
                askFromLattice(workload, registration, model, { group, subnet }),
            ),
            doubts,
        ),
    };
}

function doubted(routes: readonly SubnetRoute[], doubts: readonly Gap[]): readonly SubnetRoute[] {
    return routes.map((route) => ({ ...route, doubts: [...route.doubts, ...doubts] }));
}

function waysThrough(
    group: TargetGroup,
    { targetGroups, containerPort: port }: Registration,
    workload: Workload,
    model: Model,
): readonly InwardWay[] {
    const own = targetGroups.nodes.includes(group) ? [] : doubtsOf(targetGroups);
    const { certain, possible, gaps } = loadBalancersOf(model.graph, group);
    const policy = "load-balancer-to-task";
    const way = (balancer: LoadBalancer, doubts: readonly Gap[]): InwardWay => {
        const { kind, urn, name, label } = balancer;
        return {
            policy,
            group,
            from: { kind, urn, name, label, called: `load balancer ${name}` },
            doubts,
            port: port.known ? port.value : undefined,
            routes: doubted(
                routesOf(workload, (subnet) =>
                    askInto(workload, port, model, { balancer, group, subnet }),
                ),
                doubts,
            ),
        };
    };
    const ways = [
        ...certain.map((each) => way(each, own)),
        ...possible.map((each) => way(each, [...own, ...gaps])),
    ];
    const none = {
        policy,
        group,
        from: undefined,
        doubts: own,
        port: undefined,
        routes: [],
    } as const;
    return ways.length === 0 ? [none] : ways;
}
