import { all, any, fromBoolean, not, unless, type Answer } from "../src/knowable";
import { every, listed, type Subnet } from "../src/network";
import {
    advice,
    definePolicy,
    givePublicIp,
    leaveOut,
    unknownOf,
    waysToImages,
    type Model,
} from "../src/policy";
import { ways, type Path } from "../src/reach";
import type { Workload } from "../src/workload";

export const servicePublicIpPlacement = definePolicy({
    kind: "stack",
    name: "service-public-ip-placement",
    description:
        "Every Fargate workload should have a public IP in public subnets, and none elsewhere.",
    why: "Through an internet gateway only tasks with a public IP reach anything; behind a NAT gateway, or without a way out, a public IP is useless, and costs money (AWS rules 1.2, 5).",
    fix: "Set `networkConfiguration.assignPublicIp` to true in public subnets, and leave it out in others.",
    turnOff: "If public IPs that are of no use do not bother you.",
    severity: "medium",
    level: "advisory",
    *check({ model }) {
        for (const workload of model.workloads) {
            const { launcher } = workload;
            const { resource, label, name, subnets, assignPublicIp } = launcher;
            if (!assignPublicIp.known) {
                yield* unknownOf(resource, [assignPublicIp.why]);
                continue;
            }
            const isOn = assignPublicIp.value === true;
            const { reach } = model;
            // Without IPv4 there is no public IP to have or to lack.
            const ask = (subnet: Subnet): Answer<Path> =>
                any([
                    not(fromBoolean(subnet.hasIpv4)),
                    isOn ? reach.usesInternetGateway(subnet) : needsNone(workload, subnet, model),
                ]);
            const wrong = subnets.nodes.filter((subnet) => ask(subnet).verdict === "violated");
            const named = wrong.length > 0 ? wrong : (subnets.some?.candidates ?? []);
            const where = `${named.length > 1 ? "subnets" : "subnet"} ${listed(named)}`;
            // What is right in some of the subnets is wrong in the others.
            const isEverywhere = wrong.length === subnets.nodes.length;
            yield {
                resource,
                answer: unless(every(subnets, ask), workload.maybe),
                problem: isOn
                    ? `${label} ${name} has assignPublicIp, which is useless in ${where}: there is no route to an internet gateway`
                    : `${label} ${name} has no assignPublicIp, but the only way out of ${where} is an internet gateway, which serves only tasks with a public IP`,
                fix: isOn
                    ? [
                          ...(isEverywhere
                              ? [leaveOut(launcher, launcher.assignPublicIpPath)]
                              : []),
                          ...advice("run its tasks in public subnets alone"),
                      ]
                    : [
                          ...(isEverywhere ? [givePublicIp(launcher)] : []),
                          ...advice("run its tasks in subnets with a route to a NAT gateway"),
                      ],
            };
        }
    },
});

/** Its way out is another than an internet gateway, or endpoints carry what the tasks start with. */
function needsNone(workload: Workload, subnet: Subnet, model: Model): Answer<Path> {
    const pulls = all(waysToImages(workload, model).map((way) => way.ask(subnet)));
    const answer = any([not(model.reach.isPublic(subnet)), pulls]);
    if (answer.verdict !== "violated") return answer;
    // What else is missing is task-image-pull's affair.
    return {
        ...answer,
        evidence: pulls.evidence.filter(({ way }) => way.code === ways.overInternet.code),
    };
}
