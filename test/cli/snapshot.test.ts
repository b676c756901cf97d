import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { factInterest } from "../../src/network";
import { readFacts, type FactsFile } from "../../src/plan";
import { twoStacks } from "../support/two-stacks";
import { checkOne, cli, Folder, plan } from "./support";

const { network, service } = twoStacks();

/** One resource of an export. */
function state(type: string, name: string, rest: Readonly<Record<string, unknown>>): object {
    const urn = `urn:pulumi:prod::network::${type}::${name}`;
    return { urn, type, custom: true, id: `${name}-1`, inputs: {}, outputs: {}, ...rest };
}

function exportOf(...resources: readonly object[]): string {
    return JSON.stringify({ version: 3, deployment: { resources } });
}

const secret = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    ciphertext: "hunter2",
};

describe("snapshot", () => {
    let folder: Folder;
    beforeEach(() => {
        folder = new Folder();
    });
    afterEach(() => {
        folder.remove();
    });

    const snapshot = async (...exports: readonly string[]): Promise<FactsFile> => {
        const files = exports.map((text, i) => folder.write(`${String(i)}.json`, text));
        const { status, out, err } = await cli(["snapshot", "--export", ...files]);
        assert.equal(err, "");
        assert.equal(status, 0);
        return JSON.parse(out) as FactsFile;
    };

    it("of a real network makes facts that are as they must be", async () => {
        const facts = await snapshot(network);
        assert.deepEqual(readFacts(facts, factInterest), { facts });
        assert.deepEqual(facts.source, {
            kind: "export",
            stack: "network/dev",
            account: "123456789012",
            region: "us-east-1",
        });
        assert.equal(facts.completeFor.length, 1);
        const types = new Set(facts.resources.map(({ type }) => type.split(":")[2]));
        assert.ok(
            ["Vpc", "Subnet", "RouteTable", "Route", "NatGateway"].every((t) => types.has(t)),
        );
    });

    it("answers for a service of another stack what nothing could", async () => {
        const plan = folder.write("service.json", service);
        const before = await checkOne(plan);
        assert.ok(before.unverified.some(({ policy }) => policy === "task-image-pull"));
        const facts = join(folder.path, "facts.json");
        const file = folder.write("network.json", network);
        const written = await cli(["snapshot", "--export", file, "--output", facts]);
        assert.deepEqual([written.status, written.err], [0, ""]);
        assert.match(
            written.out,
            /^\S+facts\.json: 15 resources, as of 2026-11-22: 1 VPC \(whole: vpc-\w+\), 4 subnets\n$/,
        );
        const { unverified, summary } = await checkOne("--facts", facts, plan);
        assert.deepEqual(unverified, []);
        assert.equal(summary.mandatory, 0);
    });

    it("reads standard input, and leaves nothing unfinished beside what it writes", async () => {
        const output = join(folder.path, "facts.json");
        const { status } = await cli(["snapshot", "--export", "-", "--output", output], {
            stdin: network,
        });
        assert.equal(status, 0);
        assert.deepEqual(readdirSync(folder.path), ["facts.json"]);
        assert.equal(readFileSync(output, "utf8").endsWith("}\n"), true);
    });

    it("never holds a secret, nor how people log in", async () => {
        const facts = await snapshot(
            exportOf(
                state("aws:ec2/subnet:Subnet", "a", {
                    inputs: { vpcId: "vpc-1", cidrBlock: secret },
                    outputs: { cidrBlock: secret, availabilityZone: "[secret]" },
                }),
                state("aws:lb/listener:Listener", "http", {
                    inputs: {
                        port: 80,
                        defaultActions: [
                            {
                                type: "authenticate-oidc",
                                authenticateOidc: { clientSecret: "hunter2" },
                            },
                        ],
                    },
                }),
                state("aws:ecs/taskDefinition:TaskDefinition", "app", {
                    inputs: { containerDefinitions: "hunter2" },
                }),
            ),
        );
        assert.doesNotMatch(JSON.stringify(facts), /hunter2|secret|Secret/);
        const [subnet] = facts.resources;
        assert.equal("cidrBlock" in (subnet?.properties ?? {}), false);
        assert.equal("availabilityZone" in (subnet?.properties ?? {}), false);
        assert.equal(subnet?.properties.vpcId, "vpc-1");
    });

    it("tells what was set from what is copied, and what others may change", async () => {
        const { resources } = await snapshot(
            exportOf(
                state("aws:ec2/routeTable:RouteTable", "private", {
                    inputs: { vpcId: "vpc-1" },
                    outputs: { vpcId: "vpc-1", routes: [{ cidrBlock: "0.0.0.0/0" }] },
                    ignoreChanges: ["tags"],
                }),
            ),
        );
        const [table] = resources;
        assert.equal(table?.properties.routes, null);
        assert.deepEqual(table.copied, { routes: [{ cidrBlock: "0.0.0.0/0" }] });
        assert.deepEqual(table.ignoreChanges, ["tags"]);
    });

    it("holds a VPC whole only if the stack made it, and nobody else adds to it", async () => {
        const vpc = (name: string, rest: object = {}): object =>
            state("aws:ec2/vpc:Vpc", name, { outputs: { cidrBlock: "10.0.0.0/16" }, ...rest });
        const other = state("aws:cloudformation/stack:Stack", "other", {
            dependencies: ["urn:pulumi:prod::network::aws:ec2/vpc:Vpc::open"],
        });
        const main = { mainRouteTableId: "rtb-2", defaultRouteTableId: "rtb-1" };
        const { completeFor } = await snapshot(
            exportOf(
                vpc("made"),
                vpc("read", { external: true }),
                state("aws:ec2/defaultVpc:DefaultVpc", "default", {}),
                vpc("open"),
                vpc("odd", { outputs: main }),
                other,
            ),
        );
        assert.deepEqual(
            completeFor.map(({ vpc: id, except = [] }) => [id, except.map(({ what }) => what)]),
            [
                ["made-1", []],
                ["open-1", ["all"]],
                ["odd-1", ["routeTables"]],
            ],
        );
    });

    it("of several stacks takes a thing from the one that made it", async () => {
        const made = exportOf(
            state("aws:ec2/vpc:Vpc", "vpc", { inputs: { cidrBlock: "10.0.0.0/16" } }),
        );
        const read = exportOf(
            state("aws:ec2/vpc:Vpc", "vpc", {
                external: true,
                outputs: { cidrBlock: "10.1.0.0/16" },
            }),
        );
        const { resources } = await snapshot(read, made);
        assert.deepEqual(
            resources.map(({ properties }) => properties.cidrBlock),
            ["10.0.0.0/16"],
        );
    });

    it("refuses stacks that say different things of one id", async () => {
        const one = exportOf(
            state("aws:ec2/vpc:Vpc", "vpc", { inputs: { cidrBlock: "10.0.0.0/16" } }),
        );
        const files = [one, one.replace("10.0.0.0", "10.1.0.0")].map((text, i) =>
            folder.write(`${String(i)}.json`, text),
        );
        const { status, err } = await cli(["snapshot", "--export", ...files]);
        assert.equal(status, 2);
        assert.match(err, /0\.json and .*1\.json say different things of vpc-1; expected one file/);
    });

    const bad: readonly (readonly [string, string, RegExp])[] = [
        [
            "is not there",
            "",
            /there is no such file; expected a file with the output of `pulumi stack/,
        ],
        ["is no JSON", "hunter2", /this is not JSON: unexpected character at line 1, column 1/],
        ["is blank", "\n", /there is nothing in it; expected the output of `pulumi stack export`/],
        [
            "is a preview",
            '{"changeSummary": {"same": 1}}',
            /this is a preview; expected the output of `pulumi stack/,
        ],
    ];
    for (const [what, text, says] of bad) {
        it(`a file that ${what}: exit 2, and nothing is written`, async () => {
            const file = text === "" ? "absent.json" : folder.write("bad.json", text);
            const output = join(folder.path, "facts.json");
            const { status, err } = await cli(["snapshot", "--export", file, "--output", output]);
            assert.equal(status, 2);
            assert.match(err, says);
            assert.doesNotMatch(err, /hunter2/);
            assert.equal(readdirSync(folder.path).includes("facts.json"), false);
        });
    }

    it("says where it cannot write", async () => {
        const file = folder.write("network.json", network);
        const output = join(folder.path, "absent", "facts.json");
        const { status, err } = await cli(["snapshot", "--export", file, "--output", output]);
        assert.equal(status, 2);
        assert.match(err, /cannot be written: there is no such folder/);
    });
});

