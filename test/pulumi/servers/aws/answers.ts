import { createHash } from "node:crypto";
import { collapse, unknown } from "../../../support/program";
import type { Properties } from "../plugin";
import { computedOf, idOf, type Made } from "./forms";
import { schemaOf, type Property, type Schema } from "./schema";

/*
 * What the provider answers about one resource, without AWS: the inputs completed, the plan of what
 * will be made, what was made, and what differs.
 */

export interface Target {
    readonly type: string;
    readonly urn: string;
    readonly region: string;
    readonly account: string;
}

export interface Failure {
    readonly property: string;
    readonly reason: string;
}

function isSet(value: unknown): boolean {
    return value !== undefined && value !== null;
}

function digitsOf(urn: string): (count: number) => string {
    const digits = createHash("sha256").update(urn).digest("hex");
    return (count) => digits.slice(0, count);
}

function nameIn(urn: string): string {
    return urn.split("::").pop() ?? "";
}

/** Fills in the static defaults and the name, and tells what is missing or not known to the schema. */
export function check(
    { type, urn }: Target,
    olds: Properties,
    news: Properties,
): { inputs: Properties; failures: Failure[] } {
    const schema = schemaOf(type);
    const inputs: Properties = { ...news };
    delete inputs.__defaults;
    if (schema === undefined) return { inputs, failures: [] };
    const defaults: string[] = [];
    const failures: Failure[] = [];
    for (const [name, property] of Object.entries(schema)) {
        if (isSet(inputs[name])) {
            inputs[name] = completed(inputs[name], property);
            continue;
        }
        if (property.unset === "default") inputs[name] = property.default;
        else if (property.unset === "autoname" && !isSet(inputs.namePrefix)) {
            inputs[name] = olds[name] ?? `${nameIn(urn)}-${digitsOf(urn)(7)}`;
        } else if (property.required === true) {
            failures.push({ property: name, reason: `Missing required argument: ${name}` });
            continue;
        } else continue;
        defaults.push(name);
    }
    for (const name of Object.keys(news)) {
        const property = schema[name];
        const isInput = property?.required === true || property?.optional === true;
        if (!isInput && !name.startsWith("__"))
            failures.push({ property: name, reason: `${type} has no argument ${name}` });
    }
    return { inputs: { ...inputs, __defaults: defaults }, failures };
}

/** Blocks get their static defaults among the inputs too. */
function completed(value: unknown, { nested }: Property): unknown {
    if (nested === undefined || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => completed(each, { nested }));
    const block: Properties = { ...value };
    const defaults: string[] = [];
    for (const [name, property] of Object.entries(nested)) {
        if (isSet(block[name])) block[name] = completed(block[name], property);
        else if (property.unset === "default") {
            block[name] = property.default;
            defaults.push(name);
        }
    }
    return { ...block, __defaults: defaults };
}

/** Keys that begin with `__` are notes of the provider to itself. */
function withoutNotes(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(withoutNotes);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value)
            .filter(([name]) => !name.startsWith("__"))
            .map(([name, each]) => [name, withoutNotes(each)]),
    );
}

/** As the provider rewrites some values. */
function normalised(name: string, value: unknown): unknown {
    if (name === "containerDefinitions" && typeof value === "string" && !value.includes(unknown)) {
        return JSON.stringify(JSON.parse(value));
    }
    return value;
}

/** The outputs of a preview: what the program set, collapsed as the provider does, the rest as AWS leaves it open. */
export function planned(target: Target, inputs: Properties, olds: Properties = {}): Properties {
    const { type, region } = target;
    const schema = schemaOf(type) ?? {};
    const set = withoutNotes(inputs) as Properties;
    const outputs: Properties = { ...set, id: olds.id ?? unknown };
    for (const [name, property] of Object.entries(schema)) {
        outputs[name] = isSet(set[name])
            ? collapse(normalised(name, set[name]), property)
            : unset(property, { set, old: olds[name], region });
    }
    return outputs;
}

