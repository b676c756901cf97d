import {
    any,
    cannotKnow,
    fromBoolean,
    map,
    not,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
} from "../src/knowable";
import { every, some, type AccountSettingDefault, type Subnet } from "../src/network";
import {
    advice,
    definePolicy,
    hasModernPlatform,
    judgeWays,
    modernPlatform,
    policyFaults,
    set,
    type Model,
} from "../src/policy";
import { stopped, ways, type Path } from "../src/reach";
import type { Workload } from "../src/workload";

export const dualStackTasks = definePolicy({
    kind: "stack",
    name: "dual-stack-tasks",
    description:
        "Every Fargate workload that needs IPv6 in dual-stack subnets must get IPv6 addresses, and a route for them.",
    why: 'In dual-stack subnets a task has an IPv6 address only if the subnet assigns one, the platform is 1.4.0 or newer, and the account setting `dualStackIPv6` is not turned off; to the internet IPv6 needs a route of its own (AWS rule 1.13). A task without one is not registered with an IPv6 target group: the service reports that it "was unable to register targets". What startup needs over IPv4 `task-image-pull` judges.',
    fix: "Set `assignIpv6AddressOnCreation` on the subnets, and give their route table a route for `::/0`.",
    turnOff:
        "If the tasks in dual-stack subnets need no IPv6, leave the setting `expectIpv6` off: then only those behind IPv6 target groups are asked.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        const users = model.workloads.map((workload) => ({
            workload,
            needs: needsIpv6(workload, model),
        }));
        for (const { workload, needs } of users) {
            if (needs.verdict === "violated") continue;
            const { resource, label, name } = workload.launcher;
            const who = `${label} ${name}`;
            const inDualStack = (ask: (subnet: Subnet) => Answer<Path>) => ({
                what: "",
                byEndpoint: false,
                ask: (subnet: Subnet) => any([not(needs), isOther(subnet), ask(subnet)]),
            });
            yield* judgeWays(
                model,
                workload,
                [inDualStack(assignsIpv6)],
                ({ from }) =>
                    `tasks of ${who} get no IPv6 address in ${from}, which they need: assignIpv6AddressOnCreation is off`,
            );
            yield {
                resource,
                answer: any([
                    not(needs),
                    every(workload.launcher.subnets, isOther),
                    hasModernPlatform(workload),
                ]),
                problem: `tasks of ${who} need IPv6, but its platformVersion is older than 1.4.0, which has none`,
                fix: modernPlatform(workload),
            };
            if (!model.expectsIpv6) continue;
            const { reach } = model;
            yield* judgeWays(
                model,
                workload,
                [inDualStack((subnet) => reach.hasIpv6Route(reach.originIn(subnet, workload)))],
                ({ from }) =>
                    `tasks of ${who} have no connection to the internet over IPv6 from ${from}`,
            );
        }
        for (const setting of model.graph.all("accountSettingDefault")) {
            const uses = users.map(({ workload, needs }) => usesSetting(setting, workload, needs));
            yield {
                resource: setting.resource,
                answer: any([not(any(uses)), isLeftOn(setting)]),
                problem: `the account setting ${setting.name} turns dualStackIPv6 off, so no task in dual-stack subnets gets an IPv6 address`,
                fix: [set(setting, "value", "enabled"), ...advice(`leave ${setting.name} out`)],
            };
        }
    },
});

/** Certainly, by the setting, or for a target group that takes IPv6 addresses alone. */
function needsIpv6({ launcher, maybe }: Workload, { expectsIpv6 }: Model): Answer<Path> {
    const needs = expectsIpv6
        ? ok<Path>()
        : some(launcher.targetGroups, ({ ipAddressType }) =>
              fromBoolean<Path>(map(ipAddressType, (type) => type === "ipv6")),
          );
    return needs.verdict === "ok" && maybe.length > 0 ? cannotKnow(maybe) : needs;
}

/** IPv4 subnets are of no use to IPv6, and IPv6-only ones another policy's affair. */
function isOther({ ipStack }: Subnet): Answer<Path> {
    return fromBoolean(map(ipStack, (stack) => stack !== "dual-stack"));
}

function assignsIpv6(subnet: Subnet): Answer<Path> {
    const off = stopped(policyFaults.ipv6NotAssigned, subnet, {});
    return fromBoolean(subnet.assignsIpv6, [], [{ way: ways.overIpv6, hops: [off] }]);
}

/** In AWS's own default it is on; so it is not turned off here, or it is another setting. */
function isLeftOn({ setting, value }: AccountSettingDefault): Answer<Path> {
    return any([
        fromBoolean(map(setting, (name) => name !== "dualStackIPv6")),
        fromBoolean(map(value, (text) => text !== "disabled" && text !== "off")),
    ]);
}

/** A workload that needs IPv6, in the region and the account of a setting. */
function usesSetting(
    setting: AccountSettingDefault,
    { launcher }: Workload,
    needs: Answer<Path>,
): Answer<Path> {
    const { region } = setting.resource;
    const own = launcher.resource;
    if (region.known && own.region.known && region.value !== own.region.value) return violated();
    const other = setting.resource.ofOtherAccount(own, "the tasks");
    const doubts = [...(other === undefined ? [] : [other]), ...whyOf(region, own.region)];
    const isThere = any([not(needs), every(launcher.subnets, isOther)]);
    return not(unless(isThere, doubts));
}
