import { isObject, type Raw } from "../../src/plan";
import { translations, type Translation } from "../../src/plan/native";
import { topsOf, type Source, type Template } from "../../src/plan/native/template";
import { interest } from "../../src/policy";
import { nestedProperties } from "../network/nested-properties";
import { unknown, type Recorded } from "./program";

/*
 * The same network in CloudFormation's terms: resources of a recording, declared with `aws-native` in the
 * place of `aws`. Properties are written back by the very tables by which the pack reads them; what has
 * another shape there (routes, rules with several peers, attachments) is taken apart first.
 */

type Block = Record<string, unknown>;

/** It cannot be said in CloudFormation's terms, so it stays as it is. */
class Unsaid extends Error {}

/** Types of `aws-native` by the type of `aws`; where several are read alike, the first one. */
const nativeOf = new Map<string, { readonly type: string; readonly translation: Translation }>();
for (const [type, translation] of translations) {
    // A Classic Load Balancer does not tell the ARN by which it may be named here.
    const isPlain =
        translation.elements === undefined &&
        translation.onlyIf === undefined &&
        !type.startsWith("aws-native:elasticloadbalancing:");
    if (isPlain && !nativeOf.has(translation.type)) {
        nativeOf.set(translation.type, { type, translation });
    }
}

/** What only AWS tells: unknown until it is made. */
const returned = new Set([
    "arn",
    "defaultSecurityGroupId",
    "defaultNetworkAclId",
    "loadBalancerArns",
]);

/** Parts of identifiers that nobody names. */
const idParts: Readonly<Record<string, (id: string) => string>> = {
    "aws-native:ec2:Eip": (id) => `198.51.100.7|${id}`,
    "aws-native:ecs:Service": (id) => `${id}|main`,
    "aws-native:ecs:TaskSet": (id) => `main|web|${id}`,
};

/**
 * The recording with those resources in CloudFormation's terms that are chosen, and can be said so. Each
 * keeps its URN, by which findings are compared.
 *
 * @param isChosen by the place among the resources
 */
export function inNativeTerms(
    recording: readonly Recorded[],
    isChosen: (i: number) => boolean,
): Recorded[] {
    if (recording.some(({ type }) => ofAccount.has(type))) return [...recording];
    const named = namedOtherwise(recording);
    const parts = new Map<string, readonly string[]>();
    const native = recording.flatMap((recorded, i): Recorded[] => {
        if (recorded.provider === undefined || !isChosen(i)) return [recorded];
        if (named.has(recorded.urn)) return [recorded];
        try {
            const all = takenApart(recorded).map(nativized);
            parts.set(
                recorded.urn,
                all.map(({ urn }) => urn),
            );
            return all;
        } catch (error) {
            if (error instanceof Unsaid) return [recorded];
            throw error;
        }
    });
    // Who waits for the whole waits for its parts.
    return native.map((recorded) => {
        const { urn, dependencies } = recorded;
        const all = dependencies.flatMap((each) => [each, ...(parts.get(each) ?? [])]);
        const isOwn = new Set(parts.get(urn) ?? [urn]);
        return { ...recorded, dependencies: [...new Set(all)].filter((each) => !isOwn.has(each)) };
    });
}

/** What holds for one account: of two providers it is not known whether they are of the same one. */
const ofAccount: ReadonlySet<string> = new Set([
    "aws:ec2/defaultVpc:DefaultVpc",
    "aws:ecs/accountSettingDefault:AccountSettingDefault",
    "aws:guardduty/detectorFeature:DetectorFeature",
    "aws:iam/serviceLinkedRole:ServiceLinkedRole",
]);

/**
 * What CloudFormation does not tell of something else: the VPCs by whose default route table something is
 * named, and the endpoints by whose prefix list.
 */
function namedOtherwise(recording: readonly Recorded[]): ReadonlySet<string> {
    const ofTables = ["defaultRouteTableId", "routeTableId", "routeTableIds"];
    const ofLists = [
        "prefixListIds",
        "prefixListId",
        "destinationPrefixListId",
        "ingress",
        "egress",
    ];
    return new Set(
        recording.flatMap(({ propertyDependencies }) =>
            [...ofTables, ...ofLists].flatMap((name) =>
                (propertyDependencies[name] ?? []).filter(
                    (urn) =>
                        urn.includes(":Vpc::") ||
                        (urn.includes(":VpcEndpoint::") && ofLists.includes(name)),
                ),
            ),
        ),
    );
}

