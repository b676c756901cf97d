import { cannotKnow, ok, unless, violated, type Answer } from "../src/knowable";
import type { Links, Node } from "../src/network";
import { definePolicy } from "../src/policy";
import type { Path } from "../src/reach";

export const serviceNetworkLimits = definePolicy({
    kind: "stack",
    name: "service-network-limits",
    description:
        "Every Fargate workload must name at most 16 subnets, 5 security groups and 5 target groups.",
    why: 'AWS refuses more: 16 subnets and 5 security groups in `awsvpcConfiguration` (facts 1.8), 5 target groups per service (facts 7): "InvalidParameterException: subnets can have at most 16 items."',
    fix: "Name fewer, or split the service.",
    severity: "medium",
    level: "mandatory",
    *check({ model }) {
        for (const { launcher, maybe } of model.workloads) {
            const limits = [
                ["subnets", launcher.subnets, 16],
                ["security groups", launcher.securityGroups, 5],
                ["target groups", launcher.targetGroups, 5],
            ] as const;
            for (const [what, links, limit] of limits) {
                const name = `${launcher.label} ${launcher.name}`;
                yield {
                    resource: launcher.resource,
                    answer: unless(atMost(links, limit), maybe),
                    problem: `${name} names ${String(links.distinct)} ${what}; AWS takes at most ${String(limit)}`,
                    fix: `name at most ${String(limit)} ${what} in ${name}`,
                };
            }
        }
    },
});

/** Counted as different values; unknown elements count where as many different resources feed them. */
function atMost(links: Links<Node>, limit: number): Answer<Path> {
    if (links.distinct > limit) return violated();
    if (links.length.known && links.length.value <= limit) return ok();
    const { some } = links;
    if (some !== undefined && !some.orOutside) {
        if (links.distinct + some.candidates.length <= limit) return ok();
    }
    const [why = links.length.known ? undefined : links.length.why] = links.gaps;
    if (why !== undefined) return cannotKnow(why);
    return some === undefined ? ok() : cannotKnow(some.why);
}
