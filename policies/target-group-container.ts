import { unless } from "../src/knowable";
import { candidates, every, fitsLoadBalancers, listed } from "../src/network";
import { definePolicy } from "../src/policy";
import { portClaimsOf, type PortClaim } from "../src/workload";

export const targetGroupContainer = definePolicy({
    kind: "stack",
    name: "target-group-container",
    description:
        "Every Fargate workload must register containers and ports that its task definition has, with target groups that its load balancer can use.",
    why: 'A `loadBalancers` block names a container of the task definition and a port of its `portMappings`; so does Cloud Map, and Service Connect names a mapping (AWS rule 7). AWS answers: "InvalidParameterException: The container … does not exist in the task definition", "The container … did not have a container port … defined", "portName(…) does not refer to any named PortMapping", or "The values specified for serviceRegistries do not require a value for \'containerPort\'". Application Load Balancers use groups of HTTP and HTTPS, Network Load Balancers groups of TCP, TLS, UDP, TCP_UDP and QUIC. The port of a target group is only a default, and may differ from the container\'s.',
    fix: "Name a container and a port that the task definition has, or add the port to the container's `portMappings`.",
    turnOff: "AWS refuses such a service, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    *check({ model: { graph, workloads } }) {
        for (const workload of workloads) {
            const { launcher, maybe } = workload;
            const { resource, label, name, targetGroups } = launcher;
            const groups = listed(candidates(targetGroups));
            yield {
                resource,
                answer: unless(
                    every(targetGroups, (group) => fitsLoadBalancers(graph, group)),
                    maybe,
                ),
                about: ["protocol"],
                problem: `${label} ${name} registers with target group ${groups}, of a protocol that its load balancer does not forward`,
                fix: `give target group ${groups} a protocol of its load balancer: HTTP or HTTPS for an Application Load Balancer, TCP, TLS, UDP or TCP_UDP for a Network Load Balancer`,
            };
            const definition = listed(launcher.taskDefinition.nodes);
            for (const claim of portClaimsOf(workload)) {
                const { wrong, fix } = words[claim.of](claim, `task definition ${definition}`);
                yield {
                    resource,
                    answer: unless(claim.answer, maybe),
                    about: [claim.of, claim.user, String(claim.port)],
                    problem: `${label} ${name} ${wrong}, so AWS refuses it`,
                    fix,
                };
            }
        }
    },
});

/** What is wrong with each claim, and how it is mended. */
const words: Readonly<
    Record<
        PortClaim["of"],
        (claim: PortClaim, definition: string) => { readonly wrong: string; readonly fix: string }
    >
> = {
    container: ({ user }, definition) => ({
        wrong: `registers with ${user} a container that ${definition} does not have`,
        fix: `set containerName to the name of a container of ${definition}`,
    }),
    port: ({ user, port }, definition) => ({
        wrong: `registers with ${user} ${portInWords(port)} of a container, which ${definition} does not map`,
        fix: `add ${portInWords(port)} to the portMappings of the container in ${definition}, or set containerPort to one that is there`,
    }),
    "port name": (_, definition) => ({
        wrong: `names in its serviceConnectConfiguration a portName that no port mapping of ${definition} has`,
        fix: `give the port mapping in ${definition} that name, or set portName to the name that it has`,
    }),
    registry: () => ({
        wrong: "names in its serviceRegistries another port than its Cloud Map service takes: with SRV records either port or containerName and containerPort, with others none",
        fix: "set port (or containerName and containerPort) if the Cloud Map service has SRV records, and leave them out if it has none",
    }),
};

function portInWords(port: number | undefined): string {
    return port === undefined ? "a port" : `port ${String(port)}`;
}
