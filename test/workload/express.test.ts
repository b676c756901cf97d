import assert from "node:assert/strict";
import type { FactsFile } from "../../src/plan";
import { runPack } from "../support/harness";
import { Network, twoZones } from "../support/networks";
import type { Recorded } from "../support/program";
import { split } from "../support/split";

/** What facts say of the default VPC, whose subnets have these routes, and a plan that leaves all to AWS. */
function inDefaultVpc(
    routes: "internet gateway" | "none",
    isDefault: boolean,
): { rest: Recorded[]; facts: FactsFile } {
    const n = new Network();
    const vpc = n.vpc("default", { cidrBlock: "172.31.0.0/16" });
    const igw = n.internetGateway(vpc);
    const leads = routes === "none" ? [] : [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }];
    const table = n.routeTable("main", vpc, leads);
    for (const [i, zone] of ["a", "b"].entries()) {
        const subnet = n.subnet(zone, vpc, {
            availabilityZone: `us-east-1${zone}`,
            cidrBlock: `172.31.${String(i * 16)}.0/20`,
        });
        n.associate(subnet, table);
    }
    n.express("web");
    const { facts, rest } = split(n, "first preview");
    const resources = facts.resources.map((fact) =>
        fact.type === "aws:ec2/vpc:Vpc"
            ? { ...fact, properties: { ...fact.properties, isDefault } }
            : fact,
    );
    return { rest, facts: { ...facts, resources } };
}

function told({ rest, facts }: { rest: Recorded[]; facts: FactsFile }): {
    found: string[];
    open: string;
} {
    const reports = runPack(rest, { settings: { "preflight-settings": { facts: [facts] } } });
    const isOpen = ({ policy }: { policy: string }): boolean => policy === "unverified-network";
    return {
        found: reports.filter((each) => !isOpen(each)).map(({ policy }) => policy),
        open: reports
            .filter(isOpen)
            .map(({ message }) => message)
            .join("\n"),
    };
}

describe("Express Mode in the default VPC", () => {
    it("runs in its public subnets, where facts hold it", () => {
        const { found, open } = told(inDefaultVpc("internet gateway", true));
        assert.doesNotMatch(open, /task-image-pull|task-logs|express-service-subnets/);
        assert.deepEqual(
            found.filter((policy) => policy !== "vpc-flow-logs"),
            [],
        );
    });

    it("is not known without a public subnet in it", () => {
        const { found, open } = told(inDefaultVpc("none", true));
        assert.match(open, /task-image-pull.*: it names no subnets, so AWS takes public ones/);
        assert.equal(found.includes("task-image-pull"), false);
    });

    it("is not another VPC that facts hold", () => {
        const { found, open } = told(inDefaultVpc("internet gateway", false));
        assert.match(open, /task-image-pull.*: it names no subnets, so AWS takes public ones/);
        assert.deepEqual(found, []);
    });

    it("is not known beside a service whose VPC is", () => {
        const n = new Network();
        n.express("web");
        n.express("api", twoZones(n).publicSubnets);
        const [{ message } = { message: "" }] = runPack(n.record("first preview")).filter(
            ({ policy, name }) => policy === "unverified-network" && name === "web",
        );
        for (const policy of ["vpc-dns", "vpc-dns-hostnames", "vpc-flow-logs"]) {
            assert.match(message, new RegExp(`[ ,]${policy}[,:].*default VPC`));
        }
    });

    it("leaves the VPCs of the plan alone", () => {
        const n = new Network();
        n.subnetWith("private", n.vpc("vpc", { enableDnsSupport: false }), []);
        n.express("web");
        const found = runPack(n.record("first preview"));
        assert.deepEqual(
            [...new Set(found.map(({ policy, name }) => `${policy}: ${name}`))],
            ["unverified-network: web"],
        );
        for (const { message } of found) assert.doesNotMatch(message, /of vpc|VPC vpc/);
    });
});

describe("what an Express Mode service says of itself", () => {
    it("is in its own words, whichever provider declares it", () => {
        const inputs = {
            executionRoleArn: "arn:aws:iam::123456789012:role/execution",
            infrastructureRoleArn: "arn:aws:iam::123456789012:role/infrastructure",
        };
        const n = new Network();
        const later = n.add("test:index:Choice", "later").get("value");
        n.add("aws:ecs/expressGatewayService:ExpressGatewayService", "web", {
            ...inputs,
            primaryContainer: { image: later, secrets: [{ name: "KEY", valueFrom: later }] },
        });
        n.add("aws-native:ecs:ExpressGatewayService", "api", {
            ...inputs,
            primaryContainer: {
                image: later,
                awsLogsConfiguration: { logGroup: later, logStreamPrefix: "api" },
            },
        });
        const text = runPack(n.record("first preview"))
            .map(({ message }) => message)
            .join("\n");
        assert.match(text, /networkConfigurations of Express Mode service web/);
        assert.match(text, /primaryContainer\.image of task definition web/);
        assert.match(text, /primaryContainer\.secrets\[0\]\.valueFrom of task definition web/);
        assert.match(text, /networkConfiguration of Express Mode service api/);
        assert.match(text, /primaryContainer\.image of task definition api/);
        assert.doesNotMatch(text, /containerDefinitions/);
    });

    it("stays unknown as a whole, and never fails", () => {
        const n = new Network();
        const later = n.add("test:index:Choice", "later").get("value");
        for (const [name, inputs] of Object.entries({
            container: { primaryContainer: later },
            network: { networkConfigurations: later },
            block: { networkConfigurations: [later] },
            wrong: { networkConfigurations: "none", primaryContainer: "web", scalingTargets: 3 },
            empty: { networkConfigurations: [], scalingTargets: [], primaryContainer: {} },
            logs: { primaryContainer: { image: "nginx", awsLogsConfigurations: later } },
        })) {
            n.add("aws:ecs/expressGatewayService:ExpressGatewayService", name, inputs);
        }
        const reports = runPack(n.record("first preview"));
        assert.deepEqual([...new Set(reports.map(({ policy }) => policy))].sort(), [
            "task-execution-role",
            "unverified-network",
        ]);
    });
});
