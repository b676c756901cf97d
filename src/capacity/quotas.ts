import {
    cannotKnow,
    isKnownToBe,
    violated,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import {
    rulesOfGroup,
    type Graph,
    type LoadBalancer,
    type SecurityGroup,
    type SecurityRule,
} from "../network";
import type { PlannedResource } from "../plan";
import { blockOf } from "../reach";
import { desiredTasks, type Workload } from "../workload";

/**
 * AWS's usual quotas, which an account may have raised (AWS rule 9): more than that is not known to be
 * too much, unless the setting `quotas` tells those of the account.
 */
const usual = {
    rulesPerSecurityGroup: 60,
    tasksPerService: 5000,
    targetGroupsPerApplicationLoadBalancer: 100,
};
type Quota = keyof typeof usual;

/** What the setting `quotas` takes: `rulesPerSecurityGroup=120`. */
export const quotaPattern = `^(${Object.keys(usual).join("|")})=[1-9][0-9]{0,8}$`;

/** The quotas of the account, as far as it is told. */
export type Quotas = ReadonlyMap<string, number>;

/** @param settings as `quotaPattern` has them; of several for one quota the last counts */
export function quotasIn(settings: readonly string[]): Quotas {
    return new Map(
        settings.map((each) => {
            const [name = "", number] = each.split("=");
            return [name, Number(number)] as const;
        }),
    );
}

/** More than an account's quota lets AWS take, or more than the usual one. */
export interface OverQuota {
    readonly answer: Answer<never>;
    /** Such as `the security group web has 70 ingress rules for IPv4`. */
    readonly what: string;
    readonly quota: Quota;
    readonly limit: number;
    /** What tells it from others. */
    readonly about: string;
    /** How it is mended. */
    readonly fix: string;
}

/** What of a workload, and of its security groups, AWS takes only where a quota was raised, or refuses. */
export function overQuotas(
    graph: Graph,
    { launcher }: Workload,
    quotas: Quotas,
): readonly OverQuota[] {
    const over = launcher.securityGroups.nodes.flatMap((group) =>
        graph
            .once(countRules, group)
            .flatMap((counted) => overOf("rulesPerSecurityGroup", group.resource, counted, quotas)),
    );
    const tasks = desiredTasks(graph, launcher).least;
    const { label, name, countProperty, resource } = launcher;
    const counted: Counted = {
        least: tasks,
        most: tasks,
        property: countProperty,
        many: `${String(tasks)} tasks of one service`,
        what: `${label} ${name} wants ${String(tasks)} tasks`,
        fix: `lower ${countProperty} of ${name}, or split the service`,
    };
    return [...over, ...overOf("tasksPerService", resource, counted, quotas)];
}

/** The same of a load balancer: of target groups to which its listeners and their rules forward. */
export function overQuotasOf(
    graph: Graph,
    balancer: LoadBalancer,
    quotas: Quotas,
): readonly OverQuota[] {
    if (!isKnownToBe(balancer.loadBalancerType, "application")) return [];
    const listeners = graph.children("listener", balancer, "loadBalancer").certain;
    const forwarders = listeners.flatMap((each) => [
        each,
        ...graph.children("listenerRule", each, "listener").certain,
    ]);
    const groups = new Set(forwarders.flatMap(({ targetGroups }) => targetGroups.nodes));
    const { label, name, resource } = balancer;
    const counted: Counted = {
        least: groups.size,
        most: groups.size,
        property: "",
        many: `${String(groups.size)} target groups of one Application Load Balancer`,
        what: `${label} ${name} has ${String(groups.size)} target groups`,
        fix: `move some of the target groups of ${label} ${name} to another load balancer`,
    };
    return overOf("targetGroupsPerApplicationLoadBalancer", resource, counted, quotas);
}

/** How many of something there are: for certain, and if what is not known is different from all others. */
interface Counted {
    readonly least: number;
    readonly most: number;
    readonly property: string;
    readonly many: string;
    readonly what: string;
    readonly fix: string;
}

function overOf(
    quota: Quota,
    resource: PlannedResource,
    { least, most, property, many, what, fix }: Counted,
    quotas: Quotas,
): readonly OverQuota[] {
    const told = quotas.get(quota);
    const limit = told ?? usual[quota];
    // Of what exists AWS has taken as many as there are.
    if (most <= limit || (told === undefined && !resource.isNew)) return [];
    const about = `${quota} ${resource.urn} ${property}`;
    const isViolated = told !== undefined && least > limit;
    const gap = (): Gap => resource.gap(property, "outside", ...only(many, limit, told));
    const answer = isViolated ? violated<never>() : cannotKnow<never>(gap());
    return [{ answer, what, quota, limit, about, fix }];
}

function countRules(graph: Graph, group: SecurityGroup): readonly Counted[] {
    return (["ingress", "egress"] as const).flatMap((direction) => {
        const rules = rulesOfGroup(graph, group, direction).certain;
        return (["ipv4", "ipv6"] as const).map((family) => {
            const all = rules.flatMap((rule) => [...entriesOf(rule, family)]);
            const known = new Set(all.filter((each) => each !== undefined));
            const open = all.filter((each) => each === undefined).length;
            const most = known.size + open;
            const { label, name } = group;
            return {
                least: known.size,
                most,
                property: direction,
                many: `${String(most)} rules of one family of addresses in a security group`,
                what: `${label} ${name} has ${String(known.size)} ${direction} rules for ${family === "ipv4" ? "IPv4" : "IPv6"}`,
                fix: `give ${label} ${name} fewer ${direction} rules: a managed prefix list counts as often as it may have entries, a security group once`,
            };
        });
    });
}

/**
 * What AWS counts of a rule for one family: each block of it, and, for both, each group and prefix list, the
 * latter as often as it has entries, or more. Two that are alike are one; of what is not known that is open.
 */
function* entriesOf(rule: SecurityRule, family: "ipv4" | "ipv6"): Iterable<string | undefined> {
    const { signature } = rule;
    const entry = (peer: string | undefined): string | undefined =>
        signature.known && peer !== undefined ? `${signature.value} ${peer}` : undefined;
    for (const cidr of rule.cidrs) if (familyOf(cidr) === family) yield entry(valueOf(cidr));
    for (const each of [...rule.groups, ...rule.prefixLists]) yield entry(valueOf(each.string()));
    if (isKnownToBe(rule.self, true)) yield entry("self");
}

function valueOf(text: Knowable<string | undefined>): string | undefined {
    return text.known ? text.value : undefined;
}

function familyOf(cidr: Knowable<string>): "ipv4" | "ipv6" | undefined {
    return cidr.known ? blockOf(cidr.value)?.family : undefined;
}

function only(
    many: string,
    quota: number,
    told: number | undefined,
): [what: string, supply: string] {
    return told === undefined
        ? [
              `AWS takes ${many} only where the account's quota, usually ${String(quota)}, was raised`,
              "look at the quota in Service Quotas, and tell it by the setting quotas",
          ]
        : [
              `AWS takes ${many} only where some of them are alike: the quota is ${String(quota)}`,
              "a preview after the deployment knows it",
          ];
}
