import {
    cannotKnow,
    isKnownToBe,
    ok,
    unless,
    violated,
    type Answer,
    type Gap,
} from "../src/knowable";
import type { Links, Node, TaskLauncher } from "../src/network";
import type { OverQuota } from "../src/capacity";
import type { PlannedResource } from "../src/plan";
import { advice, definePolicy, type Judgement } from "../src/policy";
import type { Path } from "../src/reach";

export const serviceNetworkLimits = definePolicy({
    kind: "stack",
    name: "service-network-limits",
    description:
        "Every Fargate workload must list at most 16 subnets, 5 security groups and 5 target groups.",
    why: 'AWS refuses more: 16 subnets and 5 security groups in `awsvpcConfiguration` (AWS rule 1.8), 5 target groups per service (AWS rule 7): "InvalidParameterException: subnets can have at most 16 items." Quotas that AWS raises for an account (60 rules of a security group in each direction for each family of addresses, 5,000 tasks of a service, 100 target groups of an Application Load Balancer, AWS rule 9) are no more than *unknown*, and are asked only of what is new; where the setting `quotas` tells those of the account, AWS\'s refusal is certain: "RulesPerSecurityGroupLimitExceeded".',
    fix: "List fewer, or split the service. If AWS has raised a quota for your account, tell it by the setting `quotas` of `preflight-settings`.",
    turnOff:
        "AWS refuses such a service, so there is no reason to. Of a quota that AWS has raised, tell the setting `quotas` instead.",
    severity: "medium",
    level: "mandatory",
    *check({ model }) {
        for (const workload of model.workloads) {
            const { launcher, maybe } = workload;
            const limits = [
                ["subnets", launcher.subnets, 16, []],
                ["security groups", launcher.securityGroups, 5, []],
                ["target groups", launcher.targetGroups, 5, alternatesOf(launcher, 5)],
            ] as const;
            for (const [what, links, limit, doubts] of limits) {
                const name = `${launcher.label} ${launcher.name}`;
                yield {
                    resource: launcher.resource,
                    answer: unless(atMost(links, limit), [...maybe, ...doubts]),
                    about: [what],
                    problem: `${name} lists ${String(links.distinct.least)} ${what}; AWS accepts at most ${String(limit)}, and refuses it`,
                    fix: `remove at least ${String(links.distinct.least - limit)} of the ${what} of ${name}`,
                };
            }
            for (const over of model.capacity.overQuotas(workload)) {
                yield told(launcher.resource, over, maybe);
            }
        }
        for (const { loadBalancer, maybe } of model.loadBalancers) {
            for (const over of model.capacity.overQuotasOf(loadBalancer)) {
                yield told(loadBalancer.resource, over, maybe);
            }
        }
    },
});

function told(resource: PlannedResource, over: OverQuota, maybe: readonly Gap[]): Judgement {
    const { answer, what, quota, limit, about, fix } = over;
    return {
        resource,
        answer: unless(answer, maybe),
        about: [about],
        problem: `${what}; the account's quota ${quota} is ${String(limit)} (setting quotas), and AWS refuses more`,
        fix: [
            ...advice(fix),
            ...advice("let AWS raise the quota, and put the new one into the setting quotas"),
        ],
    };
}

/** Counted as different values; unknown elements count where as many different resources feed them. */
function atMost({ distinct, gaps, some }: Links<Node>, limit: number): Answer<Path> {
    if (distinct.least > limit) return violated();
    if (distinct.most !== undefined && distinct.most <= limit) return ok();
    const [why = some?.why] = gaps;
    return why === undefined ? ok() : cannotKnow(why);
}

/** Of a blue/green deployment each block has two, one in use at a time: whether both count is not documented. */
function alternatesOf({ registrations, resource }: TaskLauncher, limit: number): readonly Gap[] {
    if (!registrations.known || registrations.value.length > limit) return [];
    if (registrations.value.every(({ hasAlternate }) => isKnownToBe(hasAlternate, false)))
        return [];
    const what = "whether AWS counts the alternate target groups of a deployment is not documented";
    return [resource.gap("loadBalancers", "not-modelled", what)];
}
