import assert from "node:assert/strict";
import type { NamedFacts, Raw, RawProperties } from "../../src/plan";
import { providerOf, Rehearsal, text, unknown } from "./support";

const network = {
    vpc: "aws:ec2/vpc:Vpc",
    subnet: "aws:ec2/subnet:Subnet",
    table: "aws:ec2/routeTable:RouteTable",
    association: "aws:ec2/routeTableAssociation:RouteTableAssociation",
};

/** A VPC with two subnets, one of which has a route table, and something else of each service. */
function rehearsed(): { readonly rehearsal: Rehearsal; readonly ids: Record<string, string> } {
    const rehearsal = new Rehearsal();
    const ids: Record<string, string> = {};
    const create = (
        name: string,
        type: string,
        inputs: RawProperties,
        open: string[] = [],
    ): void => {
        ids[name] = rehearsal.create(type, inputs, open, { name }).id ?? "";
    };
    create("vpc", network.vpc, { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } }, ["arn"]);
    const vpcId = ids.vpc ?? "";
    create("a", network.subnet, { vpcId, tags: { tier: "public" } }, ["ipv6CidrBlock"]);
    create("b", network.subnet, { vpcId, tags: { tier: "private" } });
    create("table", network.table, { vpcId });
    create("association", network.association, {
        subnetId: ids.a ?? "",
        routeTableId: ids.table ?? "",
    });
    create("group", "aws:ec2/securityGroup:SecurityGroup", { vpcId, name: "web" });
    create("logs", "aws:cloudwatch/logGroup:LogGroup", { name: "/ecs/web" }, ["arn"]);
    create("cluster", "aws:ecs/cluster:Cluster", { name: "main" }, ["arn"]);
    create("balancer", "aws:lb/loadBalancer:LoadBalancer", { name: "web" }, ["arn", "dnsName"]);
    create("role", "aws:iam/role:Role", { name: "run" }, ["arn"]);
    return { rehearsal, ids };
}

interface Question {
    readonly name: string;
    readonly token: string;
    readonly args: (ids: Record<string, string>) => RawProperties;
    /** Which of the things answer, by a property of the answer; `undefined`: the provider itself does. */
    readonly answer: Readonly<Record<string, string | readonly string[]>> | "cannot" | undefined;
}

