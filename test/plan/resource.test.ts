import assert from "node:assert/strict";
import type { Raw, RawProperties } from "../../src/plan";
import { makePlan, nameInUrn, typeInUrn, withoutInputs } from "../../src/plan/plan";
import { sealed } from "../../src/plan/raw";
import type { PlanRecord } from "../../src/plan/resource";
import { inShort, listInShort, resourceOf, unknown, urn } from "./support";

const vpcEndpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
const subnet = "aws:ec2/subnet:Subnet";
const vpc = "aws:ec2/vpc:Vpc";
const routeTable = "aws:ec2/routeTable:RouteTable";

/** What a table says of one property; `fedBy` stands for an entry in `propertyDependencies`. */
interface Case {
    readonly type?: string;
    readonly property: string;
    readonly inputs?: RawProperties;
    readonly outputs?: RawProperties;
    readonly fedBy?: readonly string[];
    readonly record?: Partial<PlanRecord>;
    readonly reads: unknown;
}

const made = [urn("aws:ec2/vpc:Vpc", "main")];

/** Reads what the table expects: a list, true or false, or text. */
function read({ type = vpcEndpoint, property, reads, ...rest }: Case): unknown {
    const { inputs, outputs, fedBy, record } = rest;
    const propertyDependencies = fedBy === undefined ? {} : { [property]: fedBy };
    const reading = resourceOf({ type, inputs, outputs, propertyDependencies, ...record }).at(
        property,
    );
    if (Array.isArray(reads)) return listInShort(reading);
    return inShort(typeof reads === "boolean" ? reading.boolean() : reading.string());
}

function table(cases: Readonly<Record<string, Case>>): void {
    for (const [name, each] of Object.entries(cases)) {
        it(name, () => {
            assert.deepEqual(read(each), each.reads);
        });
    }
}

/** What facts say of it, and nothing else does. */
function outside(properties: RawProperties): Partial<PlanRecord> {
    return { origin: "outside", facts: { properties, takenAt: "2026-11-22T10:00:00Z" } };
}

describe("a property, of which inputs and outputs are at hand", () => {
    const outputsUnknown = { outputs: { serviceName: unknown } };
    table({
        "set and known: the input": {
            property: "serviceName",
            inputs: { serviceName: "s3" },
            outputs: { serviceName: "s3" },
            reads: "s3",
        },
        "set and known, its output lost: the input": {
            property: "serviceName",
            inputs: { serviceName: "s3" },
            ...outputsUnknown,
            reads: "s3",
        },
        "set, from a resource of the plan: unknown, made by the plan": {
            property: "serviceName",
            inputs: { serviceName: unknown },
            ...outputsUnknown,
            fedBy: made,
            reads: "unknown: made-by-plan",
        },
        "set, from nothing that is seen: unknown, computed": {
            property: "serviceName",
            inputs: { serviceName: unknown },
            ...outputsUnknown,
            reads: "unknown: computed",
        },
        "a list with one unknown element: element by element, though its output is unknown": {
            property: "routeTableIds",
            inputs: { routeTableIds: ["rtb-1", unknown] },
            outputs: { routeTableIds: unknown },
            fedBy: made,
            reads: ["rtb-1", "unknown: made-by-plan"],
        },
        "an empty list: set to nothing, whatever the output": {
            property: "routeTableIds",
            inputs: { routeTableIds: [] },
            outputs: { routeTableIds: ["rtb-1"] },
            reads: [],
        },
        "unset, with a default of AWS's: the default, though its output is unknown": {
            property: "privateDnsEnabled",
            inputs: {},
            outputs: { privateDnsEnabled: unknown },
            reads: false,
        },
        "unset, with a default, no output yet: the default": {
            property: "privateDnsEnabled",
            inputs: {},
            reads: false,
        },
        "unset, on a deployed stack: the output, which AWS may have changed": {
            property: "privateDnsEnabled",
            inputs: {},
            outputs: { privateDnsEnabled: true },
            reads: true,
        },
        "unset, without a rule, output unknown: computed": {
            property: "serviceName",
            inputs: {},
            ...outputsUnknown,
            reads: "unknown: computed",
        },
        "unset, without a rule, no output: unset": {
            property: "serviceName",
            inputs: {},
            outputs: {},
            reads: "unset",
        },
        "unset, without a rule, output null: unset": {
            property: "serviceName",
            inputs: {},
            outputs: { serviceName: null },
            reads: "unset",
        },
        "set to null: as unset": {
            property: "privateDnsEnabled",
            inputs: { privateDnsEnabled: null },
            reads: false,
        },
        "set to null, on a deployed stack: the output": {
            property: "privateDnsEnabled",
            inputs: { privateDnsEnabled: null },
            outputs: { privateDnsEnabled: true },
            reads: true,
        },
        "set to the empty text: as unset": {
            property: "vpcEndpointType",
            inputs: { vpcEndpointType: "" },
            reads: "Gateway",
        },
        "false is set": {
            type: subnet,
            property: "ipv6Native",
            inputs: { ipv6Native: false },
            outputs: { ipv6Native: true },
            reads: false,
        },
        "computed by AWS, output unknown: unknown": {
            type: vpc,
            property: "mainRouteTableId",
            inputs: {},
            outputs: { mainRouteTableId: unknown },
            reads: "unknown: computed",
        },
        "computed by AWS, no output (a file, or an older provider): unknown": {
            type: vpc,
            property: "mainRouteTableId",
            inputs: {},
            outputs: { id: "" },
            reads: "unknown: computed",
        },
        "computed by AWS, on a deployed stack: the output": {
            type: vpc,
            property: "mainRouteTableId",
            inputs: {},
            outputs: { mainRouteTableId: "rtb-1" },
            reads: "rtb-1",
        },
        "unset inline, copies in the output: nothing inline": {
            property: "routeTableIds",
            inputs: {},
            outputs: { id: "vpce-1", routeTableIds: ["rtb-1"] },
            reads: "unset",
        },
        "of a type under another name: the same default": {
            type: "aws:elasticloadbalancingv2/targetGroup:TargetGroup",
            property: "targetType",
            inputs: {},
            reads: "instance",
        },
        "of a type called as a member of every object: without a rule": {
            type: "constructor",
            property: "name",
            inputs: {},
            outputs: { name: unknown },
            reads: "unknown: computed",
        },
        "of a resource that adopts AWS's own: what AWS has": {
            type: "aws:ec2/defaultVpc:DefaultVpc",
            property: "cidrBlock",
            inputs: {},
            outputs: { cidrBlock: unknown },
            reads: "unknown: computed",
        },
    });
});

