import { cannotKnow, ok, unless, type Answer } from "../src/knowable";
import { listed, spansZones, type Graph } from "../src/network";
import { definePolicy } from "../src/policy";
import { areInFargateZones, desiredTasks, type Workload } from "../src/workload";

export const serviceAvailabilityZones = definePolicy({
    kind: "stack",
    name: "service-availability-zones",
    description:
        "Every Fargate workload of two or more tasks should span two availability zones, all of which have Fargate.",
    why: "Fargate spreads the tasks of a service over the zones of its subnets; with all of them in one zone, they fail together. A few zones have no Fargate: us-west-1 has it in usw1-az1 and usw1-az3, ap-northeast-1 in apne1-az1, apne1-az2 and apne1-az4, cn-north-1 in cnn1-az1 and cnn1-az2, and use1-az3 has none for Windows (AWS rule 9). No task starts in the others.",
    fix: "Give the workload subnets of a second availability zone, and none of a zone without Fargate.",
    turnOff:
        "If the tasks may fail together, or are kept in one zone for its latency or its costs.",
    severity: "low",
    level: "advisory",
    *check({ model: { graph, workloads } }) {
        for (const workload of workloads) {
            const { launcher, maybe } = workload;
            const { resource, subnets } = launcher;
            const name = `${launcher.label} ${launcher.name}`;
            const where = listed([...subnets.nodes, ...(subnets.some?.candidates ?? [])]);
            yield {
                resource,
                answer: unless(spans(graph, workload), maybe),
                about: ["several zones"],
                problem: `${name} runs several tasks in one availability zone${where === "" ? "" : `, that of ${where}`}: they fail together`,
                fix: `give ${name} a subnet of a second availability zone`,
            };
            yield {
                resource,
                answer: unless(areInFargateZones(workload), maybe),
                about: ["zones of Fargate"],
                problem: `${name} lists a subnet in an availability zone that has no Fargate for it (its subnets: ${where}): no task starts there`,
                fix: `give ${name} subnets of other availability zones`,
            };
        }
    },
});

/** One task alone is in one zone. */
function spans(graph: Graph, { launcher }: Workload): Answer<never> {
    const { least, most, gaps } = desiredTasks(graph, launcher);
    const answer = spansZones(launcher.subnets);
    if (most < 2) return ok();
    if (answer.verdict === "ok" || least >= 2) return answer;
    return cannotKnow(answer.verdict === "cannot-know" ? [...gaps, ...answer.gaps] : gaps);
}
