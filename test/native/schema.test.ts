import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kindOfType } from "../../src/network";
import { strangers } from "../../src/plan";
import { nativeModules, harmlessNatives, translations } from "../../src/plan/native";
import type { Source, Template } from "../../src/plan/native/template";
import { interest } from "../../src/policy";
import { nestedProperties } from "../network/nested-properties";
import { members } from "../support/declarations";

/*
 * The tables of src/plan/native against the types of @pulumi/aws-native, read as text. Each name of theirs
 * exists there, inside blocks too; and each property that the network reads has its place in them, or is
 * one that CloudFormation does not have.
 */

const sdk = join(__dirname, "../../node_modules/@pulumi/aws-native");

function read(path: string): string {
    return readFileSync(join(sdk, path), "utf8");
}

const inputTypes = read("types/input.d.ts");

/** All that a resource has: what a program sets, in the types of inputs, and what AWS tells. */
function propertiesOf(type: string): ReadonlyMap<string, string> {
    const [, module = "", name = ""] = type.split(":");
    const text = read(`${module}/${fileOf(name)}.d.ts`);
    return new Map([
        ...members(text, `export declare class ${name} extends pulumi.CustomResource {`),
        ...members(text, `export interface ${name}Args {`),
    ]);
}

function fileOf(name: string): string {
    return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}

/** The members of the block that a type names; none for what is no block. */
function blockOf(type: string): ReadonlyMap<string, string> | undefined {
    const [, module, name = ""] = /inputs\.(?:(\w+)\.)?(\w+)/.exec(type) ?? [];
    if (name === "") return undefined;
    const start =
        module === undefined ? 0 : inputTypes.indexOf(`export declare namespace ${module} {`);
    return members(inputTypes.slice(start), `interface ${name} {`);
}

/** The places of a template that lead nowhere. */
function* astray(
    template: Template,
    here: ReadonlyMap<string, string>,
    above: string,
): Iterable<string> {
    for (const source of Object.values(template)) yield* astrayIn(source, here, above);
}

function* astrayIn(
    source: Source,
    here: ReadonlyMap<string, string>,
    above: string,
): Iterable<string> {
    if (typeof source === "string") yield* lost(source, here, above);
    else if ("of" in source) yield* astray(source.of, here, above);
    else {
        yield* lost(source.at, here, above);
        const type = typeAt(source.at, here) ?? "";
        if ("when" in source) yield* lost(source.when[0], here, above);
        if ("orNames" in source) for (const name of source.orNames) yield* lost(name, here, above);
        const isList = type.includes("[]");
        if ("only" in source || "key" in source)
            assert.ok(isList, `${above}${source.at} is no list`);
        if ("asList" in source) assert.ok(!isList, `${above}${source.at} is a list`);
        const inner = "block" in source ? source.block : "only" in source ? source.only : {};
        if (Object.keys(inner).length > 0)
            yield* astray(inner, blockOf(type) ?? new Map(), `${above}${source.at}.`);
    }
}

function* lost(path: string, here: ReadonlyMap<string, string>, above: string): Iterable<string> {
    if (typeAt(path, here) === undefined) yield `${above}${path}`;
}

function typeAt(path: string, here: ReadonlyMap<string, string>): string | undefined {
    const [name = "", ...rest] = path.split(".");
    const type = here.get(name);
    if (type === undefined || rest.length === 0) return type;
    return typeAt(rest.join("."), blockOf(type) ?? new Map());
}

/** What CloudFormation has no word for, or a resource of its own (`src/plan/native/types.ts`: parts). */
const without: Readonly<Record<string, readonly string[]>> = {
    "aws-native:ec2:Eip": ["networkInterface"],
    "aws-native:ec2:GatewayRouteTableAssociation": ["subnetId"],
    "aws-native:ec2:InternetGateway": ["vpcId"],
    "aws-native:ec2:NetworkAcl": ["subnetIds", "ingress", "egress", "defaultNetworkAclId"],
    "aws-native:ec2:RouteTable": ["routes", "propagatingVgws", "defaultRouteTableId"],
    "aws-native:ec2:SubnetRouteTableAssociation": ["gatewayId"],
    "aws-native:ec2:TransitGatewayAttachment": [
        "transitGatewayDefaultRouteTableAssociation",
        "transitGatewayDefaultRouteTablePropagation",
    ],
    "aws-native:ec2:TransitGatewayConnect": ["transitGatewayId"],
    "aws-native:ec2:TransitGatewayVpcAttachment": [
        "transitGatewayDefaultRouteTableAssociation",
        "transitGatewayDefaultRouteTablePropagation",
    ],
    "aws-native:ec2:Vpc": [
        "assignGeneratedIpv6CidrBlock",
        "ipv6IpamPoolId",
        "mainRouteTableId",
        "defaultRouteTableId",
    ],
    "aws-native:ec2:VpcPeeringConnection": ["autoAccept", "acceptStatus"],
    "aws-native:ec2:VpcEndpoint": ["subnetConfigurations", "prefixListId"],
    "aws-native:ecs:Service": ["waitForSteadyState"],
    "aws-native:ecs:TaskDefinition": ["arnWithoutRevision", "revision"],
    "aws-native:elasticloadbalancing:LoadBalancer": ["arn"],
    "aws-native:networkfirewall:Firewall": ["firewallStatuses"],
    "aws-native:secretsmanager:Secret": ["policy"],
};