function unset(
    property: Property,
    { set, old, region }: { set: Properties; old: unknown; region: string },
): unknown {
    switch (property.unset) {
        case "tags-all":
            return isSet(set.tags) ? collapse(set.tags, undefined) : (old ?? unknown);
        case "unknown":
        case "autoname":
            return old ?? unknown;
        case "default":
            return property.default;
        case "empty-list":
            return [];
        case "empty-string":
            return "";
        case "provider-region":
            return region;
        default:
            return null;
    }
}

function madeOf({ type, urn, region, account }: Target, inputs: Properties): Made {
    return { type, name: nameIn(urn), inputs, region, account, digits: digitsOf(urn) };
}

/** What is there once it is made: nothing is unknown any more. */
export function made(
    target: Target,
    inputs: Properties,
    olds?: Properties,
): { id: string; outputs: Properties } {
    const schema: Schema = schemaOf(target.type) ?? {};
    const set = withoutNotes(inputs) as Properties;
    const it = madeOf(target, set);
    const plan = planned(target, inputs, olds);
    const id = typeof olds?.id === "string" ? olds.id : idOf(it);
    const outputs: Properties = { id };
    for (const [name, value] of Object.entries(plan)) {
        if (name === "id") continue;
        outputs[name] =
            value === unknown
                ? (computedOf(it, name) ?? empty(schema[name]))
                : filled(value, schema[name]);
    }
    // A type that these tests do not know has an ARN all the same.
    if (schemaOf(target.type) === undefined) outputs.arn ??= computedOf(it, "arn") ?? id;
    return { id, outputs };
}

/** What AWS leaves unset, as the provider reads it back. */
function empty(property: Property | undefined): unknown {
    switch (property?.type) {
        case "boolean":
            return false;
        case "number":
            return 0;
        case "list":
            return [];
        case "map":
            return {};
        case "object":
            return null;
        default:
            return "";
    }
}

function filled(value: unknown, property: Property | undefined): unknown {
    if (value === unknown) return empty(property);
    if (Array.isArray(value))
        return value.map((each) => filled(each, { nested: property?.nested ?? {} }));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
        Object.entries(value).map(([name, each]) => [name, filled(each, property?.nested?.[name])]),
    );
}

/** What AWS cannot change: a new one takes its place. */
const forcesNew: Readonly<Record<string, readonly string[]>> = {
    "aws:ec2/vpc:Vpc": ["cidrBlock"],
    "aws:ec2/subnet:Subnet": ["cidrBlock", "vpcId", "availabilityZone"],
    "aws:ec2/securityGroup:SecurityGroup": ["name", "description", "vpcId"],
    "aws:ec2/routeTable:RouteTable": ["vpcId"],
    "aws:ec2/vpcEndpoint:VpcEndpoint": ["serviceName", "vpcEndpointType", "vpcId"],
    "aws:lb/loadBalancer:LoadBalancer": ["name", "internal", "loadBalancerType"],
    "aws:lb/targetGroup:TargetGroup": ["name", "port", "protocol", "targetType", "vpcId"],
    "aws:ecs/service:Service": ["name", "cluster", "launchType", "loadBalancers"],
    "aws:ecs/cluster:Cluster": ["name"],
    "aws:ecr/repository:Repository": ["name"],
    "aws:cloudwatch/logGroup:LogGroup": ["name"],
    "aws:iam/role:Role": ["name"],
};

/** Names of the inputs that changed, and of those that force a new resource. */
export function diff(
    type: string,
    olds: Properties,
    news: Properties,
): { changed: string[]; replaces: string[] } {
    const before = withoutNotes(olds) as Properties;
    const after = withoutNotes(news) as Properties;
    const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
        (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    const forcing = forcesNew[type] ?? [];
    return {
        changed,
        replaces: changed.filter((name) =>
            // Every revision of a task definition is one of its own.
            type === "aws:ecs/taskDefinition:TaskDefinition"
                ? !name.startsWith("tags")
                : forcing.includes(name),
        ),
    };
}
