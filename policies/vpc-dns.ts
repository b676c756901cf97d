import { isKnownToBe, ok, unless, type Gap } from "../src/knowable";
import { definePolicy, set, unknownVpcs, type Model } from "../src/policy";
import { hostnamesForS3, parties, privateNamesIn, type Path, type Said } from "../src/reach";
import type { FargateVpc } from "../src/workload";

export const vpcDns = definePolicy({
    kind: "stack",
    name: "vpc-dns",
    description:
        "Every VPC of Fargate tasks must have DNS support, and DNS hostnames too where private names are used.",
    why: "Without `enableDnsSupport` Amazon's DNS does not answer, so no registry is found; private DNS of endpoints, names of EFS file systems and Cloud Map's private namespaces need `enableDnsHostnames` too (AWS rules 1.7, 4). AWS refuses an endpoint otherwise: \"InvalidParameter: Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true\". A NAT gateway or an S3 gateway endpoint alone needs no hostnames.",
    fix: "Set `enableDnsSupport` and `enableDnsHostnames` to true on the VPC.",
    turnOff: "If tasks use name servers that no plan shows, and start without Amazon's.",
    severity: "critical",
    level: "mandatory",
    *check({ model }) {
        yield* unknownVpcs(model);
        for (const fargate of model.vpcs) {
            const { vpc, maybe } = fargate;
            const { graph, reach } = model;
            const isOn = isKnownToBe(vpc.enableDnsSupport, true);
            // Name servers of one's own may do without it; private DNS of endpoints never does.
            const isUsed = privateNamesIn(graph, vpc).some(({ why }) => why.length === 0);
            const support = isUsed ? reach.hasSupport(vpc) : reach.resolvesNames(vpc);
            yield {
                resource: vpc.resource,
                answer: unless(isOn ? ok<Path>() : support, maybe),
                problem: `VPC ${vpc.name} has enableDnsSupport off, so tasks in it can resolve no name`,
                fix: [set(vpc, "enableDnsSupport", true)],
            };
            const users = [...whatNeedsHostnames(fargate, model)];
            const user = users.find(({ why }) => why.length === 0) ?? users[0];
            if (user === undefined) continue;
            yield {
                resource: vpc.resource,
                answer: unless(reach.hasHostnames(vpc, user.what), [...maybe, ...user.why]),
                problem: `VPC ${vpc.name} has enableDnsHostnames off, which ${user.what.text} needs`,
                fix: [set(vpc, "enableDnsHostnames", true)],
            };
        }
    },
});

/** Private names that are used in a VPC, each with why that is not certain. */
function* whatNeedsHostnames(
    { vpc, workloads }: FargateVpc,
    { graph, reach }: Model,
): Iterable<{ what: Said; why: readonly Gap[] }> {
    for (const { endpoint, why } of privateNamesIn(graph, vpc)) {
        yield { what: parties.privateDnsOf.of({ endpoint }), why };
    }
    for (const { launcher, needs, maybe } of workloads) {
        const { certain, gaps } = needs.fileSystems;
        const services = certain.flatMap(({ target }) =>
            target.kind === "file-system" ? [target.of] : [],
        );
        const isOfEfs = services.includes("EFS");
        if (isOfEfs || gaps.length > 0) {
            const why = isOfEfs ? maybe : gaps;
            yield { what: parties.nameThatMounts.of({ launcher, of: "EFS" }), why };
        } else if (services.length > 0) {
            const why = [hostnamesForS3(vpc)];
            yield { what: parties.nameThatMounts.of({ launcher, of: "S3 Files" }), why };
        }
    }
    for (const { namespace, why } of reach.namespacesOf(vpc)) {
        yield { what: parties.namespace.of({ namespace }), why };
    }
}
