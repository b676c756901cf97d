import { any, cannotKnow, isKnownToBe, not, unless } from "../src/knowable";
import { every } from "../src/network";
import { definePolicy, hasIpv4, ipv6OnlySubject, mayLackIpv4, waysToImages } from "../src/policy";
import type { Path } from "../src/reach";

export const ipv6ImageUri = definePolicy({
    kind: "stack",
    name: "ipv6-image-uri",
    description:
        "Every Fargate workload in IPv6-only subnets should name its ECR images by their dual-stack URIs.",
    why: "For tasks in IPv6-only subnets AWS asks for the dual-stack URIs of ECR images (AWS rule 1.14). The other hosts of ECR have IPv4 addresses alone. With DNS64 and NAT64 they are reached all the same, through a NAT gateway, which is paid for by the byte; without, `ipv6-only-tasks` refuses them.",
    fix: "Name ECR images by `<account>.dkr-ecr.<region>.on.aws`, in China by `<account>.dkr-ecr.<region>.on.amazonwebservices.com.cn`.",
    turnOff: "If images shall go through the NAT gateway.",
    severity: "low",
    level: "advisory",
    limits: "All three: ok, violated, unknown. In regions for which AWS names no dual-stack host of ECR there is none to advise: ok.",
    subject: ipv6OnlySubject,
    *check({ model }) {
        for (const workload of model.workloads.filter(mayLackIpv4)) {
            const { launcher, maybe, registries } = workload;
            const { resource, subnets, label, name } = launcher;
            if (!registries.known) {
                const answer = any([every(subnets, hasIpv4), cannotKnow<Path>(registries.why)]);
                yield { resource, answer, problem: "", fix: "" };
                continue;
            }
            for (const way of waysToImages(workload, model)) {
                const { what, dualStackName = "", isIpv4Ecr, ask } = way;
                if (isIpv4Ecr === undefined || isKnownToBe(isIpv4Ecr, false)) continue;
                if (isIpv4Ecr.known && dualStackName === "") continue;
                const doubts = isIpv4Ecr.known ? [] : [cannotKnow<Path>(isIpv4Ecr.why)];
                // What is not reached at all is another policy's to tell.
                const answer = every(subnets, (subnet) =>
                    any([hasIpv4(subnet), not(ask(subnet)), ...doubts]),
                );
                yield {
                    resource,
                    answer: unless(answer, maybe),
                    about: [dualStackName],
                    problem: `${label} ${name} runs in IPv6-only subnets, but names images of ${what} by a host that has IPv4 addresses alone`,
                    fix: `name them by the dual-stack image URI, ${dualStackName}`,
                };
            }
        }
    },
});
