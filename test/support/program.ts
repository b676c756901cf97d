import schemas from "../schemas/provider-schema.json";

/*
 * Small programs for tests, read like the network that they describe, and played in the forms in
 * which a plan reaches the pack: the first preview, where ids are unknown, and the deployed stack,
 * where all is known. What a program leaves unset is filled in as the AWS provider does, from its
 * schema (`test/schemas`).
 */

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value made by a resource of the program: unknown in a first preview. */
export class Ref {
    constructor(
        readonly of: Resource,
        readonly property: string,
        /** A function of the program that makes another value of it. */
        readonly by?: string,
    ) {}

    apply(by: string): Ref {
        return new Ref(this.of, this.property, by);
    }
}

/** JSON as text: unknown as a whole as long as something in it is. */
export class JsonText {
    constructor(readonly holds: Value) {}
}

export type Value =
    null | boolean | number | string | Ref | JsonText | Value[] | { [key: string]: Value };
export type Inputs = Record<string, Value>;

export interface Options {
    /** URNs or resources besides those that the inputs name. */
    readonly dependsOn?: readonly Resource[];
    readonly ignoreChanges?: readonly string[];
    readonly parent?: Resource;
    /** Properties that depend on resources without naming them: `apply` made them unknown. */
    readonly feeds?: Record<string, readonly Resource[]>;
    /** A component: it has no provider and no properties. */
    readonly component?: boolean;
    /** Left out by `--target`: it arrives without properties. */
    readonly skipped?: boolean;
}

export interface Resource {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly inputs: Inputs;
    readonly options: Options;
    readonly id: Ref;
    readonly arn: Ref;
    readonly get: (property: string) => Ref;
}

/** One resource of a recording, as in `examples/plans`. */
export interface Recorded {
    type: string;
    name: string;
    urn: string;
    parent?: string;
    provider?: { urn: string; type: string; name: string; props: Record<string, unknown> };
    inputs?: Record<string, unknown>;
    outputs: Record<string, unknown>;
    dependencies: string[];
    propertyDependencies: Record<string, string[]>;
    ignoreChanges?: string[];
}

export type Form = "first preview" | "deployed";

const region = "us-east-1";
const account = "123456789012";

export class Program {
    readonly resources: Resource[] = [];
    readonly stackOutputs: Inputs = {};
    private exists: (resource: Resource) => boolean = () => false;
    /** What stands in for the outputs of each resource, by its URN. */
    private made: ReadonlyMap<string, Record<string, unknown>> = new Map();

    add(type: string, name: string, inputs: Inputs = {}, options: Options = {}): Resource {
        const parents = options.parent === undefined ? "" : `${qualified(options.parent)}$`;
        const urn = `urn:pulumi:dev::web::${parents}${type}::${name}`;
        const get = (property: string): Ref => new Ref(resource, property);
        const resource: Resource = {
            type,
            name,
            urn,
            // Programs share what they are made of, and change their own.
            inputs: { ...inputs },
            options,
            get,
            get id() {
                return get("id");
            },
            get arn() {
                return get("arn");
            },
        };
        this.resources.push(resource);
        return resource;
    }

    /** Gives a value away as an output of the stack. */
    output(name: string, value: Value): void {
        this.stackOutputs[name] = value;
    }

    /** The program, for messages. */
    toString(): string {
        const named = (_: string, value: unknown): unknown =>
            value instanceof Ref ? `${value.of.name}.${value.property}` : value;
        return this.resources
            .map(({ type, name, inputs }) => {
                const [, , kind = type] = type.split(":");
                return `  ${kind} ${name} ${JSON.stringify(inputs, named)}`;
            })
            .join("\n");
    }

    /** @param exists which resources another stack has deployed: they are known in a first preview, too */
    record(form: Form, exists: (resource: Resource) => boolean = () => false): Recorded[] {
        this.exists = exists;
        const stack: Recorded = {
            type: "pulumi:pulumi:Stack",
            name: "web-dev",
            urn: stackUrn,
            inputs: {},
            outputs: this.values(this.stackOutputs, form),
            dependencies: [],
            propertyDependencies: {},
        };
        return [stack, ...this.resources.map((resource) => this.recordOf(resource, form))];
    }

