import assert from "node:assert/strict";
import fc from "fast-check";
import type { RawProperties } from "../../src/plan";
import { isMarked } from "../../src/rehearsal/stand-ins/marks";
import { kindOf } from "../../src/rehearsal/stand-ins/forms";
import { odd, sameButForUnknown } from "./odd-properties";
import { providerOf, Rehearsal, secret, text, unknown, urnOf } from "./support";

const hex = (count: number): string => `[0-9a-f]{${String(count)}}`;
const account = "0000005\\d{5}";
const balancer = "arn:aws:elasticloadbalancing:eu-west-1:000000570000:loadbalancer/net/web/0123";

/** Type, what the program gives, and the forms of what AWS will give. */
const forms: readonly (readonly [string, RawProperties, Readonly<Record<string, RegExp>>])[] = [
    [
        "aws:ec2/vpc:Vpc",
        { cidrBlock: "10.0.0.0/16" },
        {
            id: RegExp(`^vpc-${hex(17)}$`),
            arn: RegExp(`^arn:aws:ec2:eu-west-1:${account}:vpc/vpc-${hex(17)}$`),
            defaultSecurityGroupId: RegExp(`^sg-${hex(17)}$`),
            defaultRouteTableId: RegExp(`^rtb-${hex(17)}$`),
        },
    ],
    ["aws:ec2/subnet:Subnet", {}, { id: RegExp(`^subnet-${hex(17)}$`) }],
    ["aws:ec2/securityGroup:SecurityGroup", {}, { id: RegExp(`^sg-${hex(17)}$`) }],
    ["aws:ec2/natGateway:NatGateway", {}, { id: RegExp(`^nat-${hex(17)}$`) }],
    ["aws:ec2/vpcEndpoint:VpcEndpoint", {}, { id: RegExp(`^vpce-${hex(17)}$`) }],
    ["aws:ec2/routeTable:RouteTable", {}, { id: RegExp(`^rtb-${hex(17)}$`) }],
    ["aws:ec2/internetGateway:InternetGateway", {}, { id: RegExp(`^igw-${hex(17)}$`) }],
    ["aws:ec2/networkAcl:NetworkAcl", {}, { id: RegExp(`^acl-${hex(17)}$`) }],
    [
        "aws:ec2/eip:Eip",
        {},
        {
            id: RegExp(`^eipalloc-${hex(17)}$`),
            allocationId: RegExp(`^eipalloc-${hex(17)}$`),
            publicIp: /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/,
        },
    ],
    [
        "aws:lb/loadBalancer:LoadBalancer",
        { name: "web", loadBalancerType: "application" },
        {
            id: RegExp(
                `^arn:aws:elasticloadbalancing:eu-west-1:${account}:loadbalancer/app/web/${hex(16)}$`,
            ),
            arnSuffix: RegExp(`^app/web/${hex(16)}$`),
            dnsName: /^web-[\w]+\.eu-west-1\.elb\.amazonaws\.com$/,
        },
    ],
    [
        "aws:alb/loadBalancer:LoadBalancer",
        { name: "web", loadBalancerType: "network" },
        { arn: /:loadbalancer\/net\/web\//, dnsName: /^web-\w+\.elb\.eu-west-1\.amazonaws\.com$/ },
    ],
    [
        "aws:lb/listener:Listener",
        { loadBalancerArn: balancer },
        {
            id: RegExp(
                `^arn:aws:elasticloadbalancing:eu-west-1:000000570000:listener/net/web/0123/${hex(16)}$`,
            ),
        },
    ],
    [
        "aws:lb/targetGroup:TargetGroup",
        { name: "web" },
        { arn: RegExp(`:targetgroup/web/${hex(16)}$`) },
    ],
    [
        "aws:ecs/service:Service",
        { name: "web", cluster: "arn:aws:ecs:eu-west-1:111122223333:cluster/main" },
        { id: RegExp(`^arn:aws:ecs:eu-west-1:${account}:service/main/web$`) },
    ],
    [
        "aws:ecs/taskDefinition:TaskDefinition",
        { family: "web" },
        { id: /^web$/, arn: RegExp(`^arn:aws:ecs:eu-west-1:${account}:task-definition/web:\\d+$`) },
    ],
    [
        "aws:cloudwatch/logGroup:LogGroup",
        { name: "/ecs/web" },
        {
            id: /^\/ecs\/web$/,
            arn: RegExp(`^arn:aws:logs:eu-west-1:${account}:log-group:/ecs/web$`),
        },
    ],
    [
        "aws:iam/role:Role",
        { name: "run", path: "/tasks/" },
        { id: /^run$/, arn: RegExp(`^arn:aws:iam::${account}:role/tasks/run$`) },
    ],
    [
        "aws:ecr/repository:Repository",
        { name: "shop/web" },
        {
            repositoryUrl: RegExp(
                `^${account}\\.dkr\\.ecr\\.eu-west-1\\.amazonaws\\.com/shop/web$`,
            ),
        },
    ],
    [
        "aws:secretsmanager/secret:Secret",
        { name: "db" },
        { id: RegExp(`^arn:aws:secretsmanager:eu-west-1:${account}:secret:db-\\w{6}$`) },
    ],
    ["aws:efs/fileSystem:FileSystem", {}, { id: RegExp(`^fs-${hex(17)}$`) }],
    [
        "aws:s3/filesFileSystem:FilesFileSystem",
        { bucket: "arn:aws:s3:::files" },
        {
            id: RegExp(`^fs-${hex(17)}$`),
            arn: RegExp(`^arn:aws:s3files:eu-west-1:${account}:file-system/fs-${hex(17)}$`),
        },
    ],
    ["aws:s3/filesMountTarget:FilesMountTarget", {}, { id: RegExp(`^fsmt-${hex(17)}$`) }],
    [
        "aws:rds/instance:Instance",
        { identifier: "db", engine: "mysql" },
        { endpoint: /^db\.\w+\.eu-west-1\.rds\.amazonaws\.com:3306$/ },
    ],
    [
        "aws:sqs/queue:Queue",
        { name: "jobs" },
        { url: RegExp(`^https://sqs\\.eu-west-1\\.amazonaws\\.com/${account}/jobs$`) },
    ],
    [
        "aws:s3/bucketV2:BucketV2",
        { bucket: "files" },
        { id: /^files$/, arn: /^arn:aws:s3:::files$/ },
    ],
    ["random:index/randomId:RandomId", { byteLength: 4 }, { hex: RegExp(`^${hex(8)}$`) }],
    ["random:index/randomString:RandomString", { length: 12 }, { result: /^.{12}$/ }],
    [
        "docker:index/image:Image",
        { imageName: "registry.example.com/web:1" },
        { repoDigest: RegExp(`^registry\\.example\\.com/web@sha256:${hex(64)}$`) },
    ],
];

describe("values that stand in", () => {
    for (const [type, inputs, expected] of forms) {
        it(`have the forms of ${kindOf(type)}, the same in every run`, () => {
            const [first, second] = [1, 2].map(() =>
                new Rehearsal().create(type, inputs, Object.keys(expected)),
            );
            assert.deepEqual(first, second);
            for (const [property, form] of Object.entries(expected)) {
                const value = property === "id" ? first?.id : first?.properties[property];
                assert.match(text(value), form);
            }
        });
    }

    it("differ from resource to resource", () => {
        const ids = ["a", "b"].map(
            (name) => new Rehearsal().create("aws:ec2/vpc:Vpc", {}, [], { name }).id,
        );
        assert.notEqual(ids[0], ids[1]);
    });

    it("are of the partition of their region", () => {
        for (const [region, start] of [
            ["cn-north-1", "arn:aws-cn:"],
            ["us-gov-west-1", "arn:aws-us-gov:"],
        ] as const) {
            const { id } = new Rehearsal().create("aws:ecs/cluster:Cluster", { region });
            assert.equal(id?.startsWith(start), true);
        }
    });

    it("have the VPC of a subnet that was rehearsed", () => {
        const rehearsal = new Rehearsal();
        const vpc = rehearsal.create("aws:ec2/vpc:Vpc", {}).id ?? "";
        const subnet = rehearsal.create("aws:ec2/subnet:Subnet", { vpcId: vpc }).id ?? "";
        const type = "aws:lb/loadBalancer:LoadBalancer";
        const { properties } = rehearsal.create(type, { subnets: [subnet] }, ["vpcId"]);
        assert.equal(properties.vpcId, vpc);
    });

    it("leave what steers a program or shapes a network", () => {
        const open = ["ipv6CidrBlock", "availabilityZone", "availabilityZoneId"];
        const { properties } = new Rehearsal().create("aws:ec2/subnet:Subnet", {}, open);
        for (const property of open) assert.equal(properties[property], unknown);
    });

    it("leave what the program gives and is not known", () => {
        const { properties } = new Rehearsal().create("aws:ecs/taskDefinition:TaskDefinition", {
            family: "web",
            containerDefinitions: unknown,
        });
        assert.equal(properties.containerDefinitions, unknown);
    });

    it("leave a list that the program might set, and fill one that only the provider computes", () => {
        const things = { type: "array", items: { $ref: "#/types/x:index/Thing:Thing" } };
        const rehearsal = new Rehearsal(
            {},
            {
                "x:index:Y": {
                    properties: {
                        free: things,
                        computed: things,
                        ids: { type: "array", items: {} },
                    },
                    inputProperties: { free: things },
                },
                "#/types/x:index/Thing:Thing": {
                    properties: { host: { type: "string" }, on: { type: "boolean" } },
                },
            },
        );
        const { properties } = rehearsal.create("x:index:Y", {}, ["free", "computed", "ids"]);
        assert.equal(properties.free, unknown);
        assert.equal(properties.ids, unknown);
        const [element] = properties.computed as readonly RawProperties[];
        assert.deepEqual(Object.keys(element ?? {}), ["host"]);
        assert.equal(isMarked(properties.computed ?? null), true);
    });

    it("are in the parts of what is half known", () => {
        const { properties } = new Rehearsal().create(
            "aws:elasticache/cluster:Cluster",
            { clusterId: "c", engine: "redis", numCacheNodes: 1 },
            { cacheNodes: [{ address: unknown, port: 6379 }] },
        );
        const [node] = properties.cacheNodes as readonly RawProperties[];
        assert.equal(node?.port, 6379);
        assert.match(text(node.address), /cache\.amazonaws\.com$/);
    });

    it("keep secrets secret", () => {
        const type = "random:index/randomPassword:RandomPassword";
        const given = { result: secret(unknown) };
        const { properties } = new Rehearsal().create(type, { length: 20 }, given);
        assert.match(
            JSON.stringify(properties.result),
            /1b47061264138c4ac30d75fd1eb44270.*0fa57e57/,
        );
        const schema = { "x:index:Y": { properties: { key: { type: "string", secret: true } } } };
        const made = new Rehearsal({}, schema).create("x:index:Y", {}, ["key"]);
        assert.match(JSON.stringify(made.properties.key), /1b47061264138c4ac30d75fd1eb44270/);
    });

    it("are what an updated resource had, and its id stays", () => {
        const type = "aws:ecs/service:Service";
        const outputs = { id: "arn:x", arn: "arn:x", deploymentId: "real" };
        const rehearsal = new Rehearsal();
        const { id, properties } = rehearsal.create(type, {}, ["deploymentId", "stage"], {
            before: { id: "arn:x", outputs },
            answer: { id: "arn:x", arn: unknown, deploymentId: unknown, other: unknown },
        });
        assert.equal(id, undefined);
        assert.equal(properties.arn, "arn:x");
        assert.equal(properties.deploymentId, "real");
        const { standIns } = rehearsal.standIns.recorded() as {
            standIns: { path: string[]; as: string }[];
        };
        assert.deepEqual(
            standIns.map(({ path, as }) => [path[0], as]),
            [
                ["arn", "old"],
                ["deploymentId", "old"],
                ["other", "doubted"],
            ],
        );
    });

    it("are given where older providers leave out what is unknown", () => {
        const type = "aws:ecs/cluster:Cluster";
        const schema = { [type]: { properties: { arn: { type: "string" }, name: {} } } };
        const { properties } = new Rehearsal({}, schema).create(type, { name: "main" });
        assert.match(text(properties.arn), /:cluster\/main$/);
    });

    it("are left out by --keep-unknown, which says what it did not find", () => {
        const keepUnknown = ["aws:ec2/vpc:Vpc.arn", "aws:*.ownerId", "aws:ec2/vpc:Vpc.nothing"];
        const rehearsal = new Rehearsal({ keepUnknown });
        const { id, properties } = rehearsal.create("aws:ec2/vpc:Vpc", {}, ["arn", "ownerId"]);
        assert.notEqual(id, undefined);
        assert.deepEqual([properties.arn, properties.ownerId], [unknown, unknown]);
        assert.deepEqual(rehearsal.standIns.unmatched(), ["aws:ec2/vpc:Vpc.nothing"]);
    });

    describe("are named where a text mentions", () => {
        const rehearsal = new Rehearsal();
        const { id = "", properties } = rehearsal.create("aws:ec2/vpc:Vpc", {}, ["arn"]);
        const queue = rehearsal.create("aws:sqs/queue:Queue", {}, ["url"]);
        const cluster = rehearsal.create("aws:eks/cluster:Cluster", {}, ["endpoint"]);
        const arn = text(properties.arn);
        const endpoint = text(cluster.properties.endpoint);
        const rows: readonly (readonly [string, string, readonly string[]])[] = [
            ["none of them", "nothing", []],
            ["one", `no ${id} here`, ["aws:ec2/vpc:Vpc.id"]],
            ["one that is a part of another", `${arn}?`, ["aws:ec2/vpc:Vpc.arn"]],
            [
                "both, the longer first",
                `${id} ${arn}`,
                ["aws:ec2/vpc:Vpc.arn", "aws:ec2/vpc:Vpc.id"],
            ],
            ["a part of one", new URL(endpoint).host, ["aws:eks/cluster:Cluster.endpoint"]],
            // As AWS has it, the id of a queue is its URL.
            [
                "what is in two places",
                text(queue.properties.url),
                ["aws:sqs/queue:Queue.url", "aws:sqs/queue:Queue.id"],
            ],
            ["digits that all of them have", "0fa57e57", []],
        ];
        for (const [what, given, expected] of rows) {
            it(what, () => {
                assert.deepEqual(rehearsal.standIns.mentionedIn(given), expected);
            });
        }
    });

    it("change nothing that is known, whatever a provider answers", () => {
        const types = [...forms.map(([type]) => type), "x:index:Y"];
        fc.assert(
            fc.property(fc.constantFrom(...types), odd, (type, answer) => {
                const { id, properties } = new Rehearsal().create(type, {}, [], {
                    answer,
                    urn: urnOf(type, "odd"),
                });
                assert.notEqual(id, undefined);
                sameButForUnknown(answer, properties);
            }),
        );
    });
});

describe("providers without AWS", () => {
    it("are told to ask nothing, and take no credentials", () => {
        const { standIns } = new Rehearsal({ offline: true });
        const given = { profile: "dev", assumeRole: "{}", defaultTags: "{}", version: "7.48.0" };
        assert.deepEqual(standIns.configure(providerOf("aws", given)), {
            region: "eu-west-1",
            defaultTags: "{}",
            version: "7.48.0",
            accessKey: "offline",
            secretKey: "offline",
            skipCredentialsValidation: "true",
            skipMetadataApiCheck: "true",
            skipRegionValidation: "true",
            skipRequestingAccountId: "true",
        });
    });
    it("are left alone where AWS may be asked, as all others are", () => {
        const aws = providerOf("aws", { profile: "dev" });
        assert.equal(new Rehearsal().standIns.configure(aws), aws.configuration);
        const other = providerOf("random");
        assert.equal(
            new Rehearsal({ offline: true }).standIns.configure(other),
            other.configuration,
        );
    });
});
