import { any, fromBoolean, isKnownToBe, map, unless } from "../src/knowable";
import { candidates, every, listed } from "../src/network";
import { definePolicy } from "../src/policy";
import type { Path } from "../src/reach";

/** Where Fargate runs tasks in IPv6-only subnets (AWS rule 1.15). */
const regionsWithIpv6Only: readonly string[] = [
    ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "us-gov-east-1", "us-gov-west-1"],
    ...["ca-central-1", "ca-west-1", "sa-east-1", "af-south-1", "il-central-1"],
    ...["ap-east-1", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2"],
    ...["ap-southeast-3", "ap-southeast-4", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
    ...["cn-north-1", "cn-northwest-1", "me-south-1", "me-central-1"],
    ...["eu-central-1", "eu-west-2", "eu-west-3", "eu-south-1", "eu-south-2"],
];

export const ipv6Region = definePolicy({
    kind: "stack",
    name: "ipv6-region",
    description:
        "Every Fargate workload in IPv6-only subnets should run in a region for which AWS lists them.",
    why: "AWS lists the regions in which Fargate runs tasks in IPv6-only subnets; eu-west-1, eu-north-1, eu-central-2, mx-central-1, ap-southeast-5, ap-southeast-6, ap-southeast-7 and ap-east-2 are not among them (AWS rule 1.15). The list may lag behind AWS, so this is advice.",
    fix: "Use dual-stack subnets, or another region; if AWS has opened the region meanwhile, name it in the setting `moreRegions`.",
    turnOff:
        "If the list lags behind AWS, name the region in `moreRegions`; turn it off if that is too much trouble.",
    severity: "medium",
    level: "advisory",
    settings: {
        moreRegions: {
            type: "array",
            items: { type: "string" },
            description:
                "Regions that count too, by their names (`eu-west-1`), although the list of this policy lacks them.",
            default: [],
        },
    },
    *check({ model, settings }) {
        const more = settings.moreRegions as readonly string[];
        const regions = new Set([...regionsWithIpv6Only, ...more]);
        for (const { launcher, maybe } of model.workloads) {
            const { resource, label, name, subnets } = launcher;
            const isListed = map(resource.region, (region) => regions.has(region));
            const answer = any<Path>([
                fromBoolean(isListed),
                every(subnets, ({ hasIpv4 }) => fromBoolean(hasIpv4)),
            ]);
            const only = candidates(subnets).filter(({ hasIpv4 }) => isKnownToBe(hasIpv4, false));
            yield {
                resource,
                answer: unless(answer, maybe),
                problem: `${label} ${name} runs in IPv6-only subnets (${listed(only)}), for which AWS does not list its region; the list may lag`,
                fix: `run ${name} in dual-stack subnets or in another region, or name the region in the setting moreRegions if AWS has opened it`,
            };
        }
    },
});
