import "./src/compiling";
import { PolicyPack } from "@pulumi/policy";
import { aboutPack, configurationOf, fargatePolicies } from "./src/pack";

// Starts the server that the Pulumi engine talks to: the only side effect in the project.
new PolicyPack(
    "fargate-preflight",
    { ...aboutPack(), enforcementLevel: "advisory", policies: fargatePolicies() },
    configurationOf(process.env),
);