describe("a property, of which outputs alone are at hand", () => {
    table({
        "known: the output": {
            property: "serviceName",
            outputs: { id: "vpce-1", serviceName: "s3" },
            fedBy: made,
            reads: "s3",
        },
        "unknown, fed by a resource: made by the plan": {
            property: "privateDnsEnabled",
            outputs: { privateDnsEnabled: unknown },
            fedBy: made,
            reads: "unknown: made-by-plan",
        },
        "absent, fed by a resource (an older provider): made by the plan": {
            property: "privateDnsEnabled",
            outputs: { id: "" },
            fedBy: made,
            reads: "unknown: made-by-plan",
        },
        "absent, fed by what the SDK drops (a stack reference): made by the plan": {
            property: "serviceName",
            outputs: { id: "" },
            fedBy: [],
            reads: "unknown: made-by-plan",
        },
        "unknown, fed by nothing: the program did not set it, so the default": {
            property: "privateDnsEnabled",
            outputs: { privateDnsEnabled: unknown },
            reads: false,
        },
        "unknown, fed by nothing, without a rule: computed": {
            property: "serviceName",
            outputs: { serviceName: unknown },
            reads: "unknown: computed",
        },
        "unknown, fed by nothing, computed by AWS: computed": {
            type: vpc,
            property: "mainRouteTableId",
            outputs: { mainRouteTableId: unknown },
            reads: "unknown: computed",
        },
        "absent, fed by nothing: the default": {
            property: "vpcEndpointType",
            outputs: { id: "" },
            reads: "Gateway",
        },
        "absent, fed by nothing, without a rule: unset": {
            property: "serviceName",
            outputs: { id: "" },
            reads: "unset",
        },
        "null, fed by nothing: unset": {
            property: "serviceName",
            outputs: { serviceName: null },
            reads: "unset",
        },
        "a whole list is unknown: of unknown length": {
            property: "routeTableIds",
            outputs: { id: unknown, routeTableIds: unknown },
            fedBy: made,
            reads: "unknown: made-by-plan",
        },
        "inline routes of a table that this plan makes: nobody can have added others": {
            type: routeTable,
            property: "propagatingVgws",
            outputs: { id: unknown, propagatingVgws: ["vgw-1"] },
            reads: ["vgw-1"],
        },
        "inline routes of a table that exists: others may have added them": {
            type: routeTable,
            property: "propagatingVgws",
            outputs: { id: "rtb-1", propagatingVgws: ["vgw-1"] },
            reads: "unknown: skipped",
        },
        "inline routes of a table that exists, none at all: none inline": {
            type: routeTable,
            property: "propagatingVgws",
            outputs: { id: "rtb-1", propagatingVgws: [] },
            reads: [],
        },
        "inline routes of a table outside the plan: the facts name them all": {
            type: routeTable,
            property: "propagatingVgws",
            record: outside({ propagatingVgws: ["vgw-1"] }),
            reads: ["vgw-1"],
        },
    });
});

