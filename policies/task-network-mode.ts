import { cannotKnow, ok, unless, violated, whyOf, type Answer } from "../src/knowable";
import { nodeByItself, TaskDefinition } from "../src/network";
import { definePolicy, toAwsvpc } from "../src/policy";
import type { Path } from "../src/reach";
import { isMeantForFargate } from "../src/workload";

export const taskNetworkMode = definePolicy({
    kind: "resource",
    name: "task-network-mode",
    description: "Every task definition for Fargate must use the network mode awsvpc.",
    why: 'On Fargate each task has a network interface of its own, which only `awsvpc` gives it (AWS rules 1.1, 8). Left unset, the mode is `bridge`, and AWS answers: "ClientException: When networkMode is not set to awsvpc, the requiresCompatibilities can not contain FARGATE".',
    fix: 'Set `networkMode: "awsvpc"` on the task definition.',
    turnOff:
        "AWS refuses such a task definition, so there is no reason to, short of a definition that is kept and never run.",
    severity: "high",
    level: "mandatory",
    types: TaskDefinition.types,
    remediates: ["networkMode", "hostPort"],
    *check(resource) {
        const definition = nodeByItself(resource);
        if (!(definition instanceof TaskDefinition)) return;
        const fargate = isMeantForFargate(resource);
        if (fargate.known && !fargate.value) return;
        const answer = usesAwsvpc(resource);
        if (answer.verdict === "ok") return;
        yield {
            resource,
            answer: unless(answer, whyOf(fargate)),
            problem: `task definition ${resource.name} has requiresCompatibilities FARGATE, but its networkMode is not awsvpc (unset means bridge), so AWS refuses it`,
            fix: toAwsvpc(definition),
        };
    },
});

function usesAwsvpc(resource: Parameters<typeof isMeantForFargate>[0]): Answer<Path> {
    const mode = resource.at("networkMode").string();
    if (!mode.known) return cannotKnow(mode.why);
    return mode.value === "awsvpc" ? ok() : violated();
}
