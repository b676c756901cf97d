import { taskNetworkMode } from "../../policies/task-network-mode";
import { unverifiedNetwork } from "../../policies/unverified-network";
import type { Network } from "../support/networks";
import { testPolicy } from "../support/table";

const definition = (inputs: Parameters<Network["taskDefinition"]>[1]) => (n: Network) => {
    n.taskDefinition("app", inputs);
};

testPolicy(taskNetworkMode, unverifiedNetwork, {
    valid: [
        { name: "awsvpc", network: definition({ networkMode: "awsvpc" }) },
        {
            name: "bridge on EC2",
            network: definition({ networkMode: "bridge", requiresCompatibilities: ["EC2"] }),
        },
        {
            name: "no mode without compatibilities",
            network: definition({ networkMode: null, requiresCompatibilities: null }),
        },
        {
            name: "awsvpc for Fargate and EC2",
            network: definition({ requiresCompatibilities: ["EC2", "FARGATE"] }),
        },
        {
            name: "awsvpc on Windows",
            network: definition({
                runtimePlatform: { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" },
            }),
        },
        {
            name: "host mode on an external instance",
            network: definition({ networkMode: "host", requiresCompatibilities: ["EXTERNAL"] }),
        },
    ],
    violates: [
        ...["bridge", "host", "none"].map((networkMode) => ({
            name: networkMode,
            statement: "1.1",
            network: definition({ networkMode }),
            on: "app",
            says: /task definition app has requiresCompatibilities FARGATE, but its networkMode is not awsvpc/,
        })),
        {
            name: "no mode, which is bridge",
            statement: "1.1",
            network: definition({ networkMode: null }),
            fixed: definition({}),
            on: "app",
            says: /fix: set networkMode to "awsvpc" on task definition app/,
        },
        {
            name: "bridge for Fargate and EC2",
            network: definition({
                networkMode: "bridge",
                requiresCompatibilities: ["EC2", "FARGATE"],
            }),
            on: "app",
            says: /networkMode is not awsvpc/,
        },
    ],
    cannotKnow: [
        {
            name: "a mode that another resource makes",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "mode");
                n.taskDefinition("app", { networkMode: parameter.get("value") });
            },
            forms: ["first preview"],
            on: "app",
            gap: /networkMode of app/,
            ok: definition({}),
            violated: definition({ networkMode: "bridge" }),
        },
        {
            name: "compatibilities that another resource makes, with bridge",
            network: (n) => {
                const parameter = n.add("aws:ssm/parameter:Parameter", "kind");
                const requiresCompatibilities = [parameter.get("value")];
                n.taskDefinition("app", { networkMode: "bridge", requiresCompatibilities });
            },
            forms: ["first preview"],
            on: "app",
            gap: /requiresCompatibilities\[0\] of app/,
            ok: definition({ networkMode: "bridge", requiresCompatibilities: ["EC2"] }),
            violated: definition({ networkMode: "bridge" }),
        },
    ],
});
