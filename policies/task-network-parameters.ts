import { all, cannotKnow, fromBoolean, isKnownToBe, map, unless, whyOf } from "../src/knowable";
import { nodeByItself, TaskDefinition } from "../src/network";
import { definePolicy, leaveOut } from "../src/policy";
import type { Path } from "../src/reach";
import { isMeantForFargate } from "../src/workload";

export const taskNetworkParameters = definePolicy({
    kind: "resource",
    name: "task-network-parameters",
    description:
        "Every task definition for Fargate must leave out the parameters of Docker's own network.",
    why: 'On Fargate the task\'s network interface and the VPC decide on names and addresses, so AWS refuses `links`, `hostname`, `dnsServers`, `dnsSearchDomains`, `extraHosts` and `disableNetworking` (AWS rule 8): "ClientException: Links are not supported when networkMode=awsvpc", "hostname is not supported on container when networkMode=awsvpc".',
    fix: "Leave them out. Containers of one task reach each other on `localhost`; for other names use Cloud Map, Service Connect or a private hosted zone, and DHCP options for DNS servers of your own.",
    turnOff:
        "AWS refuses such a task definition, so there is no reason to, short of a definition that is kept and never run.",
    severity: "high",
    level: "mandatory",
    types: TaskDefinition.types,
    *check(resource) {
        const fargate = isMeantForFargate(resource);
        const definition = nodeByItself(resource);
        if (isKnownToBe(fargate, false) || !(definition instanceof TaskDefinition)) return;
        const settings = definition.dockerNetworking;
        const used = settings.known
            ? settings.value.filter(({ isUsed }) => isKnownToBe(isUsed, true))
            : [];
        const answer = settings.known
            ? all(settings.value.map(({ isUsed }) => fromBoolean<Path>(map(isUsed, (is) => !is))))
            : cannotKnow<Path>(settings.why);
        const paths = used.map(({ path }) => path).join(", ");
        yield {
            resource,
            answer: unless(answer, whyOf(fargate)),
            problem: `task definition ${resource.name} is for Fargate, but sets ${paths}, which tasks with a network interface of their own do not take, so AWS refuses it`,
            fix: [used.flatMap(({ path }) => leaveOut(definition, path))],
        };
    },
});
