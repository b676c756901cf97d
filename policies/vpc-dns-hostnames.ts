import { all, unless } from "../src/knowable";
import { definePolicy, fixOf, unknownVpcs } from "../src/policy";
import { parties } from "../src/reach";

export const vpcDnsHostnames = definePolicy({
    kind: "stack",
    name: "vpc-dns-hostnames",
    description: "Every VPC of Fargate tasks should give its tasks DNS hostnames.",
    why: "With `enableDnsHostnames` and `enableDnsSupport` tasks get DNS hostnames, and endpoints with private DNS can be added later (AWS rule 1.7). Nothing fails without them as long as nothing uses private names.",
    fix: "Set `enableDnsSupport` and `enableDnsHostnames` to true on the VPC.",
    turnOff: "If nobody needs DNS hostnames of tasks.",
    severity: "low",
    level: "advisory",
    *check({ model }) {
        const { reach, vpcs } = model;
        yield* unknownVpcs(model);
        for (const { vpc, maybe } of vpcs) {
            const both = all([reach.hasHostnames(vpc, parties.hostnames), reach.hasSupport(vpc)]);
            yield {
                resource: vpc.resource,
                answer: unless(both, maybe),
                problem: `VPC ${vpc.name} gives its tasks no DNS hostnames`,
                fix: fixOf(both.evidence),
            };
        }
    },
});