/** The places that a template fills: what is inside blocks by `block.name`, as in nested-properties.ts. */
function placesOf(template: Template, above = ""): readonly string[] {
    return Object.entries(template).flatMap(([name, source]) => {
        const place = `${above}${name}`;
        if (typeof source === "string") return [place];
        const inner =
            "block" in source
                ? source.block
                : "only" in source
                  ? source.only
                  : "of" in source
                    ? source.of
                    : {};
        return [place, ...placesOf(inner, `${place}.`)];
    });
}

/** The same, inside blocks. */
const withoutNested: Readonly<Record<string, readonly string[]>> = {
    "aws-native:ec2:SecurityGroup": ["ingress.self", "egress.self"],
    "aws-native:ecs:TaskSet": [
        "loadBalancers.advancedConfiguration.alternateTargetGroupArn",
        "loadBalancers.loadBalancerName",
    ],
};

describe("the tables of aws-native", () => {
    for (const [type, translation] of translations) {
        it(`${type} is a type of @pulumi/aws-native, and its properties exist`, () => {
            const [, module = "", name = ""] = type.split(":");
            assert.match(
                read(`${module}/${fileOf(name)}.js`),
                new RegExp(`__pulumiType = '${type}';`),
            );
            const { properties, elements, onlyIf = [], parts = [] } = translation;
            const all = propertiesOf(type);
            const here =
                elements === undefined
                    ? all
                    : (blockOf(all.get(elements.at) ?? "") ?? new Map<string, string>());
            const missing = [
                ...astray(properties, here, ""),
                ...onlyIf.filter((each) => !all.has(each)),
                ...parts.flatMap((part) => {
                    const { onlyIf: at, having } = part;
                    const within =
                        having === undefined
                            ? all
                            : (blockOf(all.get(at) ?? "") ?? new Map<string, string>());
                    return [
                        ...astray(part.properties, within, ""),
                        ...lost(at, all, ""),
                        ...(having === undefined ? [] : lost(having, within, "")),
                    ];
                }),
                ...(elements === undefined ? [] : lost(elements.having, here, "")),
            ];
            assert.deepEqual(missing, []);
        });

        it(`${type} says all that is read in blocks of ${translation.type}`, () => {
            const places = placesOf(translation.properties);
            const isWhole = (place: string): boolean =>
                places.includes(place) && !places.some((each) => each.startsWith(`${place}.`));
            const isSaid = (place: string): boolean =>
                places.includes(place) ||
                Array.from(place.matchAll(/\./g), ({ index }) => place.slice(0, index)).some(
                    isWhole,
                );
            const wanted = (nestedProperties[translation.type] ?? [])
                .map((each) => each.replaceAll("[]", ""))
                .filter((each) => without[type]?.includes(each.split(".")[0] ?? "") !== true);
            assert.deepEqual(
                wanted.filter((place) => !isSaid(place)),
                withoutNested[type] ?? [],
            );
        });

        it(`${type} says all that is read of ${translation.type}`, () => {
            const { type: as, properties, parts = [] } = translation;
            const made = [{ type: as, names: Object.keys(properties) }].concat(
                parts.map((part) => ({
                    type: part.type,
                    names: [part.owner, ...Object.keys(part.properties)],
                })),
            );
            for (const { type: each, names } of made) {
                assert.ok(kindOfType.has(each), each);
                const wanted = strangers.has(each) ? names : (interest.get(each) ?? []);
                assert.deepEqual(
                    names.filter((name) => !wanted.includes(name)),
                    [],
                    "not read",
                );
                if (each !== as) continue;
                assert.deepEqual(
                    wanted.filter((name) => !names.includes(name)),
                    without[type] ?? [],
                    "not said",
                );
            }
        });
    }
});

function typesOf(module: string): readonly string[] {
    const folder = module === "index" ? sdk : join(sdk, module);
    return readdirSync(folder)
        .filter((file) => file.endsWith(".js"))
        .flatMap((file) => {
            const found = readFileSync(join(folder, file), "utf8").matchAll(
                /\b__pulumiType = '(aws-native:[^']+)'/g,
            );
            return Array.from(found, ([, type = ""]) => type);
        });
}

describe("the types of aws-native", () => {
    it("that are called harmless exist, and are not read", () => {
        const all = new Set(nativeModules.flatMap(typesOf));
        assert.ok(all.size > 150);
        assert.deepEqual(
            [...harmlessNatives.keys()].filter((type) => !all.has(type) || translations.has(type)),
            [],
        );
    });

    it("are of modules that exist", () => {
        assert.deepEqual(
            nativeModules.filter((module) => module !== "index" && !existsSync(join(sdk, module))),
            [],
        );
    });
});
