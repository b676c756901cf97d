import { all, any, fromBoolean, map, not, unless, type Answer } from "../src/knowable";
import {
    candidates,
    every,
    everyLoadBalancer,
    listed,
    loadBalancersOf,
    type Graph,
    type LoadBalancer,
    type Node,
    type Subnet,
    type TargetGroup,
} from "../src/network";
import { advice, definePolicy, set, type Judgement } from "../src/policy";
import type { Edits, Path } from "../src/reach";
import { claimsOf, usersOf, type Claim, type Workload } from "../src/workload";

export const targetGroupIpAddressType = definePolicy({
    kind: "stack",
    name: "target-group-ip-address-type",
    description:
        "Every target group of a Fargate workload must have an IP address type that its tasks and its load balancers have too.",
    why: "A target group takes addresses of one family. One of type `ipv6` needs tasks with an IPv6 address, so subnets with an IPv6 block, and a dual-stack load balancer; tasks in IPv6-only subnets have no other address, so their target groups must be `ipv6`, which they are not by default (AWS rules 1.14, 7). AWS refuses the listener: \"You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type\"; or the targets, one task after the other: \"The IP address '…' is not a valid IPv4 address\". A dual-stack load balancer may have target groups of type `ipv4` all the same.",
    fix: "Set `ipAddressType` of the target group to a family that the tasks have (this replaces it), and for `ipv6` that of the load balancer to `dualstack`.",
    turnOff: "AWS refuses such target groups, or their targets, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    *check({ model: { graph, workloads } }) {
        const claimed = workloads.map((each) => [each, claimsOf(graph, each)] as const);
        for (const [group, users] of usersOf(claimed.flatMap(([, claims]) => claims))) {
            const isCertain = users.some(({ maybe }) => maybe.length === 0);
            const others = ipv4Alone(graph, group);
            const named = namesOf("load balancer", others);
            const answer = ifOf("ipv6", group, everyLoadBalancer(graph, group, isDualStack));
            yield {
                resource: group.resource,
                answer: unless(answer, isCertain ? [] : (users[0]?.maybe ?? [])),
                problem: `target group ${group.name} takes IPv6 addresses, but ${named} before it is not dual-stack, so AWS does not let it forward there`,
                fix: [toDualStack(graph, group)],
            };
        }
        for (const [workload, claims] of claimed) {
            for (const family of ["ipv6", "ipv4"] as const) {
                yield judge(graph, workload, claims, family);
            }
        }
    },
});

type Family = "ipv4" | "ipv6";

/** Whether tasks have addresses of a family wherever a target group takes those alone. */
function judge(
    graph: Graph,
    { launcher }: Workload,
    claims: readonly Claim[],
    family: Family,
): Judgement {
    const { label, name, resource, subnets } = launcher;
    const answers = claims.map(({ targetGroups, maybe }) => {
        const answer = every(targetGroups, (group) =>
            every(subnets, (subnet) => ifOf(family, group, hasAddresses(subnet, family))),
        );
        return unless(answer, maybe);
    });
    const groups = claims
        .flatMap(({ targetGroups }) => candidates(targetGroups))
        .filter((group) => isOf(family, group).verdict === "ok");
    const lacking = candidates(subnets).filter(
        (subnet) => hasAddresses(subnet, family).verdict === "violated",
    );
    const [where, which] = [namesOf("subnet", lacking), namesOf("target group", groups)];
    const [takes, other] =
        family === "ipv6" ? (["IPv6", "ipv4"] as const) : (["IPv4", "ipv6"] as const);
    const haveOther = candidates(subnets).every(
        (subnet) => hasAddresses(subnet, other).verdict === "ok",
    );
    return {
        resource,
        answer: all(answers),
        about: [family],
        problem: `tasks of ${label} ${name} in ${where} have no ${takes} address to register with ${which}`,
        fix: [
            ...(haveOther
                ? [
                      groups.flatMap((each) => [
                          ...set(each, "ipAddressType", other, "an existing one is replaced"),
                          ...(other === "ipv6" ? toDualStack(graph, each) : []),
                      ]),
                  ]
                : []),
            ...advice(`run ${name} in subnets with ${takes}`),
        ],
    };
}

/** What holds of a target group if it takes the addresses of a family. */
function ifOf(family: Family, group: TargetGroup, answer: Answer<Path>): Answer<Path> {
    return any([not(isOf(family, group)), answer]);
}

function isOf(family: Family, { ipAddressType }: TargetGroup): Answer<Path> {
    return fromBoolean(map(ipAddressType, (type) => type === family));
}

function hasAddresses({ hasIpv4, hasIpv6 }: Subnet, family: Family): Answer<Path> {
    return fromBoolean(family === "ipv6" ? hasIpv6 : hasIpv4);
}

/** `dualstack-without-public-ipv4` is dual-stack too. */
function isDualStack({ ipAddressType }: LoadBalancer): Answer<Path> {
    return fromBoolean(map(ipAddressType, (type) => type !== "ipv4"));
}

/** The load balancers before a target group that have no addresses of IPv6. */
function ipv4Alone(graph: Graph, group: TargetGroup): readonly LoadBalancer[] {
    const { certain, possible } = loadBalancersOf(graph, group);
    return [...certain, ...possible].filter(isIpv4Alone);
}

function toDualStack(graph: Graph, group: TargetGroup): Edits {
    return ipv4Alone(graph, group).flatMap((each) => set(each, "ipAddressType", "dualstack"));
}

function isIpv4Alone(balancer: LoadBalancer): boolean {
    return isDualStack(balancer).verdict === "violated";
}

function namesOf(label: string, nodes: readonly Node[]): string {
    const distinct = [...new Set(nodes)];
    return `${label}${distinct.length > 1 ? "s" : ""} ${listed(distinct)}`;
}
