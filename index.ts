import { PolicyPack } from "@pulumi/policy";
import { configurationOf, fargatePolicies } from "./src/pack";

// Starts the server that the Pulumi engine talks to: the only side effect in the project.
new PolicyPack(
    "fargate-preflight",
    {
        displayName: "Fargate preflight",
        description:
            "Checks at preview whether ECS Fargate tasks can live in the network that the plan builds.",
        enforcementLevel: "advisory",
        policies: fargatePolicies(),
    },
    configurationOf(process.env),
);