/** One resource as `aws-native` has it. */
function nativized(recorded: Recorded): Recorded {
    const native = nativeOf.get(recorded.type);
    if (native === undefined) throw new Unsaid();
    const { type, translation } = native;
    const { properties: template } = translation;
    const { inputs = {}, outputs } = recorded;
    refuseUnread(recorded, template);
    // A region of its own is the provider's there.
    const places = [inputs.region, outputs.region].filter(isGiven);
    if (places.some((region) => region !== recorded.provider?.props.region)) throw new Unsaid();
    if (recorded.inputs === undefined) throw new Unsaid();
    // Names that nobody chose are made up before the preview: they stand among the inputs.
    const { name } = outputs;
    const named =
        "name" in template && typeof name === "string" && name !== unknown ? { name } : {};
    const said = withoutHidden(written(template, { ...named, ...inputs }));
    const isNew = outputs.id === unknown || outputs.id === undefined;
    const made = isNew ? computed(template) : withoutHidden(written(template, outputs));
    const id =
        typeof outputs.id === "string" && !isNew
            ? (idParts[type]?.(outputs.id) ?? outputs.id)
            : unknown;
    if (recorded.type === "aws:networkfirewall/firewall:Firewall") {
        made.endpointIds = isNew ? unknown : endpointIdsOf(outputs.firewallStatuses);
    }
    const isSkipped = Object.keys(outputs).length === 0;
    const propertyDependencies: Record<string, string[]> = {};
    for (const [name, source] of Object.entries(template)) {
        const urns = recorded.propertyDependencies[name];
        if (urns === undefined) continue;
        const keys = topsOf(source).filter((key) => typeof source === "string" || key in said);
        for (const key of keys) {
            propertyDependencies[key] = [
                ...new Set([...(propertyDependencies[key] ?? []), ...urns]),
            ];
        }
    }
    const ignored = (recorded.ignoreChanges ?? []).map((path) => {
        const source: Source | undefined = template[path];
        return typeof source === "string"
            ? source
            : source === undefined || "of" in source
              ? path
              : source.at;
    });
    const { provider } = recorded;
    return {
        ...recorded,
        type,
        ...(provider === undefined
            ? {}
            : {
                  provider: {
                      ...provider,
                      urn: provider.urn.replace(":aws::", ":aws-native::"),
                      type: "pulumi:providers:aws-native",
                  },
              }),
        inputs: said,
        outputs: isSkipped ? {} : { ...made, ...said, id },
        propertyDependencies,
        ...(recorded.ignoreChanges === undefined ? {} : { ignoreChanges: ignored }),
    };
}

/** As CloudFormation tells the endpoints of a firewall. */
function endpointIdsOf(statuses: unknown): readonly string[] {
    const all = (statuses ?? []) as readonly {
        readonly syncStates: readonly {
            readonly availabilityZone: string;
            readonly attachments: readonly { readonly endpointId: string }[];
        }[];
    }[];
    return all
        .flatMap(({ syncStates }) => syncStates)
        .flatMap(({ availabilityZone, attachments }) =>
            attachments.map(({ endpointId }) => `${availabilityZone}:${endpointId}`),
        );
}

function computed(template: Template): Block {
    const names = Object.entries(template).flatMap(([name, source]) =>
        returned.has(name) && typeof source === "string" ? [source] : [],
    );
    return Object.fromEntries(names.map((name) => [name, unknown]));
}

function withoutHidden(block: Block): Block {
    return Object.fromEntries(
        Object.entries(block).filter(([, value]) => value !== undefined && value !== null),
    );
}

/** Of what is read nothing may be lost. */
function refuseUnread({ type, inputs = {} }: Recorded, template: Template): void {
    for (const name of interest.get(type) ?? []) {
        if (!(name in template) && isGiven(inputs[name])) throw new Unsaid();
    }
    const leads = (path: readonly string[], within: Template): boolean => {
        const [step = "", ...rest] = path;
        const source = within[step.replace("[]", "")];
        if (source === undefined) return false;
        if (typeof source === "string" || rest.length === 0) return true;
        const inner =
            "of" in source
                ? source.of
                : "block" in source
                  ? source.block
                  : "only" in source
                    ? source.only
                    : undefined;
        return inner === undefined || leads(rest, inner);
    };
    for (const path of nestedProperties[type] ?? []) {
        const steps = path.split(".");
        if (!leads(steps, template) && [...valuesAt(inputs, steps)].some(isGiven))
            throw new Unsaid();
    }
}

function* valuesAt(from: unknown, [step, ...rest]: readonly string[]): Iterable<unknown> {
    if (step === undefined) yield from;
    else if (isObject(from)) {
        const value: unknown = from[step.replace("[]", "")];
        for (const each of Array.isArray(value) ? (value as unknown[]) : [value]) {
            yield* valuesAt(each, rest);
        }
    }
}

function isGiven(value: unknown): boolean {
    if (value === undefined || value === null || value === "" || value === false) return false;
    return !Array.isArray(value) || value.length > 0;
}

