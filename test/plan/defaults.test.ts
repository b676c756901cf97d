import assert from "node:assert/strict";
import { interest, kinds } from "../../src/network";
import { allRules, rulesFor } from "../../src/plan/defaults";
import { nestedProperties } from "../network/nested-properties";
import schemas from "../schemas/provider-schema.json";

/*
 * The table of what an unset property means, against the provider's schema. What the schema says of an
 * unset property, and what it means (`_semantics` in the file):
 *
 * - `default`: the provider fills in a static default, so the table must have the same
 * - `unknown`: unknown in a preview, so only the table can say what AWS does
 * - `absent`, `empty-list`, `empty-string`: known to be unset, so the table may say what AWS does
 */

interface Property {
    readonly type?: string;
    readonly optional?: boolean;
    readonly unset?: string;
    readonly default?: unknown;
    readonly nested?: Readonly<Record<string, Property>>;
}

const types = schemas as unknown as Readonly<
    Record<string, { readonly properties: Readonly<Record<string, Property>> } | undefined>
>;

/** What the schema says of a path such as `routes[].cidrBlock`. */
function schemaOf(type: string, path: string): Property | undefined {
    let here: Property | undefined = { nested: types[type]?.properties ?? {} };
    for (const step of path.replaceAll("[]", "").split(".")) here = here?.nested?.[step];
    return here;
}

/** Types that the schema does not describe; their rules rest on AWS's documentation alone. */
const undescribed = new Set([
    "aws:cloudwatch/eventTarget:EventTarget",
    "aws:scheduler/schedule:Schedule",
]);

const rules = [...allRules()];
const described = rules.filter(({ type }) => !undescribed.has(type));

/**
 * Where the provider leaves the choice to AWS, and AWS's choice is certain. Each is from AWS's
 * documentation; a change must be meant.
 */
const choicesOfAws: Readonly<Record<string, unknown>> = {
    "aws:ec2/natGateway:NatGateway availabilityMode": "zonal",
    "aws:ec2/vpc:Vpc enableDnsHostnames": false,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment transitGatewayDefaultRouteTableAssociation": true,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment transitGatewayDefaultRouteTablePropagation": true,
    "aws:ec2/vpcEndpoint:VpcEndpoint privateDnsEnabled": false,
    "aws:ecs/expressGatewayService:ExpressGatewayService cluster": "default",
    "aws:ecs/expressGatewayService:ExpressGatewayService scalingTargets.minTaskCount": 1,
    "aws:ecs/expressGatewayService:ExpressGatewayService scalingTargets.maxTaskCount": 20,
    "aws:ecs/service:Service cluster": "default",
    "aws:ecs/service:Service platformVersion": "LATEST",
    "aws:ecs/taskSet:TaskSet platformVersion": "LATEST",
    "aws:efs/mountTarget:MountTarget ipAddressType": "IPV4_ONLY",
    "aws:lb/loadBalancer:LoadBalancer internal": false,
    "aws:lb/loadBalancer:LoadBalancer ipAddressType": "ipv4",
    "aws:lb/targetGroup:TargetGroup ipAddressType": "ipv4",
    "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation privateDnsEnabled": false,
    ...Object.fromEntries(
        [
            "vpcEncryptionControl:VpcEncryptionControl",
            "encryptionControl:EncryptionControl",
        ].flatMap((type) =>
            ["internetGateway", "natGateway", "egressOnlyInternetGateway", "elasticFileSystem"].map(
                (name) => [`aws:ec2/${type} ${name}Exclusion`, "disable"],
            ),
        ),
    ),
};

/** No program can set it: what it is comes from the provider. */
function isOutputOnly({ optional, unset }: Property): boolean {
    return unset === "unknown" && optional === false;
}

/** Older providers let programs set these; where none did, there is none. */
const formerInputs = new Set(["aws:ec2/route:Route instanceId"]);

describe("every rule of the table of defaults", () => {
    for (const { type, property, rule } of described) {
        const schema = schemaOf(type, property);

        it(`${type} ${property} agrees with the schema`, () => {
            assert.ok(schema, "the schema has no such property");
            const { value, computed } = rule;
            assert.notEqual(value === undefined, computed === undefined, "a value, or computed");
            if (schema.default !== undefined) assert.equal(value, schema.default);
            else if (computed === true) assert.equal(schema.unset, "unknown");
            else if (isOutputOnly(schema)) assert.ok(formerInputs.has(`${type} ${property}`));
            else if (value !== null) assert.equal(value, choicesOfAws[`${type} ${property}`]);
        });
    }

    it("is about a type that the schema describes, or one that it is known not to", () => {
        const others = rules.filter(({ type }) => types[type] === undefined);
        assert.deepEqual(new Set(others.map(({ type }) => type)), undescribed);
    });

    it("is needed, if it stands among AWS's choices", () => {
        for (const place of Object.keys(choicesOfAws)) {
            const [type = "", property = ""] = place.split(" ");
            assert.equal(schemaOf(type, property)?.unset, "unknown", place);
            assert.notEqual(rulesFor(type, property), undefined, place);
        }
    });

    it("names siblings that exist, that are read, and that nothing else sets", () => {
        for (const { type, rule } of rules) {
            for (const sibling of rule.unlessSet ?? []) {
                assert.ok(schemaOf(type, sibling), `${type} ${sibling}`);
                assert.ok(interest.get(type)?.includes(sibling), `${type} ${sibling} is not read`);
                assert.equal(rulesFor(type, sibling)?.unlessSet, undefined, `${type} ${sibling}`);
            }
        }
    });

    it("speaks of inline lists only where there are lists", () => {
        for (const { type, property, rule } of rules) {
            if (rule.inlineOnly !== true) continue;
            assert.equal(schemaOf(type, property)?.type, "list", `${type} ${property}`);
        }
    });
});

describe("every property that the network reads", () => {
    const read = Object.values(kinds).flatMap((kind) =>
        kind.types.flatMap((type) => [
            ...kind.properties.map((property) => ({ type, property })),
            ...(nestedProperties[type] ?? []).map((property) => ({ type, property })),
        ]),
    );

    it("has a rule, if it is unknown or has a default where it is unset", () => {
        const missing = read.filter(({ type, property }) => {
            const { unset = "" } = schemaOf(type, property) ?? {};
            return (
                ["unknown", "default"].includes(unset) &&
                rulesFor(type, property.replaceAll("[]", "[0]")) === undefined
            );
        });
        assert.deepEqual(missing, []);
    });

    it("has the same rule whatever its type is called", () => {
        const type = "aws:lb/targetGroup:TargetGroup";
        for (const area of ["alb", "elasticloadbalancingv2", "applicationloadbalancing"]) {
            const twin = `aws:${area}/targetGroup:TargetGroup`;
            assert.ok(interest.has(twin), twin);
            for (const property of interest.get(type) ?? []) {
                assert.deepEqual(rulesFor(twin, property), rulesFor(type, property));
            }
        }
    });

    it("of a resource that AWS made is as AWS has it, unless the provider has a default", () => {
        for (const { type, property } of read) {
            if (!/\/default(Vpc|Subnet):/.test(type)) continue;
            if (schemaOf(type, property)?.unset !== "unknown") continue;
            assert.equal(rulesFor(type, property)?.computed, true, `${type} ${property}`);
        }
    });
});
