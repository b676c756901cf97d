import assert from "node:assert/strict";
import { Region } from "@pulumi/aws/types/enums";
import { policies } from "../policies";
import { partitions } from "../src/network";
import { newRegions, olderRegions, undatedRegions } from "../src/workload/ecs-regions";
import { runPack } from "./support/harness";
import { Network, taskOf } from "./support/networks";
import type { Form } from "./support/program";

/** How ECR's hosts end, and how the names of its endpoint services begin, where not as elsewhere (AWS rule 11). */
const others: readonly (readonly [region: RegExp, host: string, prefix: string])[] = [
    [/^cn-/, "amazonaws.com.cn", "cn.com.amazonaws"],
    [/^eusc-/, "amazonaws.eu", "eu.amazonaws"],
    [/^us-iso-/, "c2s.ic.gov", "gov.ic.c2s"],
    [/^us-isob-/, "sc2s.sgov.gov", "gov.sgov.sc2s"],
    [/^us-isof-/, "csp.hci.ic.gov", "gov.ic.hci.csp"],
    [/^eu-isoe-/, "cloud.adc-e.uk", "uk.adc-e.cloud"],
];

function namesIn(region: string): { host: string; prefix: string } {
    const [, host, prefix] = others.find(([of]) => of.test(region)) ?? [];
    return { host: host ?? "amazonaws.com", prefix: prefix ?? "com.amazonaws" };
}

/** What a program writes: an isolated VPC with the endpoints that an image and a log need, and those of ECS. */
function isolatedIn(region: string, without?: string): Network {
    const n = new Network();
    const { host, prefix } = namesIn(region);
    const vpc = n.vpc("vpc");
    const subnet = n.subnet("private", vpc, { availabilityZone: `${region}a` });
    const table = n.routeTable("private", vpc);
    n.associate(subnet, table);
    const names = {
        "ecr.api": prefix,
        "ecr.dkr": prefix,
        logs: "com.amazonaws",
        ecs: "com.amazonaws",
        "ecs-agent": "com.amazonaws",
        "ecs-telemetry": "com.amazonaws",
    };
    for (const [service, begin] of Object.entries(names)) {
        if (service !== without) {
            n.endpoint(service, vpc, { serviceName: `${begin}.${region}.${service}` });
        }
    }
    const serviceName = `com.amazonaws.${region}.s3`;
    n.endpoint("s3", vpc, { serviceName, routeTableIds: [table.id] });
    taskOf(n, {
        image: `123456789012.dkr.ecr.${region}.${host}/app:1`,
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": "app",
                "awslogs-region": region,
                "awslogs-stream-prefix": "app",
            },
        },
    });
    n.add("aws:cloudwatch/logGroup:LogGroup", "app", { name: "app" });
    n.service("web", [subnet]);
    for (const { inputs } of n.resources) inputs.region = region;
    return n;
}

const asked = [
    ...["preflight-inputs", "preflight-settings", "task-image-pull", "task-logs"],
    ...["ecs-endpoints", "endpoint-usable", "unverified-network"],
];

function reportsOf(n: Network, form: Form): string[] {
    const chosen = policies.filter(({ name }) => asked.includes(name));
    return runPack(n.record(form), { policies: chosen }).map(
        ({ policy, message }) => `${policy}: ${message}`,
    );
}

/** Every region that the provider's types or the AWS SDK's data name. */
const regions = [
    ...new Set([...Object.values(Region), ...partitions.flatMap((each) => each.regions)]),
];

describe("an isolated VPC with the endpoints that its tasks need", () => {
    for (const region of regions) {
        for (const form of ["first preview", "deployed"] as const) {
            it(`is healthy in ${region} (${form})`, () => {
                assert.deepEqual(reportsOf(isolatedIn(region), form), []);
            });
        }

        it(`is broken in ${region} without the endpoint of the logs`, () => {
            const found = reportsOf(isolatedIn(region, "logs"), "deployed");
            assert.equal(found.length, 1);
            assert.match(found[0] ?? "", /^task-logs: /);
            assert.ok(found[0]?.includes(`for com.amazonaws.${region}.logs to VPC `));
        });

        it(`is told in ${region} how the endpoint of ECR is called there`, () => {
            const [found = ""] = reportsOf(isolatedIn(region, "ecr.api"), "deployed");
            const { prefix } = namesIn(region);
            assert.ok(found.includes(`for ${prefix}.${region}.ecr.api to VPC `), found);
        });
    }

    for (const form of ["first preview", "deployed"] as const) {
        it(`cannot be judged in a region that is not known (${form})`, () => {
            const found = reportsOf(isolatedIn("moon-east-1"), form);
            assert.notEqual(found.length, 0);
            for (const each of found) assert.match(each, /^unverified-network: /);
            assert.match(found[0] ?? "", /task-logs: .* is none that is known here/);
        });
    }
});

describe("an S3 endpoint whose policy lets one bucket alone be read", () => {
    /** Where AWS says what ECR's bucket of image layers is called, another one is not enough (AWS rule 3). */
    const isNamed: readonly (readonly [region: string, partition: string, isNamed: boolean])[] = [
        ["us-east-1", "aws", true],
        ["cn-north-1", "aws-cn", true],
        ["us-gov-west-1", "aws-us-gov", true],
        ["eusc-de-east-1", "aws-eusc", false],
        ["us-iso-east-1", "aws-iso", false],
        ["eu-isoe-west-1", "aws-iso-e", false],
    ];

    function reading(region: string, resource: string): string[] {
        const n = isolatedIn(region);
        const endpoint = n.resources.find(({ name }) => name === "s3");
        assert.ok(endpoint !== undefined);
        endpoint.inputs.policy = JSON.stringify({
            Statement: [
                { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: resource },
            ],
        });
        return reportsOf(n, "deployed");
    }

    for (const [region, partition, isKnown] of isNamed) {
        const another = `arn:${partition}:s3:::another/*`;
        it(`is ${isKnown ? "broken" : "not judged"} in ${region} for another bucket`, () => {
            const [found = "", ...more] = reading(region, another);
            assert.deepEqual(more, []);
            assert.match(found, isKnown ? /^task-image-pull: / : /^unverified-network: /);
        });

        it(`is healthy in ${region} for all of them`, () => {
            assert.deepEqual(reading(region, `arn:${partition}:s3:::*`), []);
        });
        if (!isKnown) continue;
        it(`is healthy in ${region} for ECR's`, () => {
            const own = `arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`;
            assert.deepEqual(reading(region, own), []);
        });
    }
});

describe("the age of regions", () => {
    it("is told of each once, or that AWS does not say it", () => {
        const told = [...Object.keys(newRegions), ...olderRegions, ...undatedRegions];
        assert.deepEqual([...told].sort(), [...regions].sort());
    });

    it("has a month and a source for each that is new", () => {
        for (const [region, { launched, source }] of Object.entries(newRegions)) {
            assert.match(launched, /^20(2[3-9]|[3-9]\d)(-(0[1-9]|1[0-2]))?$/, region);
            assert.notEqual(source, "", region);
        }
    });
});
