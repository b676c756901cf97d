import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import manifest from "../../package.json";
import { policies } from "../../policies";
import { startPack, type Pack, type PackInfo } from "../support/engine";
import { root } from "./support";

/** Name, type, level and severity of every policy, in the order in which they run. */
const expected = [
    ["preflight-inputs", "resource", "advisory", "low"],
    ["preflight-settings", "resource", "mandatory", "high"],
    ["task-network-mode", "resource", "mandatory", "high"],
    ["task-port-mappings", "resource", "mandatory", "high"],
    ["task-network-parameters", "resource", "mandatory", "high"],
    ["task-parameters", "resource", "mandatory", "high"],
    ["service-parameters", "resource", "mandatory", "high"],
    ["service-public-ip", "resource", "disabled", "medium"],
    ["service-network-configuration", "stack", "mandatory", "high"],
    ["service-network-limits", "stack", "mandatory", "medium"],
    ["service-platform-version", "stack", "mandatory", "high"],
    ["service-load-balancer-type", "stack", "mandatory", "high"],
    ["service-single-vpc", "stack", "mandatory", "high"],
    ["task-network-interfaces", "stack", "mandatory", "medium"],
    ["target-group-type", "stack", "mandatory", "high"],
    ["target-group-ip-address-type", "stack", "mandatory", "high"],
    ["target-group-attached", "stack", "mandatory", "high"],
    ["target-group-container", "stack", "mandatory", "high"],
    ["listener-ports", "stack", "mandatory", "medium"],
    ["vpc-dns", "stack", "mandatory", "critical"],
    ["dual-stack-tasks", "stack", "mandatory", "high"],
    ["ipv6-only-tasks", "stack", "mandatory", "critical"],
    ["load-balancer-subnets", "stack", "mandatory", "high"],
    ["load-balancer-to-task", "stack", "mandatory", "critical"],
    ["vpc-lattice-to-task", "stack", "mandatory", "high"],
    ["express-service-subnets", "stack", "mandatory", "high"],
    ["task-image-pull", "stack", "mandatory", "critical"],
    ["task-logs", "stack", "mandatory", "high"],
    ["task-secrets", "stack", "mandatory", "critical"],
    ["task-file-systems", "stack", "mandatory", "critical"],
    ["task-exec", "stack", "advisory", "medium"],
    ["service-to-service", "stack", "advisory", "medium"],
    ["task-execution-role", "stack", "mandatory", "high"],
    ["task-role", "stack", "advisory", "medium"],
    ["task-role-permissions", "stack", "advisory", "high"],
    ["service-start-order", "stack", "advisory", "medium"],
    ["subnet-capacity", "stack", "mandatory", "high"],
    ["service-public-ip-placement", "stack", "advisory", "medium"],
    ["load-balancer-ingress", "stack", "advisory", "medium"],
    ["endpoint-usable", "stack", "advisory", "medium"],
    ["ecs-endpoints", "stack", "advisory", "medium"],
    ["ecs-service-linked-role", "stack", "disabled", "low"],
    ["subnet-headroom", "stack", "advisory", "medium"],
    ["service-availability-zones", "stack", "advisory", "low"],
    ["vpc-dhcp-options", "stack", "advisory", "low"],
    ["vpc-flow-logs", "stack", "advisory", "low"],
    ["ipv6-image-uri", "stack", "advisory", "low"],
    ["ipv6-region", "stack", "advisory", "medium"],
    ["ipv6-rules", "stack", "advisory", "medium"],
    ["vpc-dns-hostnames", "stack", "advisory", "low"],
    ["task-runtime-monitoring", "stack", "advisory", "medium"],
    ["unverified-network", "stack", "advisory", "low"],
];

const tagged = ["aws", "ecs", "fargate", "network"];

describe("what the pack says of itself", () => {
    let pack: Pack;
    let info: PackInfo;
    before(async () => {
        pack = await startPack(root);
        info = await pack.info();
    });
    after(() => pack.stop());

    it("has the name and the version of the package", () => {
        equal(info.name, "fargate-preflight");
        equal(info.version, manifest.version);
        equal(info.displayName, "Fargate preflight");
    });

    it("says what Pulumi Cloud shows of a pack", () => {
        const { provider, tags, readme, repository } = info;
        // No address is given until there is a repository.
        deepEqual(
            { provider, tags, repository },
            { provider: "aws", tags: tagged, repository: "" },
        );
        match(readme, /^# Fargate preflight\n\n.*README\.md/s);
    });

    it("gives its policies titles that people read", () => {
        const titles = new Map(info.policies.map((each) => [each.name, each.displayName]));
        equal(titles.get("task-image-pull"), "Task image pull");
        equal(titles.get("vpc-dns-hostnames"), "VPC DNS hostnames");
        equal(titles.get("ipv6-image-uri"), "IPv6 image URI");
        equal(titles.get("vpc-dhcp-options"), "VPC DHCP options");
    });

    it("names the controls of AWS's that find all that a policy finds", () => {
        const controls = info.policies.filter(({ control }) => control !== "");
        deepEqual(Object.fromEntries(controls.map((each) => [each.name, each.control])), {
            "service-public-ip": "ECS.2",
            "vpc-flow-logs": "EC2.6",
        });
    });

    it("has exactly the expected policies, in order, with their types, levels and severities", () => {
        deepEqual(
            info.policies.map(({ name, type, level, severity }) => [name, type, level, severity]),
            expected,
        );
    });

    for (const { name, description, fix, settings } of policies) {
        it(`describes ${name} as it describes itself`, () => {
            const told = info.policies.find((policy) => policy.name === name);
            deepEqual(
                {
                    description: told?.description,
                    remediationSteps: told?.remediationSteps,
                    settings: told?.settings,
                },
                {
                    description,
                    remediationSteps: `${fix} (docs/policies/${name}.md in the package fargate-preflight)`,
                    settings,
                },
            );
            ok(told?.tags.includes("fargate"));
        });
    }

    it("holds the settings of the whole pack in preflight-settings, each with a default", () => {
        const settings = info.policies.find(({ name }) => name === "preflight-settings")?.settings;
        const defaults = Object.entries(settings ?? {}).map(([name, schema]) => [
            name,
            schema.default,
        ]);
        deepEqual(Object.fromEntries(defaults), {
            trustDependencies: true,
            sharedVpcs: [],
            centralizedEgress: "unknown",
            expectIpv6: false,
            ecrDualStackEndpoints: "unknown",
            registryHosts: [],
            runtimeMonitoring: "plan",
            quotas: [],
            oneFindingPerCause: true,
            facts: [],
            factsMaxAgeDays: 30,
            exceptions: [],
            lookup: "off",
            lookupTimeoutSeconds: 10,
        });
    });

    it("lets the engine name the stack", () => pack.configureStack("dev", "web"));
});