const questions: readonly Question[] = [
    {
        name: "getSubnet by id, as awsx asks for a VPC",
        token: "aws:ec2/getSubnet:getSubnet",
        args: ({ a = "" }) => ({ id: a }),
        answer: { id: "a", subnetId: "a", vpcId: "vpc" },
    },
    {
        name: "getVpc by id",
        token: "aws:ec2/getVpc:getVpc",
        args: ({ vpc = "" }) => ({ id: vpc }),
        answer: { id: "vpc" },
    },
    {
        name: "getSubnets by VPC",
        token: "aws:ec2/getSubnets:getSubnets",
        args: ({ vpc = "" }) => ({ filters: [{ name: "vpc-id", values: [vpc] }] }),
        answer: { ids: ["a", "b"] },
    },
    {
        name: "getSubnets by VPC and a tag",
        token: "aws:ec2/getSubnets:getSubnets",
        args: ({ vpc = "" }) => ({
            filters: [{ name: "vpc-id", values: [vpc] }],
            tags: { tier: "private" },
        }),
        answer: { ids: ["b"] },
    },
    {
        name: "getSubnets by a filter with a wildcard",
        token: "aws:ec2/getSubnets:getSubnets",
        args: ({ vpc = "" }) => ({
            filters: [
                { name: "vpc-id", values: [vpc] },
                { name: "tag:tier", values: ["pub*"] },
            ],
        }),
        answer: { ids: ["a"] },
    },
    {
        name: "getRouteTables by VPC",
        token: "aws:ec2/getRouteTables:getRouteTables",
        args: ({ vpc = "" }) => ({ vpcId: vpc }),
        answer: { ids: ["table"] },
    },
    {
        name: "getRouteTable by subnet",
        token: "aws:ec2/getRouteTable:getRouteTable",
        args: ({ a = "" }) => ({ subnetId: a }),
        answer: { id: "table", routeTableId: "table" },
    },
    {
        name: "getRouteTable of a subnet that has none",
        token: "aws:ec2/getRouteTable:getRouteTable",
        args: ({ b = "" }) => ({ subnetId: b }),
        answer: "cannot",
    },
    {
        name: "getSecurityGroup by VPC and name",
        token: "aws:ec2/getSecurityGroup:getSecurityGroup",
        args: ({ vpc = "" }) => ({ vpcId: vpc, name: "web" }),
        answer: { id: "group" },
    },
    {
        name: "the default security group of a new VPC",
        token: "aws:ec2/getSecurityGroup:getSecurityGroup",
        args: ({ vpc = "" }) => ({ vpcId: vpc, name: "default" }),
        answer: "cannot",
    },
    {
        name: "getLogGroup by its name, which is known, but of something new",
        token: "aws:cloudwatch/getLogGroup:getLogGroup",
        args: () => ({ name: "/ecs/web" }),
        answer: { id: "logs" },
    },
    {
        name: "getLogGroup of another name",
        token: "aws:cloudwatch/getLogGroup:getLogGroup",
        args: () => ({ name: "/ecs/other" }),
        answer: undefined,
    },
    {
        name: "getCluster by name",
        token: "aws:ecs/getCluster:getCluster",
        args: () => ({ clusterName: "main" }),
        answer: { arn: "cluster" },
    },
    {
        name: "getLoadBalancer by ARN",
        token: "aws:lb/getLoadBalancer:getLoadBalancer",
        args: ({ balancer = "" }) => ({ arn: balancer }),
        answer: { arn: "balancer" },
    },
    {
        name: "the same by its older name",
        token: "aws:alb/getLoadBalancer:getLoadBalancer",
        args: ({ balancer = "" }) => ({ arn: balancer }),
        answer: { arn: "balancer" },
    },
    {
        name: "the default VPC, beside a new one",
        token: "aws:ec2/getVpc:getVpc",
        args: () => ({ default: true }),
        answer: undefined,
    },
    {
        name: "subnets of a VPC that exists",
        token: "aws:ec2/getSubnets:getSubnets",
        args: () => ({ filters: [{ name: "vpc-id", values: ["vpc-0123456789abcdef0"] }] }),
        answer: undefined,
    },
    {
        name: "a policy document about a new thing, which is computed",
        token: "aws:iam/getPolicyDocument:getPolicyDocument",
        args: ({ role = "", cluster = "" }) => ({ statements: [{ resources: [role, cluster] }] }),
        answer: undefined,
    },
    {
        name: "two subnets where one is asked for",
        token: "aws:ec2/getSubnet:getSubnet",
        args: ({ vpc = "" }) => ({ vpcId: vpc }),
        answer: "cannot",
    },
    {
        name: "something of a new VPC that nothing here is",
        token: "aws:ec2/getVpcEndpoint:getVpcEndpoint",
        args: ({ vpc = "" }) => ({ vpcId: vpc }),
        answer: "cannot",
    },
];

describe("data sources in a rehearsal", () => {
    for (const { name, token, args, answer } of questions) {
        const what = answer === undefined ? "go on" : answer === "cannot" ? "fail" : "are answered";
        it(`${what}: ${name}`, () => {
            const { rehearsal, ids } = rehearsed();
            const got = rehearsal.invoke(token, args(ids));
            if (answer === undefined) assert.equal(got, undefined);
            else if (answer === "cannot") {
                assert.match(text(got), new RegExp(`^${token} asks about something that only`));
                assert.equal(text(got).includes("\n"), false);
            } else {
                for (const [property, expected] of Object.entries(answer)) {
                    const wanted =
                        typeof expected === "string"
                            ? ids[expected]
                            : expected.map((each) => ids[each]);
                    assert.deepEqual((got as RawProperties)[property], wanted, property);
                }
                assert.equal(JSON.stringify(got).includes(unknown), false);
            }
        });
    }

    it("ask other providers what they compute, and nothing about what is not there", () => {
        const { rehearsal, ids } = rehearsed();
        const args = { input: ids.vpc ?? "" };
        assert.equal(
            rehearsal.invoke("std:index:base64encode", args, providerOf("std")),
            undefined,
        );
        const token = "docker:index/getRegistryImage:getRegistryImage";
        assert.match(text(rehearsal.invoke(token, args, providerOf("docker"))), /^docker:index/);
    });

    it("lack nothing that the schema says to be in an answer", () => {
        const { standIns } = new Rehearsal();
        const token = "aws:ec2/getSubnet:getSubnet";
        const outputs = {
            properties: {
                id: { type: "string" },
                arn: { type: "string" },
                mapPublicIpOnLaunch: { type: "boolean" },
                tags: { type: "object" },
                ids: { type: "array", items: { type: "string" } },
            },
        };
        const whole = standIns.completed(providerOf("aws"), token, { id: "subnet-1" }, (asked) =>
            asked === token ? { outputs } : undefined,
        );
        assert.deepEqual(Object.keys(whole).sort(), Object.keys(outputs.properties).sort());
        assert.equal(whole.id, "subnet-1");
        // What nobody knows is not to be believed where it turns up.
        const { answers } = standIns.recorded() as { answers: readonly string[] };
        assert.deepEqual(answers, [whole.arn]);
    });

    it("tell the account", () => {
        const { standIns } = new Rehearsal();
        const token = "aws:index/getCallerIdentity:getCallerIdentity";
        standIns.hear(providerOf("aws"), token, { accountId: "111122223333" });
        assert.deepEqual(standIns.recorded().accounts, { "000000570000": "111122223333" });
    });
});