describe("a block, of which outputs alone are at hand", () => {
    const service = "aws:ecs/service:Service";
    /** What stands in the first of the load balancer's blocks. */
    function targetGroup(
        block: RawProperties,
        more: { id?: Raw; fed?: boolean; inputs?: RawProperties } = {},
    ): unknown {
        const { id = unknown, fed = true, inputs } = more;
        const blocks = resourceOf({
            type: service,
            inputs,
            outputs: { id, loadBalancers: [block] },
            propertyDependencies: fed ? { loadBalancers: made } : {},
        })
            .at("loadBalancers")
            .elements();
        const [first] = blocks.known ? blocks.value : [];
        return first === undefined ? inShort(blocks) : inShort(first.at("targetGroupArn").string());
    }

    it("has what it says", () => {
        assert.equal(targetGroup({ targetGroupArn: "arn" }), "arn");
        assert.equal(targetGroup({ targetGroupArn: unknown }), "unknown: made-by-plan");
        assert.equal(targetGroup({ targetGroupArn: null }), "unset");
    });

    it("says nothing of what it lacks, if an older provider left out what is unknown", () => {
        assert.equal(targetGroup({}, { id: "" }), "unknown: made-by-plan");
        assert.equal(targetGroup({ targetGroupArn: null }, { id: "" }), "unset");
    });

    it("lacks what is unset, if nothing feeds it, or the provider leaves out nothing", () => {
        assert.equal(targetGroup({}, { id: "", fed: false }), "unset");
        assert.equal(targetGroup({}, { id: unknown }), "unset");
        assert.equal(targetGroup({}, { id: "web" }), "unset");
    });

    it("lacks what is unset, if the inputs say so", () => {
        assert.equal(targetGroup({}, { id: "", inputs: { loadBalancers: [{}] } }), "unset");
    });
});

describe("a property that another one may set", () => {
    const ipam = { type: subnet, property: "cidrBlock", outputs: { cidrBlock: unknown } };
    table({
        "the other is unset: none": { ...ipam, inputs: {}, reads: "unset" },
        "the other is known: computed": {
            ...ipam,
            inputs: { ipv4IpamPoolId: "ipam-pool-1" },
            reads: "unknown: computed",
        },
        "the other is unknown: computed": {
            ...ipam,
            inputs: { ipv4IpamPoolId: unknown },
            reads: "unknown: computed",
        },
        "without inputs, the other is known: computed": {
            ...ipam,
            outputs: { cidrBlock: unknown, ipv4IpamPoolId: "ipam-pool-1" },
            reads: "unknown: computed",
        },
        "it is set itself: that": {
            ...ipam,
            inputs: { cidrBlock: "10.0.0.0/24", ipv4IpamPoolId: unknown },
            reads: "10.0.0.0/24",
        },
        "it is deployed: what came of it": {
            ...ipam,
            inputs: { ipv4IpamPoolId: "ipam-pool-1" },
            outputs: { cidrBlock: "10.0.0.0/24" },
            reads: "10.0.0.0/24",
        },
    });
});

