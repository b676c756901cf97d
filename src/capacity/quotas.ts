import { distinctGaps, isKnownToBe, type Gap, type Knowable } from "../knowable";
import { rulesOfGroup, type Graph, type SecurityGroup } from "../network";
import { blockOf } from "../reach";
import { desiredTasks, type Workload } from "../workload";

/**
 * AWS's usual quotas, which an account may have raised (AWS rule 9): more than that is not known to be
 * too much.
 */
const usual = { rulesPerGroup: 60, tasksPerService: 5000 };

/** What of a new workload, and of its new security groups, AWS takes only where a quota was raised. */
export function overQuotas(graph: Graph, { launcher }: Workload): readonly Gap[] {
    const groups = launcher.securityGroups.nodes.filter(({ resource }) => resource.isNew);
    const over = groups.flatMap((group) => graph.once(findTooManyRules, group));
    const tasks = desiredTasks(graph, launcher).least;
    if (launcher.resource.isNew && tasks > usual.tasksPerService) {
        const many = `${String(tasks)} tasks of one service`;
        over.push(
            launcher.resource.gap(
                launcher.countProperty,
                "outside",
                ...only(many, usual.tasksPerService),
            ),
        );
    }
    return distinctGaps(over);
}

function findTooManyRules(graph: Graph, group: SecurityGroup): readonly Gap[] {
    return (["ingress", "egress"] as const).flatMap((direction) => {
        const counts = { ipv4: 0, ipv6: 0 };
        for (const rule of rulesOfGroup(graph, group, direction).certain) {
            for (const cidr of rule.cidrs) {
                const family = familyOf(cidr);
                if (family !== undefined) counts[family] += 1;
            }
            // Each of these counts for both families, a prefix list as often as it has entries, or more.
            const both =
                rule.groups.length +
                rule.prefixLists.length +
                (isKnownToBe(rule.self, true) ? 1 : 0);
            counts.ipv4 += both;
            counts.ipv6 += both;
        }
        const most = Math.max(counts.ipv4, counts.ipv6);
        if (most <= usual.rulesPerGroup) return [];
        const many = `${String(most)} rules of one family of addresses in a security group`;
        return [group.resource.gap(direction, "outside", ...only(many, usual.rulesPerGroup))];
    });
}

function familyOf(cidr: Knowable<string>): "ipv4" | "ipv6" | undefined {
    return cidr.known ? blockOf(cidr.value)?.family : undefined;
}

function only(many: string, quota: number): [what: string, supply: string] {
    return [
        `AWS takes ${many} only where the account's quota, usually ${String(quota)}, was raised`,
        "look at the quota in Service Quotas",
    ];
}
