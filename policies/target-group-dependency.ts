import { cannotKnow, ok, unless, violated, type Answer } from "../src/knowable";
import {
    candidates,
    doubtsOf,
    forwardersOf,
    isAttached,
    listed,
    madeBefore,
    some,
    type Graph,
    type TargetGroup,
    type TaskLauncher,
} from "../src/network";
import { definePolicy } from "../src/policy";
import { slotsOf } from "../src/workload";

export const targetGroupDependency = definePolicy({
    kind: "stack",
    name: "target-group-dependency",
    description:
        "Every Fargate workload should wait for a listener, or a listener rule, that forwards to its target group.",
    why: 'A service names its target group, and nothing makes it wait for the listener that gives the group its load balancer; to wait for the load balancer is not enough. Which is made first is then a race (AWS rule 7): the provider tries again for a while, and gives up with "InvalidParameterException: The target group with targetGroupArn … does not have an associated load balancer". It is asked of what exists too: the program would race in the next stack, or when the target group is replaced.',
    fix: "Name the listener, or the listener rule, in the option `dependsOn` of the service.",
    turnOff: "If the provider's second attempts are enough for you.",
    severity: "medium",
    level: "advisory",
    *check({ model: { graph, workloads } }) {
        for (const { launcher, maybe } of workloads) {
            const { resource, label, name } = launcher;
            for (const slot of slotsOf(launcher)) {
                // What hangs on nothing is target-group-attached's affair.
                const attached = some(slot, (group) => isAttached(graph, group));
                if (attached.verdict === "violated") continue;
                const answer =
                    attached.verdict === "ok"
                        ? some(slot, (group) => waitsForOne(graph, launcher, group))
                        : attached;
                const forwarders = new Set(
                    candidates(slot).flatMap((group) => forwardersOf(graph, group).certain),
                );
                const names = [...forwarders].map((each) => ({
                    name: `${each.label} ${each.name}`,
                }));
                const groups = candidates(slot);
                const which = `${groups.length > 1 ? "groups" : "group"} ${listed(groups)}`;
                yield {
                    resource,
                    answer: unless(answer, maybe),
                    about: groups.map(({ urn }) => urn),
                    problem: `${label} ${name} does not wait for ${listed(names)}, without which target ${which} has no load balancer; AWS refuses the ${label} if it is made first`,
                    fix: `add ${listed(names.slice(0, 1))} to the option dependsOn of ${label} ${name}`,
                };
            }
        }
    },
});

type Forwarder = ReturnType<typeof forwardersOf>["certain"][number];

/** Whether something that forwards to the target group is there before the launcher is made. */
function waitsForOne(graph: Graph, launcher: TaskLauncher, group: TargetGroup): Answer<never> {
    const { certain, possible, gaps } = forwardersOf(graph, group);
    const before = madeBefore(graph, launcher);
    // What facts tell of exists.
    const isThere = ({ resource: { urn, origin } }: Forwarder): boolean =>
        origin === "outside" || before.has(urn);
    if (certain.some(isThere)) return ok();
    const unsure = possible.filter(({ urn }) => before.has(urn));
    if (unsure.length > 0) {
        return cannotKnow(unsure.flatMap(({ targetGroups }) => doubtsOf(targetGroups)));
    }
    // A load balancer that only AWS knows is there already.
    if (certain.length === 0) return isAttached(graph, group);
    return unless(violated(), gaps);
}