describe("a property of a resource that this plan does not manage", () => {
    table({
        "left out by --target: says nothing, whatever its inputs say": {
            property: "serviceName",
            inputs: { serviceName: "s3" },
            outputs: {},
            record: { skipped: true },
            reads: "unknown: skipped",
        },
        "left out by --target: no defaults either": {
            property: "privateDnsEnabled",
            outputs: {},
            record: { skipped: true },
            reads: "unknown: skipped",
        },
        "read: what AWS has": {
            property: "serviceName",
            inputs: {},
            outputs: { id: "vpce-1", serviceName: "s3" },
            record: { external: true },
            reads: "s3",
        },
        "read, and not shown: not for this plan to say, even where there is a default": {
            property: "privateDnsEnabled",
            inputs: {},
            outputs: { id: "vpce-1" },
            record: { external: true },
            reads: "unknown: outside",
        },
        "outside: what the facts say": {
            property: "privateDnsEnabled",
            record: outside({ privateDnsEnabled: true }),
            reads: true,
        },
        "outside, and known to be unset: what AWS then takes": {
            property: "privateDnsEnabled",
            record: outside({ privateDnsEnabled: null }),
            reads: false,
        },
        "outside, and not among the facts: unknown": {
            property: "privateDnsEnabled",
            record: outside({}),
            reads: "unknown: skipped",
        },
        "read, and among the facts: what they say": {
            property: "privateDnsEnabled",
            inputs: {},
            outputs: { id: "vpce-1" },
            record: { ...outside({ privateDnsEnabled: true }), origin: "plan", external: true },
            reads: true,
        },
        "read, and shown: not what the facts say": {
            property: "privateDnsEnabled",
            inputs: {},
            outputs: { id: "vpce-1", privateDnsEnabled: false },
            record: { ...outside({ privateDnsEnabled: true }), origin: "plan", external: true },
            reads: false,
        },
    });
});

describe("the provider's copy of a property", () => {
    it("is read apart from what the program set inline", () => {
        const endpoint = resourceOf({
            type: vpcEndpoint,
            inputs: { routeTableIds: ["rtb-1"] },
            outputs: { id: "vpce-1", routeTableIds: ["rtb-1", "rtb-2"] },
        });
        assert.deepEqual(listInShort(endpoint.at("routeTableIds")), ["rtb-1"]);
        assert.deepEqual(listInShort(endpoint.copyOf("routeTableIds")), ["rtb-1", "rtb-2"]);
    });
});

describe("an id", () => {
    const ids: Readonly<Record<string, { record: Partial<PlanRecord>; reads: unknown }>> = {
        known: { record: { outputs: { id: "vpc-1" } }, reads: "vpc-1" },
        "known from the state": { record: { id: "vpc-1", outputs: {} }, reads: "vpc-1" },
        "unknown in a first preview": {
            record: { outputs: { id: unknown } },
            reads: "unknown: made-by-plan",
        },
        "empty, as older providers have it": {
            record: { outputs: { id: "" } },
            reads: "unknown: made-by-plan",
        },
        "absent from a step that creates": {
            record: { inputs: {} },
            reads: "unknown: made-by-plan",
        },
        null: { record: { outputs: { id: null } }, reads: "unknown: made-by-plan" },
        "of another shape": { record: { outputs: { id: 5 } }, reads: "unknown: made-by-plan" },
    };
    for (const [name, { record, reads }] of Object.entries(ids)) {
        it(name, () => {
            const resource = resourceOf({ type: vpc, ...record });
            assert.equal(inShort(resource.id), reads);
            assert.equal(resource.isNew, !resource.id.known);
        });
    }
});

describe("a region", () => {
    const regions: Readonly<Record<string, { record: Partial<PlanRecord>; reads: unknown }>> = {
        "of the resource itself": {
            record: { inputs: { region: "eu-west-1" }, providerRegion: "us-east-1" },
            reads: "eu-west-1",
        },
        "of the resource itself, as the provider returned it": {
            record: { inputs: {}, outputs: { region: "eu-west-1" }, providerRegion: "us-east-1" },
            reads: "eu-west-1",
        },
        "of the provider": {
            record: { inputs: { region: "" }, outputs: {}, providerRegion: "us-east-1" },
            reads: "us-east-1",
        },
        "of the resource itself, unknown: not the provider's": {
            record: { inputs: { region: unknown }, providerRegion: "us-east-1" },
            reads: "unknown: outside",
        },
        "of an unknown provider": {
            record: { inputs: {}, providerRegion: unknown },
            reads: "unknown: outside",
        },
        "of a provider that keeps it secret": {
            record: { inputs: {}, providerRegion: "[secret]" },
            reads: "unknown: outside",
        },
        "of the resource itself, secret: messages and facts would tell it": {
            record: { inputs: { region: sealed("eu-west-1") }, providerRegion: "us-east-1" },
            reads: "unknown: outside",
        },
        "of another shape": {
            record: { inputs: { region: ["eu-west-1"] }, providerRegion: "us-east-1" },
            reads: "unknown: outside",
        },
        "of nobody": { record: { inputs: {} }, reads: "unknown: outside" },
    };
    for (const [name, { record, reads }] of Object.entries(regions)) {
        it(name, () => {
            assert.equal(inShort(resourceOf({ type: vpc, ...record }).region), reads);
        });
    }
});