/** The block of which a template makes this one. */
function written(template: Template, made: Block): Block {
    const block: Block = {};
    for (const [name, source] of Object.entries(template)) {
        const value = made[name];
        if (value !== undefined) write(block, source, value);
    }
    return block;
}

function write(block: Block, source: Source, value: unknown): void {
    if (typeof source === "string") put(block, source, value);
    else if ("of" in source) {
        if (value === unknown) throw new Unsaid();
        if (isObject(value)) Object.assign(block, written(source.of, value));
    } else if ("when" in source) {
        if (!isGiven(value)) return;
        put(block, source.at, value);
        put(block, source.when[0], source.when[1]);
    } else if ("key" in source) {
        if (!isGiven(value) && value !== false) return;
        const list = (block[source.at] ??= []) as Block[];
        list.push({ key: source.key, value: value === unknown ? unknown : String(value) });
    } else put(block, source.at, converted(source, value));
}

function converted(source: Exclude<Source, string>, value: unknown): unknown {
    if (value === unknown || value === null) return value;
    if ("words" in source) {
        const [word = value] =
            Object.entries(source.words).find(([, meaning]) => meaning === value) ?? [];
        return word;
    }
    if ("asList" in source) {
        const list = Array.isArray(value) ? (value as unknown[]) : [value];
        if (list.length > 1) throw new Unsaid();
        return list[0];
    }
    if ("only" in source) {
        return isObject(value) ? [written(source.only, value)] : [value];
    }
    if ("block" in source) {
        const { block } = source;
        const inBlock = (each: unknown): unknown =>
            isObject(each) ? withoutHidden(written(block, each)) : each;
        return Array.isArray(value) ? (value as unknown[]).map(inBlock) : inBlock(value);
    }
    return value;
}

function put(block: Block, path: string, value: unknown): void {
    const [name = "", ...rest] = path.split(".");
    if (rest.length === 0) {
        block[name] = value;
        return;
    }
    // What is unknown as a whole is so on every level above; what is unset says nothing.
    if (value === null) return;
    const inner = (block[name] ??= {});
    if (!isObject(inner)) throw new Unsaid();
    put(inner, rest.join("."), value);
}

/** A resource taken apart into those that CloudFormation has for it, still in the words of `aws`. */
function takenApart(recorded: Recorded): Recorded[] {
    const make = apart[recorded.type];
    return make === undefined ? [recorded] : make(recorded);
}

/** A further resource beside one, that depends on it. */
function beside(
    recorded: Recorded,
    type: string,
    name: string,
    inputs: Block,
    fed: Record<string, readonly string[]>,
): Recorded {
    const isNew = recorded.outputs.id === unknown;
    const propertyDependencies = Object.fromEntries(
        Object.entries(fed).map(([property, urns]): [string, string[]] => [property, [...urns]]),
    );
    return {
        ...recorded,
        type,
        name,
        urn: `urn:pulumi:dev::web::${type}::${name}`,
        inputs,
        outputs: { ...inputs, id: isNew ? unknown : `${name}-id` },
        dependencies: [recorded.urn, ...recorded.dependencies],
        propertyDependencies,
    };
}

function without(recorded: Recorded, ...names: string[]): Recorded {
    const drop = <T>(from: Record<string, T>): Record<string, T> =>
        Object.fromEntries(Object.entries(from).filter(([name]) => !names.includes(name)));
    return {
        ...recorded,
        inputs: drop(recorded.inputs ?? {}),
        outputs: drop(recorded.outputs),
        propertyDependencies: drop(recorded.propertyDependencies),
    };
}

/** Nothing that anybody answers to: AWS makes rules of its own for a group that lists none. */
const noEgress = {
    protocol: "icmp",
    fromPort: 252,
    toPort: 86,
    cidrBlocks: ["255.255.255.255/32"],
};

