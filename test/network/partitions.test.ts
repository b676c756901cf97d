import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partition as partitionOfSdk } from "@aws-sdk/core/client";
import { Region } from "@pulumi/aws/types/enums";
import { format, resolveConfig } from "prettier";
import { endpointServiceName, partitionOf, partitions, readServiceName } from "../../src/network";
import { partitionTable } from "../../src/network/partition-table";

interface SdkPartition {
    readonly id: string;
    readonly outputs: Readonly<Record<"dnsSuffix" | "dualStackDnsSuffix", string>>;
    readonly regionRegex: string;
    readonly regions: Readonly<Record<string, unknown>>;
}

/** The SDK's data, which it does not export: the text of the module that has it is JSON. */
function partitionsOfSdk(): readonly SdkPartition[] {
    const folder = join(require.resolve("@aws-sdk/core/package.json"), "..");
    const file = join(folder, "dist-es/submodules/client/util-endpoints/lib/aws/partitions.js");
    const [, json = ""] =
        /^export const partitionsInfo = (\{.*\});\s*$/s.exec(readFileSync(file, "utf8")) ?? [];
    return (JSON.parse(json) as { partitions: SdkPartition[] }).partitions;
}

const fromSdk = partitionsOfSdk().map(({ id, outputs, regionRegex, regions }) => ({
    id,
    dnsSuffix: outputs.dnsSuffix,
    dualStackDnsSuffix: outputs.dualStackDnsSuffix,
    regionRegex,
    // Without what stands for no region: aws-global.
    regions: Object.keys(regions).filter((region) => new RegExp(regionRegex).test(region)),
}));

const tablePath = join(__dirname, "../../src/network/partition-table.ts");

/** Writes the table anew: `UPDATE_PARTITIONS=1`. */
async function writeTable(): Promise<void> {
    const { version } = JSON.parse(
        readFileSync(require.resolve("@aws-sdk/core/package.json"), "utf8"),
    ) as { version: string };
    const text = `/**
 * Partitions and their regions, from the data of the AWS SDK (\`@aws-sdk/core\` ${version}), which is too
 * heavy to ship. Made by test/network/partitions.test.ts, which compares them.
 */
export const partitionTable = ${JSON.stringify(fromSdk)} as const;
`;
    const style = await resolveConfig(tablePath);
    writeFileSync(tablePath, await format(text, { ...style, filepath: tablePath }));
}

/** Every region that the provider's types or the SDK's data name. */
const regions: readonly string[] = [
    ...new Set([...Object.values(Region), ...fromSdk.flatMap((each) => each.regions)]),
];

describe("partitions", () => {
    if (process.env.UPDATE_PARTITIONS === "1") {
        it("are written anew", writeTable);
        return;
    }

    it("are those of the AWS SDK", () => {
        assert.deepEqual(partitionTable, fromSdk);
    });

    for (const region of regions) {
        it(`${region} is in the one that the AWS SDK says`, () => {
            const { name, dnsSuffix, dualStackDnsSuffix } = partitionOfSdk(region);
            const own = partitionOf(region);
            assert.deepEqual(
                [own?.id, own?.dnsSuffix, own?.dualStackDnsSuffix],
                [name, dnsSuffix, dualStackDnsSuffix],
            );
        });

        it(`${region}: the names of its endpoint services are read as they are written`, () => {
            for (const service of ["ecr.api", "ecr.dkr", "s3", "logs", "ecs-agent", "sqs"]) {
                const name = endpointServiceName(region, service);
                assert.deepEqual(readServiceName(name), { region, service }, name);
            }
        });
    }

    it("of one that is newer than the table the SDK's own form tells", () => {
        assert.equal(partitionOf("eu-west-9")?.id, "aws");
        assert.equal(partitionOf("eusc-de-west-1")?.id, "aws-eusc");
        assert.equal(partitionOf("us-isof-west-1")?.id, "aws-iso-f");
    });

    for (const other of [
        "",
        "moon-east-1",
        "eusc-fr-east-1",
        "aws-global",
        "us-east-1a",
        "us-EAST-1",
    ]) {
        it(`${JSON.stringify(other)} is in none`, () => {
            assert.equal(partitionOf(other), undefined);
        });
    }

    it("have regions of their own", () => {
        const all = partitions.flatMap((each) => each.regions);
        assert.equal(new Set(all).size, all.length);
    });
});

describe("names of endpoint services", () => {
    for (const [name, region, service] of [
        ["com.amazonaws.eu-west-1.ecr.api", "eu-west-1", "ecr.api"],
        ["com.amazonaws.us-gov-west-1.logs", "us-gov-west-1", "logs"],
        ["cn.com.amazonaws.cn-north-1.ecr.dkr", "cn-north-1", "ecr.dkr"],
        ["com.amazonaws.cn-north-1.s3", "cn-north-1", "s3"],
        ["cn.com.amazonaws.cn-north-1.s3", "cn-north-1", "s3"],
        ["com.amazonaws.cn-north-1.logs", "cn-north-1", "logs"],
        ["cn.com.amazonaws.cn-north-1.logs", "cn-north-1", "logs"],
        ["eu.amazonaws.eusc-de-east-1.ecr.api", "eusc-de-east-1", "ecr.api"],
        ["com.amazonaws.eusc-de-east-1.logs", "eusc-de-east-1", "logs"],
        ["gov.ic.c2s.us-iso-east-1.ecr.dkr", "us-iso-east-1", "ecr.dkr"],
        ["gov.sgov.sc2s.us-isob-east-1.ecr.api", "us-isob-east-1", "ecr.api"],
        ["uk.adc-e.cloud.eu-isoe-west-1.ecr.api", "eu-isoe-west-1", "ecr.api"],
        ["gov.ic.hci.csp.us-isof-south-1.ecr.api", "us-isof-south-1", "ecr.api"],
        ["com.amazonaws.us-isof-south-1.ecs", "us-isof-south-1", "ecs"],
    ] as const) {
        it(`${name} is ${service} in ${region}`, () => {
            assert.deepEqual(readServiceName(name), { region, service });
        });
    }

    for (const name of [
        "",
        "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
        "eu.amazonaws.vpce.eusc-de-east-1.vpce-svc-0123456789abcdef0",
        "com.example.us-east-1.ecr.api",
        "com.amazonaws.s3-global.accesspoint",
        "aws.sagemaker.us-east-1.notebook",
    ]) {
        it(`${JSON.stringify(name)} is somebody's own`, () => {
            assert.equal(readServiceName(name), "somebody's");
        });
    }

    for (const [name, why] of [
        ["com.amazonaws.moon-east-1.ecr.api", /its region is none that is known here/],
        ["eu.amazonaws.eu-west-1.ecr.api", /in eu-west-1 do not begin so/],
        ["cn.com.amazonaws.us-east-1.logs", /in us-east-1 do not begin so/],
        [
            "com.amazonaws.eusc-de-east-1.ecr.api",
            /are called eu\.amazonaws\.eusc-de-east-1\.ecr\.api/,
        ],
        ["com.amazonaws.us-iso-east-1.sqs", /are called gov\.ic\.c2s\.us-iso-east-1\.sqs/],
    ] as const) {
        it(`${name} cannot be told`, () => {
            const read = readServiceName(name);
            assert.ok(typeof read === "object" && "unknown" in read);
            assert.match(read.unknown, why);
        });
    }
});