describe("check --facts", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
    });
    after(() => {
        folder.remove();
    });

    it("may be given several times, and beside the setting", async () => {
        const made = await cli(["snapshot", "--export", "-"], { stdin: network });
        const facts = JSON.parse(made.out) as FactsFile;
        const some = facts.resources.filter((_, i) => i % 2 === 0);
        const others = facts.resources.filter((_, i) => i % 2 === 1);
        const write = (name: string, resources: FactsFile["resources"]): string =>
            folder.write(name, JSON.stringify({ ...facts, resources }));
        const [first, second] = [write("some.json", some), write("others.json", others)];
        const web = folder.write("service.json", service);
        const both = await checkOne("--facts", first, "--facts", second, web);
        assert.deepEqual(both.unverified, []);
        const config = folder.write(
            "config.json",
            JSON.stringify({ "preflight-settings": { facts: [first] } }),
        );
        const mixed = await checkOne("--config", config, "--facts", second, web);
        assert.deepEqual(mixed.unverified, []);
    });

    it("with a bad file: exit 2, and no plan is checked", async () => {
        const bad = folder.write("bad.json", '{"version": 2, "hunter2": "hunter3"}');
        const { status, out, err } = await cli(["check", "--facts", bad, plan("nat.preview.json")]);
        assert.equal(status, 2);
        assert.equal(out, "");
        assert.match(err, /bad\.json: version: expected 1/);
        assert.doesNotMatch(err, /hunter3/);
    });
});
