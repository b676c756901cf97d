import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../../src/network";
import { isNative, strangers } from "../../src/plan";
import { members } from "../support/declarations";
import { nestedProperties } from "./nested-properties";

/*
 * Names are checked against the types of @pulumi/aws, as text: the package takes seconds and hundreds
 * of megabytes to load.
 */

const sdk = join(__dirname, "../../node_modules/@pulumi/aws");

function read(path: string): string {
    return readFileSync(join(sdk, path), "utf8");
}

/** `aws:ec2/vpc:Vpc` → `ec2/vpc`. */
function moduleOf(type: string): string {
    return type.split(":")[1] ?? "";
}

/** Aliases of types that are gone, and the module that is their successor. */
const successors: Readonly<Record<string, string>> = Object.fromEntries(
    ["loadBalancer", "listener", "listenerRule", "targetGroup"].flatMap((name) => [
        [`elasticloadbalancingv2/${name}`, `lb/${name}`],
        [`applicationloadbalancing/${name}`, `alb/${name}`],
    ]),
);

const inputTypes = read("types/input.d.ts");

/** The text of a namespace of the block types, such as `ecs`. */
function namespaceOf(name: string): string {
    const start = inputTypes.indexOf(`\nexport declare namespace ${name} {`);
    return start < 0 ? "" : inputTypes.slice(start, inputTypes.indexOf("\n}", start));
}

/** What the program may set of a resource. */
function settable(type: string): ReadonlyMap<string, string> {
    const [, , name = ""] = type.split(":");
    return members(read(`${moduleOf(type)}.d.ts`), `export interface ${name}Args {`);
}

/** All properties that a resource has. */
function properties(type: string): ReadonlyMap<string, string> {
    const [, , name = ""] = type.split(":");
    return members(
        read(`${moduleOf(type)}.d.ts`),
        `export declare class ${name} extends pulumi.CustomResource {`,
    );
}

/** The members of the block that a member's type names, if it is a block or a list of blocks. */
function blockOf(type: string): { members: ReadonlyMap<string, string>; isList: boolean } {
    const [, area = "", name = ""] = /inputs\.(\w+)\.(\w+)/.exec(type) ?? [];
    return {
        members: members(namespaceOf(area), `interface ${name} {`),
        isList: type.includes("[]"),
    };
}

/** Whether a path such as `routes[].cidrBlock` leads to something. */
function leadsSomewhere(type: string, path: string): boolean {
    let here = settable(type);
    const steps = path.split(".");
    for (const [i, step] of steps.entries()) {
        const member = here.get(step.replace("[]", ""));
        if (member === undefined) return false;
        const block = blockOf(member);
        if (i < steps.length - 1 && block.isList !== step.endsWith("[]")) return false;
        here = block.members;
    }
    return true;
}

/** Strangers have their places in properties of many names; the table says which each type has. */
function namesOf(type: string): readonly string[] | undefined {
    const stranger = strangers.get(type);
    if (stranger === undefined) return undefined;
    const inside = (nestedProperties[type] ?? []).map((path) => path.split(".")[0]);
    return [stranger.vpc, stranger.onlyIf, ...inside].filter((name) => name !== undefined);
}

const types = Object.values(kinds).flatMap((kind) =>
    kind.types
        // test/native/schema.test.ts looks at these.
        .filter((type) => !isNative(type))
        .map((type) => ({ type, names: namesOf(type) ?? kind.properties })),
);
const live = types.filter(({ type }) => successors[moduleOf(type)] === undefined);

describe("the types that the network knows", () => {
    for (const { type } of types) {
        const successor = successors[moduleOf(type)];
        if (successor === undefined) {
            it(`${type} is a type of @pulumi/aws`, () => {
                assert.match(read(`${moduleOf(type)}.js`), new RegExp(`__pulumiType = '${type}';`));
            });
        } else {
            it(`${type} was one`, () => {
                assert.ok(!existsSync(join(sdk, `${moduleOf(type)}.js`)));
                const aliases = /aliases: \[(.*)\]/.exec(read(`${successor}.js`))?.[1] ?? "";
                assert.ok(aliases.includes(`{ type: "${type}" }`), aliases);
            });
        }
    }

    it("are each of one kind", () => {
        const names = types.map(({ type }) => type);
        assert.deepEqual(names, [...new Set(names)]);
    });
});

/** Types of one kind, and blocks of one shape, are read alike: here is what only others of them have. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
    "aws:ec2/defaultSubnet:DefaultSubnet": ["ipv4IpamPoolId", "ipv6IpamPoolId"],
    "aws:ec2/routeTable:RouteTable": ["defaultRouteTableId", "routes[].instanceId"],
    "aws:ec2/networkAcl:NetworkAcl": ["defaultNetworkAclId"],
    "aws:ec2/defaultRouteTable:DefaultRouteTable": [
        "routes[].carrierGatewayId",
        "routes[].localGatewayId",
        "routes[].odbNetworkArn",
    ],
    // A newer version of the provider has it, as aws-native does.
    "aws:ecs/expressGatewayService:ExpressGatewayService": ["taskDefinitionArn"],
    // Only aws-native has it.
    "aws:networkfirewall/firewall:Firewall": ["endpointIds"],
    "aws:ecs/taskSet:TaskSet": ["loadBalancers[].advancedConfiguration.alternateTargetGroupArn"],
};

describe("the properties that the network reads", () => {
    for (const { type, names } of live) {
        it(`of ${type} exist, inside its blocks too`, () => {
            const known = properties(type);
            const nested = nestedProperties[type] ?? [];
            const missing = [
                ...names.filter((name) => !known.has(name)),
                ...nested.filter((path) => !leadsSomewhere(type, path)),
            ];
            assert.deepEqual(missing.sort(), elsewhere[type] ?? []);
        });
    }

    it("include those whose insides are read", () => {
        for (const [type, paths] of Object.entries(nestedProperties)) {
            const names = live.find((each) => each.type === type)?.names ?? [];
            for (const path of paths) {
                const [property = ""] = path.split(/[[.]/);
                assert.ok(names.includes(property), `${type} ${path}`);
            }
        }
    });
});