    /**
     * A first preview in which values stand in for what is unknown, so that whatever depends on them is known.
     *
     * @param fill the outputs of a resource, with values for those that are unknown
     */
    rehearse(fill: (recorded: Recorded) => Record<string, unknown>): Recorded[] {
        const made = new Map<string, Record<string, unknown>>();
        this.made = made;
        const all = this.resources.map((resource) => {
            const recorded = this.recordOf(resource, "first preview");
            if (resource.options.component !== true && resource.options.skipped !== true) {
                recorded.outputs = fill(recorded);
            }
            made.set(resource.urn, recorded.outputs);
            return recorded;
        });
        const [stack] = this.record("first preview");
        this.made = new Map();
        return stack === undefined ? all : [stack, ...all];
    }

    private recordOf(resource: Resource, given: Form): Recorded {
        const form = this.exists(resource) ? "deployed" : given;
        const { type, name, urn, options } = resource;
        const isAws = type.startsWith("aws:");
        const propertyDependencies: Record<string, string[]> = {};
        for (const [property, value] of Object.entries(resource.inputs)) {
            const urns = [...refsIn(value)].map((ref) => ref.of.urn);
            if (urns.length > 0) propertyDependencies[property] = [...new Set(urns)];
        }
        for (const [property, feeding] of Object.entries(options.feeds ?? {})) {
            const urns = [
                ...(propertyDependencies[property] ?? []),
                ...feeding.map((each) => each.urn),
            ];
            if (urns.length > 0) propertyDependencies[property] = [...new Set(urns)];
        }
        const inputs = {
            ...staticDefaults(type, resource.inputs),
            ...this.values(resource.inputs, form),
        };
        const bare = options.component === true || options.skipped === true;
        return {
            type,
            name,
            urn,
            parent: options.parent?.urn ?? stackUrn,
            ...(options.component === true
                ? {}
                : { provider: providerOf(isAws ? "aws" : (type.split(":")[0] ?? "")) }),
            inputs: options.component === true ? {} : { ...inputs, __defaults: [] },
            outputs: bare ? {} : this.outputsOf(resource, form),
            dependencies: [
                ...new Set([
                    ...Object.values(propertyDependencies).flat(),
                    ...(options.dependsOn ?? []).map((each) => each.urn),
                ]),
            ],
            propertyDependencies,
            ...(options.ignoreChanges === undefined
                ? {}
                : { ignoreChanges: [...options.ignoreChanges] }),
        };
    }

    /** What the provider returns: set values, collapsed as it does, and what it makes of the rest. */
    private outputsOf(resource: Resource, form: Form): Record<string, unknown> {
        const { type, inputs } = resource;
        const schema = schemaOf(type);
        const set = this.values(inputs, form);
        const outputs: Record<string, unknown> = { id: this.valueOf(resource.id, form) };
        for (const [name, property] of Object.entries(schema)) {
            const value = set[name];
            outputs[name] =
                value === undefined || value === null
                    ? this.unsetOf(resource, name, property, form)
                    : collapse(value, property);
        }
        for (const [name, value] of Object.entries(set)) {
            if (!(name in outputs)) outputs[name] = collapse(value, undefined);
        }
        if (type === "aws:ec2transitgateway/transitGateway:TransitGateway") {
            for (const name of defaultTransitTables) {
                outputs[name] = this.valueOf(resource.get(name), form);
            }
        }
        // Of a type that the schema does not describe nothing else is told.
        if (Object.keys(schema).length === 0) outputs.arn ??= this.valueOf(resource.arn, form);
        return outputs;
    }

    private unsetOf(resource: Resource, name: string, property: Property, form: Form): unknown {
        switch (property.unset) {
            case "unknown":
            case "tags-all":
                return form === "first preview" ? unknown : (deployedValue(resource, name) ?? null);
            case "default":
                return property.default;
            case "empty-list":
                return [];
            case "empty-string":
                return "";
            case "provider-region":
                return region;
            case "autoname":
                return `${resource.name}-1234567`;
            default:
                return null;
        }
    }

