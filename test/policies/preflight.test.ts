import assert from "node:assert/strict";
import { runPack } from "../support/harness";
import { executionPolicy, natNetwork, Network } from "../support/networks";
import type { Resource } from "../support/program";

/** A task definition whose role is in the plan. */
function definition(n: Network, ...images: string[]): void {
    const { arn } = n.role("execution", executionPolicy);
    n.taskDefinition("app", { executionRoleArn: arn }, ...images);
}

/** A service of one task in a subnet, whose VPC has a flow log. */
function service(n: Network, subnet: Resource): void {
    n.service("web", [subnet], { desiredCount: 1 });
    const { vpcId = null } = subnet.inputs;
    n.add("aws:ec2/flowLog:FlowLog", "all", { vpcId });
}

function healthy(): Network {
    const n = new Network();
    definition(n);
    service(n, natNetwork(n).privateSubnet);
    return n;
}

function withUnknownImage(n = new Network()): Network {
    const { privateSubnet } = natNetwork(n);
    definition(n, "registry.example.com/app");
    service(n, privateSubnet);
    return n;
}

describe("preflight-settings", () => {
    const wrong = (settings: Record<string, unknown>): string[] =>
        runPack(healthy().record("deployed"), { settings: { "preflight-settings": settings } })
            .filter(({ policy }) => policy === "preflight-settings")
            .map(({ message }) => message.split("\n")[0] ?? "");

    it("accepts its settings", () => {
        const settings = {
            trustDependencies: false,
            sharedVpcs: ["vpc-1"],
            centralizedEgress: "assumed",
        };
        assert.deepEqual(wrong(settings), []);
    });

    for (const [settings, says] of [
        [
            { trustDependancies: false },
            /trustDependancies: there is no such setting; expected trust/,
        ],
        [{ trustDependencies: "no" }, /the setting trustDependencies: expected true or false/],
        [{ sharedVpcs: "vpc-1" }, /the setting sharedVpcs: expected a list/],
        [{ sharedVpcs: [1] }, /the setting sharedVpcs\[0\]: expected a text/],
        [{ centralizedEgress: "yes" }, /centralizedEgress: expected unknown or assumed/],
    ] as const) {
        it(`refuses ${JSON.stringify(settings)}`, () => {
            const [message = "", ...others] = wrong(settings);
            assert.match(message, says);
            assert.match(message, /; its default counts instead$/);
            assert.deepEqual(others, []);
        });
    }

    it("makes centralized egress lead out", () => {
        const n = new Network();
        definition(n);
        const { subnet } = n.subnetWith("private", n.vpc(), [
            { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" },
        ]);
        service(n, subnet);
        const recording = n.record("deployed");
        assert.match(runPack(recording)[0]?.message ?? "", /a transit gateway/);
        const settings = { "preflight-settings": { centralizedEgress: "assumed" } };
        assert.deepEqual(runPack(recording, { settings }), []);
    });

    it("keeps shared VPCs open, by name and by id", () => {
        const n = new Network();
        definition(n);
        const { subnet } = n.subnetWith("private", n.vpc("hub"), []);
        service(n, subnet);
        const recording = n.record("deployed");
        const id = recording.find(({ name }) => name === "hub")?.outputs.id;
        const policiesFor = (sharedVpcs: unknown[]): string[] =>
            runPack(recording, { settings: { "preflight-settings": { sharedVpcs } } }).map(
                ({ policy }) => policy,
            );
        assert.deepEqual(policiesFor([]), ["task-image-pull"]);
        assert.deepEqual(policiesFor(["hub"]), ["unverified-network"]);
        assert.deepEqual(policiesFor([id]), ["unverified-network"]);
    });
});

describe("unverified-network", () => {
    it("says nothing where all is known", () => {
        const disabled = ["service-start-order"];
        assert.deepEqual(runPack(healthy().record("first preview"), { disabled }), []);
    });

    it("lists a gap once, with every check that it concerns", () => {
        const n = new Network();
        definition(n);
        n.service("web", ["subnet-0123456789abcdef0"], {
            desiredCount: 1,
            loadBalancers: [{ targetGroupArn: "arn:elsewhere", containerPort: 80 }],
        });
        const [{ policy, level, message } = { policy: "", level: "", message: "" }, ...others] =
            runPack(n.record("deployed"));
        assert.deepEqual(others, []);
        assert.equal(policy, "unverified-network");
        assert.equal(level, "advisory");
        assert.match(message, /^web: some checks have no answer/m);
        assert.match(
            message,
            /^ {2}service-single-vpc, target-group-type, target-group-ip-address-type, target-group-attached, target-group-container: loadBalancers\[0\]\.targetGroupArn of web: the/m,
        );
        assert.match(
            message,
            /^ {2}service-single-vpc, vpc-dns, dual-stack-tasks, ipv6-only-tasks, load-balancer-subnets, load-balancer-to-task, task-image-pull, service-public-ip-placement, vpc-flow-logs, ipv6-image-uri, ipv6-rules, vpc-dns-hostnames: networkConfiguration\.subnets\[0\] of web: the/m,
        );
        assert.match(message, /^fix: /m);
        assert.doesNotMatch(message, /subnet-0123|arn:elsewhere/);
    });

    it("says in one line what is missing in several places, and of which kind they are if they share a name", () => {
        const n = new Network();
        definition(n);
        const group = n.add("aws:ec2/securityGroup:SecurityGroup", "web", {
            vpcId: "vpc-0123456789abcdef0",
        });
        n.service("web", ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"], {
            networkConfiguration: { securityGroups: [group.id] },
        });
        const [{ message } = { message: "" }] = runPack(n.record("first preview"), {
            disabled: ["service-start-order"],
        });
        assert.match(message, /^service web: some checks have no answer/m);
        assert.match(
            message,
            /^ {2}service-single-vpc, vpc-dns, .*: networkConfiguration\.subnets\[0\] of service web, networkConfiguration\.subnets\[1\] of service web: the subnet that it names is not in this plan$/m,
        );
        assert.match(message, /^ {2}service-single-vpc: vpcId of security group web: /m);
    });

    it("hears nothing from a policy that is disabled", () => {
        const recording = withUnknownImage().record("deployed");
        assert.equal(runPack(recording).length, 1);
        assert.deepEqual(runPack(recording, { disabled: ["task-image-pull"] }), []);
    });

    it("says that inputs are missing where preflight-inputs is disabled", () => {
        const recording = withUnknownImage().record("deployed");
        const [report] = runPack(recording, { disabled: ["preflight-inputs"] });
        assert.match(report?.message ?? "", /fix: enable preflight-inputs/);
    });

    it("lists what runs on Fargate in a network that is not modelled", () => {
        const n = new Network();
        n.add("aws:batch/computeEnvironment:ComputeEnvironment", "batch", {
            computeResources: { type: "FARGATE_SPOT" },
        });
        n.add("aws:sfn/stateMachine:StateMachine", "other", { definition: "{}" });
        n.add("aws:batch/computeEnvironment:ComputeEnvironment", "ec2", {
            computeResources: { type: "EC2" },
        });
        for (const [name, LaunchType] of [
            ["hourly", "FARGATE"],
            ["daily", "EC2"],
        ] as const) {
            const arn = "arn:aws:scheduler:::aws-sdk:ecs:runTask";
            n.add("aws:scheduler/schedule:Schedule", name, {
                target: { arn, roleArn: "role", input: JSON.stringify({ LaunchType }) },
            });
        }
        const reports = runPack(n.record("first preview"));
        assert.deepEqual(reports.map(({ name }) => name).sort(), ["batch", "hourly"]);
        for (const { message } of reports) assert.match(message, /not simulated/);
    });
});

describe("a secret", () => {
    it("is never printed: neither image, nor ids, nor names from the container definitions", () => {
        const n = new Network();
        const { subnet } = n.subnetWith("private", n.vpc(), []);
        n.taskDefinition("app", {
            containerDefinitions: JSON.stringify([
                {
                    name: "topsecret-name",
                    image: "999999999999.dkr.ecr.us-east-1.amazonaws.com/topsecret:1",
                },
                {
                    name: "b",
                    image: "registry.topsecret.example/app",
                    environment: [{ value: "topsecret" }],
                },
            ]),
        });
        n.service("web", [subnet]);
        const text = runPack(n.record("deployed"))
            .map(({ message }) => message)
            .join("\n");
        assert.match(text, /task|image/);
        assert.doesNotMatch(text, /topsecret|999999999999/);
    });
});
