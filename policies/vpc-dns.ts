import { isKnownToBe, ok, unless } from "../src/knowable";
import { definePolicy, type Model } from "../src/policy";
import type { Path } from "../src/reach";
import type { FargateVpc } from "../src/workload";

export const vpcDns = definePolicy({
    kind: "stack",
    name: "vpc-dns",
    description:
        "Every VPC of Fargate tasks must have DNS support, and DNS hostnames too where private names are used.",
    why: "Without `enableDnsSupport` Amazon's DNS does not answer, so no registry is found; private DNS of endpoints, names of EFS file systems and Cloud Map's private namespaces need `enableDnsHostnames` too (facts 1.7, 4). AWS refuses an endpoint otherwise: \"InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true\". A NAT gateway or an S3 gateway endpoint alone needs no hostnames.",
    fix: "Set `enableDnsSupport` and `enableDnsHostnames` to true on the VPC.",
    severity: "critical",
    level: "mandatory",
    *check({ model }) {
        for (const fargate of model.vpcs) {
            const { vpc, maybe } = fargate;
            const support = isKnownToBe(vpc.enableDnsSupport, true)
                ? ok<Path>()
                : model.reach.resolvesNames(vpc);
            yield {
                resource: vpc.resource,
                answer: unless(support, maybe),
                problem: `VPC ${vpc.name} has enableDnsSupport off, so tasks in it can resolve no name`,
                fix: `set enableDnsSupport to true on VPC ${vpc.name}`,
            };
            const [first] = whatNeedsHostnames(fargate, model);
            if (first === undefined) continue;
            yield {
                resource: vpc.resource,
                answer: unless(model.reach.hasHostnames(vpc, first), maybe),
                problem: `VPC ${vpc.name} has enableDnsHostnames off, which ${first} needs`,
                fix: `set enableDnsHostnames to true on VPC ${vpc.name}`,
            };
        }
    },
});

/** Private names that are certainly used in a VPC. */
function* whatNeedsHostnames({ vpc, workloads }: FargateVpc, { reach }: Model): Iterable<string> {
    for (const { name } of reach.endpoints.privateNamesIn(vpc)) {
        yield `the private DNS of the endpoint ${name}`;
    }
    for (const { launcher, needs } of workloads) {
        if (launcher.subnets.nodes.some((subnet) => subnet.vpc.nodes.includes(vpc))) {
            if (needs.fileSystems.certain.length > 0) {
                yield `the name of the EFS file system that ${launcher.name} mounts`;
            }
        }
    }
    for (const { name } of reach.namespacesOf(vpc)) yield `the private DNS namespace ${name}`;
}