    private adoptedId({ type, inputs }: Resource): Value | undefined {
        if (type === "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup") {
            const { vpcId } = inputs;
            return vpcId instanceof Ref ? vpcId.of.get("defaultSecurityGroupId") : undefined;
        }
        const property = adopting[type];
        return property === undefined ? undefined : inputs[property];
    }

    private values(inputs: Inputs, form: Form): Record<string, unknown> {
        return Object.fromEntries(
            Object.entries(inputs).map(([name, value]) => [name, this.plain(value, form)]),
        );
    }

    private plain(value: Value, form: Form): unknown {
        if (value instanceof Ref) return this.valueOf(value, form);
        if (value instanceof JsonText) {
            const text = JSON.stringify(this.plain(value.holds, form));
            return text.includes(unknown) ? unknown : text;
        }
        if (Array.isArray(value)) return value.map((element) => this.plain(element, form));
        if (typeof value === "object" && value !== null) return this.values(value, form);
        return value;
    }

    private valueOf({ of, property, by }: Ref, given: Form): unknown {
        const form = this.exists(of) ? "deployed" : given;
        const made = form === "first preview" ? this.made.get(of.urn)?.[property] : undefined;
        if (by !== undefined) {
            const isKnown = form === "deployed" || (made !== undefined && made !== unknown);
            return isKnown ? `${by}-${of.name}` : unknown;
        }
        const set = of.inputs[property];
        if (set !== undefined) return this.plain(set, form);
        if (property === "name") return `${of.name}-1234567`;
        if (form === "first preview") return made ?? unknown;
        const adopted = property === "id" ? this.adoptedId(of) : undefined;
        if (adopted !== undefined) return this.plain(adopted, form);
        return deployedValue(of, property) ?? `${property}-of-${of.name}`;
    }
}

/** What adopts something of a VPC's has its id. */
const adopting: Record<string, string> = {
    "aws:ec2/defaultRouteTable:DefaultRouteTable": "defaultRouteTableId",
    "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": "defaultNetworkAclId",
};

const stackUrn = "urn:pulumi:dev::web::pulumi:pulumi:Stack::web-dev";

function qualified(resource: Resource): string {
    return resource.urn.split("::")[2] ?? "";
}

function providerOf(name: string): NonNullable<Recorded["provider"]> {
    return {
        urn: `urn:pulumi:dev::web::pulumi:providers:${name}::default`,
        type: `pulumi:providers:${name}`,
        name: "default",
        props: name === "aws" ? { region, version: "7.48.0" } : {},
    };
}

