import type { PolicyPackArgs } from "@pulumi/policy";
import { addressOf, inPackage } from "../files";

export const tags: readonly string[] = ["aws", "ecs", "fargate", "network"];

/** What Pulumi Cloud shows of the pack, apart from its policies. */
export function aboutPack(): Omit<PolicyPackArgs, "policies"> {
    const repository = addressOf();
    const readme = addressOf("README.md") ?? inPackage("README.md");
    return {
        displayName: "Fargate preflight",
        description:
            "Checks at preview whether ECS Fargate tasks can live in the network that the plan builds.",
        provider: "aws",
        tags: [...tags],
        readme: `# Fargate preflight

Most first deployments to ECS Fargate that fail do so for the network: a subnet without a connection to the image registry, an endpoint whose security group admits nobody, a target group of type \`instance\`, a load balancer that may not reach the port of the health check. This pack finds them in the plan. It follows the packets of each task through security groups, network ACLs, routes, gateways and VPC endpoints, and says what stops them and how that is mended. What the plan does not tell it calls unknown; it never guesses.

- A policy that is mandatory blocks only what certainly fails. What is unknown is told by \`unverified-network\`, as advice.
- Settings that several policies read are those of \`preflight-settings\`: facts about networks of other stacks, exceptions with a reason and a last day, what a transit gateway leads to.
- Each policy has a page with an example, the fix, and when to turn it off: see ${readme}.
`,
        ...(repository === undefined ? {} : { repository }),
    };
}