describe("ignoreChanges", () => {
    const covers: readonly (readonly [readonly string[], boolean])[] = [
        [["routes"], true],
        [["routes[0].gatewayId"], true],
        [["routes.gatewayId"], true],
        [["*"], true],
        [["tags", "routes"], true],
        [["routesOther"], false],
        [["tags.routes"], false],
        [[], false],
        [['["routes"]'], true],
    ];
    for (const [ignoreChanges, expected] of covers) {
        it(`${JSON.stringify(ignoreChanges)} ${expected ? "covers" : "does not cover"} routes`, () => {
            const resource = resourceOf({ type: routeTable, ignoreChanges });
            assert.equal(resource.ignoresChangesOf("routes"), expected);
        });
    }
});

describe("a gap", () => {
    const gapOf = (inputs: Record<string, Raw>, fedBy: readonly string[]): object => {
        const resource = resourceOf({
            type: "aws:ecs/service:Service",
            inputs,
            propertyDependencies: { networkConfiguration: fedBy },
        });
        const list = resource.at("networkConfiguration").at("subnets").elements();
        const [, second] = list.known ? list.value : [];
        const value = second?.string() ?? list;
        return value.known ? {} : { property: value.why.property, what: value.why.what };
    };
    const makers = (...names: string[]): string[] => names.map((name) => urn(subnet, name));

    it("names the place, and the resource that makes it", () => {
        assert.deepEqual(
            gapOf({ networkConfiguration: { subnets: ["s", unknown] } }, makers("a")),
            {
                property: "networkConfiguration.subnets[1]",
                what: "it comes from a, which the deployment creates or changes",
            },
        );
    });

    it("names each maker once, and at most three", () => {
        const many = makers("a", "b", "b", "c", "d", "e");
        assert.deepEqual(gapOf({ networkConfiguration: { subnets: unknown } }, many), {
            property: "networkConfiguration.subnets",
            what: "it comes from a, b, c and 2 more, which the deployment creates or changes",
        });
    });

    it("of an unknown block names the block", () => {
        assert.deepEqual(gapOf({ networkConfiguration: unknown }, makers("a")), {
            property: "networkConfiguration",
            what: "it comes from a, which the deployment creates or changes",
        });
    });
});

describe("what Analyze sees of a resource", () => {
    it("is its inputs, even if it is left out of the operation", () => {
        const definition = resourceOf({
            type: "aws:ecs/taskDefinition:TaskDefinition",
            inputs: { family: "web" },
            outputs: { networkMode: "awsvpc" },
            skipped: true,
        });
        const before = definition.withoutOutputs();
        assert.equal(inShort(before.at("family").string()), "web");
        assert.equal(inShort(before.at("networkMode").string()), "unset");
    });
});

describe("a plan whose inputs were not recorded", () => {
    it("holds the same resources, of which outputs alone are at hand", () => {
        const record = {
            urn: urn(vpcEndpoint, "s3"),
            type: vpcEndpoint,
            name: "s3",
            inputs: { serviceName: "s3" },
            outputs: { id: "vpce-1", serviceName: unknown },
            dependencies: [],
            propertyDependencies: { serviceName: made },
            ignoreChanges: [],
            external: false,
            component: false,
            skipped: false,
            origin: "plan",
        } as const;
        const plan = withoutInputs(makePlan([record], "some are hidden"));
        assert.equal(plan.incomplete, "some are hidden");
        for (const resource of [...plan.resources, plan.byUrn.get(record.urn)]) {
            assert.equal(resource?.hasInputs, false);
            assert.equal(inShort(resource.at("serviceName").string()), "unknown: made-by-plan");
        }
    });
});

describe("a URN", () => {
    const names: readonly (readonly [string, { name: string; type: string }])[] = [
        ["urn:pulumi:dev::web::aws:ec2/vpc:Vpc::main", { name: "main", type: vpc }],
        ["urn:pulumi:dev::web::my:net:Net$aws:ec2/vpc:Vpc::main", { name: "main", type: vpc }],
        ["urn:pulumi:dev::web::a:b:C$d:e:F$aws:ec2/vpc:Vpc::a::b", { name: "a::b", type: vpc }],
        ["no urn at all", { name: "no urn at all", type: "" }],
        ["", { name: "", type: "" }],
    ];
    for (const [text, { name, type }] of names) {
        it(`"${text}" names "${name}"`, () => {
            assert.equal(nameInUrn(text), name);
            assert.equal(typeInUrn(text), type);
        });
    }
});
