import { PolicyPack, type ResourceValidationPolicy } from "@pulumi/policy";
import { fargatePolicies } from "fargate-preflight";

/** A policy of the organisation's own. */
const clustersHaveInsights: ResourceValidationPolicy = {
    name: "clusters-have-insights",
    description: "Every ECS cluster must have Container Insights on.",
    enforcementLevel: "advisory",
    validateResource: (args, reportViolation) => {
        if (args.type !== "aws:ecs/cluster:Cluster") return;
        const settings = (args.props.settings ?? []) as { name?: string; value?: string }[];
        const isOn = settings.some(
            ({ name, value }) => name === "containerInsights" && value !== "disabled",
        );
        if (!isOn) reportViolation("set containerInsights to enabled");
    },
};

new PolicyPack("organisation", {
    policies: [
        clustersHaveInsights,
        ...fargatePolicies({
            // Tasks of this organisation never get a public address.
            "service-public-ip": "mandatory",
            // Its VPCs reach the internet by a transit gateway and an inspected egress VPC.
            "preflight-settings": { centralizedEgress: "assumed" },
            "task-logs": "advisory",
        }),
    ],
});