describe("reading what was rehearsed", () => {
    it("finds it by its id, under each name of its type", () => {
        const { rehearsal, ids } = rehearsed();
        const aws = providerOf("aws");
        const found = rehearsal.standIns.read(
            aws,
            "aws:alb/loadBalancer:LoadBalancer",
            ids.balancer ?? "",
        );
        assert.equal(found?.name, "web");
        assert.equal(rehearsal.standIns.read(aws, network.vpc, ids.a ?? ""), undefined);
        assert.equal(rehearsal.standIns.read(aws, network.vpc, "vpc-1"), undefined);
    });
});

describe("data sources without AWS", () => {
    const facts: NamedFacts = {
        name: "facts.json",
        facts: {
            version: 1,
            takenAt: "2026-11-01T00:00:00Z",
            source: { kind: "aws", account: "111122223333", region: "eu-west-1" },
            completeFor: [],
            resources: [
                {
                    type: network.vpc,
                    id: "vpc-1",
                    name: "main",
                    properties: { cidrBlock: "10.0.0.0/16", tags: { Name: "main" } },
                },
            ],
        },
    };
    const offline = (token: string, args: RawProperties): Raw | undefined =>
        new Rehearsal({ offline: true, facts: [facts] }).invoke(token, args);
    const answered: readonly (readonly [string, RawProperties, RawProperties])[] = [
        ["aws:index/getRegion:getRegion", {}, { name: "eu-west-1" }],
        [
            "aws:index/getPartition:getPartition",
            {},
            { partition: "aws", dnsSuffix: "amazonaws.com" },
        ],
        ["aws:index/getCallerIdentity:getCallerIdentity", {}, { accountId: "000000570000" }],
        [
            "aws:index/getAvailabilityZones:getAvailabilityZones",
            { state: "available" },
            { names: ["eu-west-1a", "eu-west-1b", "eu-west-1c"], state: "available" },
        ],
        ["aws:ec2/getVpc:getVpc", { id: "vpc-1" }, { id: "vpc-1", cidrBlock: "10.0.0.0/16" }],
        [
            "aws:ec2/getVpc:getVpc",
            { filters: [{ name: "tag:Name", values: ["main"] }] },
            { id: "vpc-1" },
        ],
    ];
    for (const [token, args, expected] of answered) {
        it(`are answered: ${token.replace(/^.*:/, "")} ${JSON.stringify(args)}`, () => {
            const got = offline(token, args) as RawProperties;
            for (const [key, value] of Object.entries(expected)) assert.deepEqual(got[key], value);
        });
    }
    it("find an image of any name", () => {
        const { id } = offline("aws:ec2/getAmi:getAmi", { owners: ["amazon"] }) as RawProperties;
        assert.match(text(id), /^ami-[0-9a-f]{17}$/);
    });
    it("fail with what would answer them", () => {
        const why = offline("aws:ec2/getVpc:getVpc", { id: "vpc-2" });
        assert.match(text(why), /^aws:ec2\/getVpc:getVpc asks AWS, .*facts/);
    });
});
