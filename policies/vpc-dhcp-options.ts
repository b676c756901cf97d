import { unless } from "../src/knowable";
import { Service } from "../src/network";
import { definePolicy, unknownOf } from "../src/policy";
import { privateNamesIn } from "../src/reach";
import { seesDhcpOptions } from "../src/workload";

export const vpcDhcpOptions = definePolicy({
    kind: "stack",
    name: "vpc-dhcp-options",
    description:
        "Every Fargate service that runs already should start its tasks anew when its VPC gets other DHCP options.",
    why: "Only tasks that start after a change of DHCP options see it; running ones keep the old domain and name servers until they are replaced (AWS rule 1.10). So it is asked only where the service runs already, and the options, or their association with the VPC, are new. Name servers of one's own also decide whether private DNS of endpoints, Cloud Map's private namespaces and private zones are found at all (AWS rule 4): that no plan shows.",
    fix: "Set `forceNewDeployment` and `triggers` on the service, so that it starts its tasks anew.",
    turnOff: "If tasks are replaced often enough by themselves.",
    severity: "low",
    level: "advisory",
    subject: {
        what: "VPCs with DHCP options",
        isIn: ({ graph }) => graph.all("vpcDhcpOptionsAssociation").length > 0,
    },
    *check({ model: { graph, reach, vpcs, workloads } }) {
        for (const { launcher, maybe } of workloads) {
            if (!(launcher instanceof Service)) continue;
            const { resource, name } = launcher;
            yield {
                resource,
                answer: unless(seesDhcpOptions(graph, launcher), maybe),
                problem: `the VPC of service ${name} gets other DHCP options, which its running tasks do not see: nothing starts them anew`,
                fix: `set forceNewDeployment to true on service ${name}, with triggers that change with the DHCP options`,
            };
        }
        for (const { vpc } of vpcs) {
            const others = reach.otherNameServers(vpc);
            const users = [...privateNamesIn(graph, vpc), ...reach.namespacesOf(vpc)];
            if (users.length > 0) yield* unknownOf(vpc.resource, others);
        }
    },
});