/** Ids and ARNs as AWS makes them, and what it computes for what is left unset. */
function deployedValue(resource: Resource, property: string): unknown {
    const { type, name, inputs } = resource;
    const short = hash(resource.urn);
    const given = typeof inputs.name === "string" ? inputs.name : `${name}-1234567`;
    const arn = (service: string, path: string): string =>
        `arn:aws:${service}:${region}:${account}:${path}`;
    const arns: Record<string, string> = {
        "aws:lb/targetGroup:TargetGroup": arn(
            "elasticloadbalancing",
            `targetgroup/${name}/${short}`,
        ),
        "aws:alb/targetGroup:TargetGroup": arn(
            "elasticloadbalancing",
            `targetgroup/${name}/${short}`,
        ),
        "aws:ecs/cluster:Cluster": arn("ecs", `cluster/${name}-1234567`),
        "aws:ecs/service:Service": arn("ecs", `service/${name}-1234567`),
        "aws:ecs/taskDefinition:TaskDefinition": arn("ecs", `task-definition/${name}:1`),
        "aws:ecr/repository:Repository": arn("ecr", `repository/${given}`),
        "aws:cloudwatch/logGroup:LogGroup": arn("logs", `log-group:${given}`),
        "aws:secretsmanager/secret:Secret": arn("secretsmanager", `secret:${given}-AbCdEf`),
        "aws:efs/fileSystem:FileSystem": arn("elasticfilesystem", `file-system/fs-${short}`),
        "aws:s3/filesFileSystem:FilesFileSystem": arn("s3files", `file-system/fs-${short}`),
        "aws:networkfirewall/firewall:Firewall": arn("network-firewall", `firewall/${given}`),
        "aws:networkfirewall/firewallPolicy:FirewallPolicy": arn(
            "network-firewall",
            `firewall-policy/${given}`,
        ),
        "aws:iam/role:Role": `arn:aws:iam::${account}:role/${given}`,
        "aws:iam/policy:Policy": `arn:aws:iam::${account}:policy/${given}`,
    };
    // What only AWS tells of those of `aws-native` is called by its property (test/native/network.ts).
    if (type.startsWith("aws-native:")) return undefined;
    if (isOfDefaultVpc[type] === property) return `vpc-${hash("the default VPC")}`;
    if (property === "arn") return arns[type] ?? arn("test", `${name}/${short}`);
    if (property === "id" && type === "aws:iam/role:Role") return given;
    if (property === "id" && type === "aws:s3/filesFileSystem:FilesFileSystem")
        return `fs-${short}`;
    if (property === "repositoryUrl") return `${account}.dkr.ecr.${region}.amazonaws.com/${given}`;
    if (property === "id") return arns[type] ?? `${prefixes[type] ?? "id"}-${short}`;
    if (type === "aws:ec2/vpc:Vpc" || type === "aws:ec2/defaultVpc:DefaultVpc") {
        if (property === "mainRouteTableId") return `rtb-${short}`;
        if (property === "defaultRouteTableId") return `rtb-${short}`;
        if (property === "defaultSecurityGroupId") return `sg-${short}`;
        if (property === "defaultNetworkAclId") return `acl-${short}`;
    }
    if (type === "aws:ecs/service:Service" && property === "platformVersion") return "LATEST";
    const isGateway = ["Gateway", undefined].includes(
        resource.inputs.vpcEndpointType as string | undefined,
    );
    // AWS's own list of S3's addresses in the region; interface endpoints have none.
    if (property === "prefixListId" && isGateway) {
        const { serviceName } = resource.inputs;
        const isS3 = typeof serviceName === "string" && serviceName.endsWith(".s3");
        return isS3 ? "pl-63a5400a" : "pl-02cd2c6b";
    }
    if (property === "availabilityZone") return `${region}${letterOf(inputs.availabilityZoneId)}`;
    if (defaultTransitTables.includes(property)) return `tgw-rtb-${short}`;
    if (property === "hostedZone") return `Z${short.toUpperCase()}`;
    if (property === "firewallStatuses") return statusesOf(resource);
    // As it was when the target group was made, before any listener.
    if (property === "loadBalancerArns") return [];
    return undefined;
}

/** The schema does not describe transit gateways: what AWS tells of one, the id of its table. */
const defaultTransitTables: readonly string[] = [
    "associationDefaultRouteTableId",
    "propagationDefaultRouteTableId",
];

/** Of a firewall: an endpoint in each of its subnets, the first of which is `endpoint0-<name>`. */
function statusesOf({ name, inputs }: Resource): unknown {
    const mappings = Array.isArray(inputs.subnetMappings) ? inputs.subnetMappings : [];
    if (mappings.length === 0) return undefined;
    const syncStates = mappings.map((mapping: Value, i) => {
        const { subnetId } = mapping as Inputs;
        return {
            availabilityZone: `${region}${"abcdef".charAt(i)}`,
            attachments: [
                {
                    endpointId: `endpoint${String(i)}-${name}`,
                    subnetId: subnetId instanceof Ref ? deployedValue(subnetId.of, "id") : subnetId,
                },
            ],
        };
    });
    return [{ syncStates }];
}