const apart: Readonly<Record<string, (recorded: Recorded) => Recorded[]>> = {
    "aws:ec2/internetGateway:InternetGateway": (gateway) => {
        const { vpcId } = gateway.inputs ?? {};
        if (!isGiven(vpcId)) return [gateway];
        const { vpcId: ofVpc = [] } = gateway.propertyDependencies;
        return [
            without(gateway, "vpcId"),
            beside(
                gateway,
                "aws:ec2/internetGatewayAttachment:InternetGatewayAttachment",
                `${gateway.name}-attachment`,
                { internetGatewayId: gateway.outputs.id, vpcId },
                { internetGatewayId: [gateway.urn], vpcId: ofVpc },
            ),
        ];
    },
    "aws:ec2/routeTable:RouteTable": (table) => {
        const { routes } = table.inputs ?? {};
        if ((table.ignoreChanges ?? []).length > 0) throw new Unsaid();
        if (!isGiven(routes)) return [without(table, "routes")];
        if (!Array.isArray(routes)) throw new Unsaid();
        const { routes: fed = [] } = table.propertyDependencies;
        return [
            without(table, "routes"),
            ...(routes as Block[]).map((route, i) => {
                if (!isObject(route)) throw new Unsaid();
                const { cidrBlock, ipv6CidrBlock, ...target } = route as Block;
                const unknowns = Object.keys(target).filter((name) => target[name] === unknown);
                // Of several routes it is not told which depends on what.
                if (unknowns.length > 0 && (routes.length > 1 || unknowns.length > 1))
                    throw new Unsaid();
                return beside(
                    table,
                    "aws:ec2/route:Route",
                    `${table.name}-route-${String(i)}`,
                    {
                        routeTableId: table.outputs.id,
                        ...(isGiven(cidrBlock) ? { destinationCidrBlock: cidrBlock } : {}),
                        ...(isGiven(ipv6CidrBlock)
                            ? { destinationIpv6CidrBlock: ipv6CidrBlock }
                            : {}),
                        ...target,
                    },
                    {
                        routeTableId: [table.urn],
                        ...Object.fromEntries(unknowns.map((name) => [name, fed])),
                    },
                );
            }),
        ];
    },
    "aws:ec2/securityGroup:SecurityGroup": (group) => {
        const { inputs = {} } = group;
        const egress = inputs.egress ?? [];
        const rules = (list: unknown): unknown =>
            Array.isArray(list) ? list.flatMap(withOnePeer) : list;
        const isNone = Array.isArray(egress) && egress.length === 0;
        const said = {
            ...inputs,
            ...(inputs.ingress === undefined ? {} : { ingress: rules(inputs.ingress) }),
            egress: isNone ? [noEgress] : rules(egress),
        };
        const copies = (name: string): Block => {
            const copy = group.outputs[name];
            return Array.isArray(copy) ? { [name]: copy.flatMap(withOnePeer) } : {};
        };
        return [
            {
                ...group,
                inputs: said,
                outputs: { ...group.outputs, ...copies("ingress"), ...copies("egress") },
            },
        ];
    },
    "aws:ec2/vpc:Vpc": (vpc) => {
        const { assignGeneratedIpv6CidrBlock: asks, ipv6CidrBlock } = vpc.inputs ?? {};
        if (asks === true || isGiven(ipv6CidrBlock)) throw new Unsaid();
        return [without(vpc, "assignGeneratedIpv6CidrBlock", "ipv6CidrBlock")];
    },
    "aws:ecs/taskDefinition:TaskDefinition": (definition) => {
        const parsed = (from: Block): Block => {
            const { containerDefinitions: text } = from;
            if (typeof text !== "string" || text === unknown) return from;
            if (/"[A-Z]\w+":/.test(text)) throw new Unsaid();
            try {
                return { ...from, containerDefinitions: JSON.parse(text) as Raw };
            } catch {
                throw new Unsaid();
            }
        };
        return [
            {
                ...definition,
                inputs: parsed(definition.inputs ?? {}),
                outputs: parsed(definition.outputs),
            },
        ];
    },
    // Of the ways to write a definition, the text.
    "aws:sfn/stateMachine:StateMachine": (machine) => {
        const asText = ({ definition, ...rest }: Block): Block => ({
            ...rest,
            ...(definition === undefined ? {} : { definition: { definitionString: definition } }),
        });
        return [
            { ...machine, inputs: asText(machine.inputs ?? {}), outputs: asText(machine.outputs) },
        ];
    },
    // Unset means none there, and one here.
    "aws:ecs/service:Service": (service) => {
        const { inputs } = service;
        if (inputs === undefined) throw new Unsaid();
        return [{ ...service, inputs: { desiredCount: 0, ...withoutHidden(inputs) } }];
    },
};

/** Rules of CloudFormation's have one peer each. */
function withOnePeer(rule: unknown): unknown[] {
    if (!isObject(rule)) return [rule];
    const { cidrBlocks, ipv6CidrBlocks, prefixListIds, securityGroups, self, ...rest } =
        rule as Block;
    if (self === true || self === unknown) throw new Unsaid();
    const peers = Object.entries({ cidrBlocks, ipv6CidrBlocks, prefixListIds, securityGroups });
    const each = peers.flatMap(([name, list]) => {
        if (!isGiven(list)) return [];
        if (!Array.isArray(list)) throw new Unsaid();
        return (list as unknown[]).map((peer) => ({ ...rest, [name]: [peer] }));
    });
    if (each.length === 0) throw new Unsaid();
    return each;
}
