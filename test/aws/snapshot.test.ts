import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ec2 from "@aws-sdk/client-ec2";
import { run } from "../../src/cli/program";
import { factInterest } from "../../src/network";
import { readFacts, type FactsFile } from "../../src/plan";
import { Network, natNetwork } from "../support/networks";
import { Builder } from "./build";
import { outsideOf } from "./support";

interface Ran {
    readonly status: number;
    readonly out: string;
    readonly err: string;
}

async function cli(...argv: readonly string[]): Promise<Ran> {
    let [out, err] = ["", ""];
    const status = await run(argv, {
        stdin: process.stdin,
        out: (text) => (out += text),
        err: (text) => (err += text),
        colours: false,
    });
    return { status, out, err };
}

/** With these variables of the environment. */
async function having(
    env: Readonly<Record<string, string>>,
    then: () => Promise<void>,
): Promise<void> {
    const before = { ...process.env };
    Object.assign(process.env, env);
    try {
        await then();
    } finally {
        process.env = before;
    }
}

describe("fargate-preflight snapshot", () => {
    beforeEach(async () => {
        await fetch(`${process.env.AWS_ENDPOINT_URL ?? ""}/moto-api/reset`, { method: "POST" });
    });

    it("finds the account's default VPC, as AWS makes it", async () => {
        const { status, out } = await cli("snapshot", "--default-vpc");
        equal(status, 0);
        const facts = JSON.parse(out) as FactsFile;
        ok("facts" in readFacts(facts, factInterest));
        const vpcs = facts.resources.filter(({ type }) => type === "aws:ec2/vpc:Vpc");
        deepEqual(
            vpcs.map(({ properties }) => [properties.isDefault, properties.cidrBlock]),
            [[true, "172.31.0.0/16"]],
        );
        equal(facts.resources.filter(({ type }) => type.endsWith(":Subnet")).length, 6);
        deepEqual(
            facts.completeFor.map(({ vpc }) => vpc),
            vpcs.map(({ id }) => id),
        );
    });

    it("writes a file as a whole, and tells how it goes in short lines", async () => {
        const n = new Network();
        natNetwork(n);
        const [vpc = ""] = outsideOf(await new Builder().build(n), "aws:ec2/vpc:Vpc");
        const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
        try {
            const file = join(dir, "facts.json");
            const { status, out, err } = await cli("snapshot", "--vpc", vpc, "--output", file);
            equal(status, 0);
            match(
                out,
                /facts\.json: \d+ resources, as of [\d-]+: 1 VPC \(whole: vpc-\w+\), \d+ subnets?\n$/,
            );
            match(err, /^ec2:DescribeSubnets: 2$/m);
            ok(err.split("\n").every((line) => line.length < 160));
            deepEqual(readdirSync(dir), ["facts.json"]);
            const facts = JSON.parse(readFileSync(file, "utf8")) as FactsFile;
            equal(facts.resources.filter(({ type }) => type.endsWith(":NatGateway")).length, 1);
        } finally {
            rmSync(dir, { recursive: true });
        }
    });

    it("refuses a VPC that does not exist", async () => {
        const { status, out, err } = await cli("snapshot", "--vpc", "vpc-0123456789abcdef0");
        deepEqual([status, out], [2, ""]);
        match(
            err,
            /there is no VPC vpc-0123456789abcdef0 in region us-east-1 of account 123456789012/,
        );
    });

    it("refuses to run without a region", async () => {
        await having(
            {
                AWS_REGION: "",
                AWS_CONFIG_FILE: "/nowhere",
                AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
            },
            async () => {
                const { status, err } = await cli("snapshot", "--default-vpc");
                equal(status, 2);
                match(err, /there is no AWS region/);
            },
        );
    });

    it("refuses to run without credentials, and with a profile that does not exist", async () => {
        const none = {
            AWS_ACCESS_KEY_ID: "",
            AWS_SECRET_ACCESS_KEY: "",
            AWS_CONFIG_FILE: "/nowhere",
            AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
        };
        await having(none, async () => {
            for (const [more, says] of [
                [[], /there are no AWS credentials/],
                [["--profile", "nobody"], /the profile nobody gives no AWS credentials/],
            ] as const) {
                const { status, err } = await cli("snapshot", "--default-vpc", ...more);
                equal(status, 2);
                match(err, says);
                ok(!/\n {4}at /.test(err), err);
            }
        });
    });

    it("says so where nobody answers", async () => {
        await having({ AWS_ENDPOINT_URL: "http://127.0.0.1:9" }, async () => {
            const { status, err } = await cli("snapshot", "--default-vpc");
            equal(status, 2);
            match(err, /no VPC can be read \(AWS could not be reached: ec2:DescribeVpcs\)/);
        });
    });

    it("wants to know what to take", async () => {
        for (const argv of [["snapshot"], ["snapshot", "--vpc", "vpc-1", "--export", "x.json"]]) {
            const { status, err } = await cli(...argv);
            equal(status, 2);
            match(err, /expected either --export, or --vpc or --default-vpc/);
        }
    });

    it("takes 1,100 groups and 200 subnets, in few calls", async () => {
        const client = new ec2.EC2Client({});
        const { Vpc } = await client.send(new ec2.CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
        const VpcId = Vpc?.VpcId ?? "";
        const many = async (
            count: number,
            make: (i: number) => Promise<unknown>,
        ): Promise<void> => {
            for (let i = 0; i < count; i += 20) {
                await Promise.all(Array.from({ length: 20 }, (_, j) => make(i + j)));
            }
        };
        await many(1100, (i) =>
            client.send(
                new ec2.CreateSecurityGroupCommand({
                    VpcId,
                    GroupName: `g${String(i)}`,
                    Description: "-",
                }),
            ),
        );
        await many(200, (i) =>
            client.send(
                new ec2.CreateSubnetCommand({ VpcId, CidrBlock: `10.0.${String(i)}.0/24` }),
            ),
        );
        const { status, out, err } = await cli("snapshot", "--vpc", VpcId);
        equal(status, 0);
        const { resources } = JSON.parse(out) as FactsFile;
        const count = (kind: string): number =>
            resources.filter(({ type }) => type.endsWith(`:${kind}`)).length;
        deepEqual([count("SecurityGroup"), count("Subnet")], [1101, 200]);
        ok(err.split("\n").length <= 40, err);
    });
});