/** `b` for `use1-az2`; AWS shuffles them, but keeps them apart. */
function letterOf(zoneId: Value | undefined): string {
    const [digit = "1"] = typeof zoneId === "string" ? (/\d$/.exec(zoneId) ?? []) : [];
    return "abcdefghi".charAt(Number(digit) - 1);
}

/** The property that is the id of the region's default VPC, if the program does not set it. */
const isOfDefaultVpc: Record<string, string> = {
    "aws:ec2/defaultVpc:DefaultVpc": "id",
    "aws:ec2/defaultSubnet:DefaultSubnet": "vpcId",
    "aws:ec2/securityGroup:SecurityGroup": "vpcId",
};

const prefixes: Record<string, string> = {
    "aws:ec2/vpc:Vpc": "vpc",
    "aws:ec2/subnet:Subnet": "subnet",
    "aws:ec2/routeTable:RouteTable": "rtb",
    "aws:ec2/internetGateway:InternetGateway": "igw",
    "aws:ec2/vpnGateway:VpnGateway": "vgw",
    "aws:ec2/natGateway:NatGateway": "nat",
    "aws:ec2/vpcEndpoint:VpcEndpoint": "vpce",
    "aws:ec2/securityGroup:SecurityGroup": "sg",
};

/** A short hexadecimal name for a text (FNV-1a), the same in every run. */
function hash(text: string): string {
    let state = 0x811c9dc5;
    for (let i = 0; i < text.length; i++)
        state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0;
    return `0${state.toString(16).padStart(8, "0")}abcdef01`;
}

/** The same, where these resources have a provider of their own, which may be of another account. */
export function withOtherProvider(
    recording: readonly Recorded[],
    isMeant: (resource: Recorded) => boolean,
): Recorded[] {
    return recording.map((each) =>
        each.provider !== undefined && isMeant(each)
            ? { ...each, provider: { ...each.provider, urn: `${each.provider.urn}2` } }
            : each,
    );
}

export function* refsIn(value: Value): Iterable<Ref> {
    if (value instanceof Ref) yield value;
    else if (value instanceof JsonText) yield* refsIn(value.holds);
    else if (Array.isArray(value)) for (const element of value) yield* refsIn(element);
    else if (typeof value === "object" && value !== null) {
        for (const element of Object.values(value)) yield* refsIn(element);
    }
}

interface Property {
    readonly type?: string;
    readonly element?: string;
    readonly tfKind?: string;
    readonly unset?: string;
    readonly default?: unknown;
    readonly nested?: Record<string, Property>;
}

function schemaOf(type: string): Record<string, Property> {
    const all = schemas as unknown as Record<string, { properties?: Record<string, Property> }>;
    return all[type]?.properties ?? {};
}

/** Static defaults stand in the checked inputs too. */
function staticDefaults(type: string, inputs: Inputs): Record<string, unknown> {
    const defaults: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(schemaOf(type))) {
        if (property.unset === "default" && inputs[name] === undefined)
            defaults[name] = property.default;
    }
    return defaults;
}

/** A list of plain values with one unknown element is unknown as a whole; blocks keep their known fields. */
export function collapse(value: unknown, property: Property | undefined): unknown {
    if (Array.isArray(value)) {
        if (value.some((element) => element === unknown)) return unknown;
        return value.map((element) => collapseBlock(element, property?.nested, true));
    }
    return collapseBlock(value, property?.nested, false);
}

function collapseBlock(
    value: unknown,
    nested: Record<string, Property> | undefined,
    isInSet: boolean,
): unknown {
    if (typeof value !== "object" || value === null) return value;
    const block: Record<string, unknown> = {};
    for (const [name, property] of Object.entries(nested ?? {})) {
        if (property.unset === "default") block[name] = property.default;
        else if (property.unset === "empty-string" && isInSet) block[name] = "";
        else if (property.unset === "empty-list") block[name] = [];
        else if (property.unset === "unknown") block[name] = unknown;
        else block[name] = null;
    }
    for (const [name, each] of Object.entries(value)) block[name] = collapse(each, nested?.[name]);
    return block;
}
