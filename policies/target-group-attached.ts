import { unless } from "../src/knowable";
import { candidates, isAttached, listed, some } from "../src/network";
import { definePolicy } from "../src/policy";
import { deploysWithCodeDeploy, slotsOf } from "../src/workload";

export const targetGroupAttached = definePolicy({
    kind: "stack",
    name: "target-group-attached",
    description:
        "Every target group of a Fargate workload must hang on a listener, or a rule of a listener.",
    why: 'A target group belongs to a load balancer only once a listener or a rule forwards to it, and ECS takes no other (AWS rule 7). AWS answers: "InvalidParameterException: The target group with targetGroupArn … does not have an associated load balancer". Of the two groups of a blue/green deployment one is enough, for they take turns; where CodeDeploy moves the listener between them, it is not asked.',
    fix: "Make a listener with a default action, or a listener rule with an action, that forwards to the target group.",
    turnOff:
        "If something that no plan shows makes listeners forward to the target groups before the service is made.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        for (const { launcher, maybe } of model.workloads) {
            const byCodeDeploy = deploysWithCodeDeploy(launcher);
            if (byCodeDeploy.known && byCodeDeploy.value) continue;
            const doubts = byCodeDeploy.known ? maybe : [...maybe, byCodeDeploy.why];
            const { resource, label, name } = launcher;
            for (const slot of slotsOf(launcher)) {
                const groups = candidates(slot);
                const which = `target ${groups.length > 1 ? "groups" : "group"} ${listed(groups)}`;
                yield {
                    resource,
                    answer: unless(
                        some(slot, (group) => isAttached(model.graph, group)),
                        doubts,
                    ),
                    about: groups.map(({ urn }) => urn),
                    problem: `${label} ${name} registers its tasks with the ${which}, to which no listener and no listener rule forwards, so AWS refuses the ${label}`,
                    fix: `make a listener, or a listener rule, that forwards to the ${which}`,
                };
            }
        }
    },
});
