import fc from "fast-check";
import { kinds } from "../../src/network";
import type { Raw, RawProperties } from "../../src/plan";
import { nestedProperties } from "../network/nested-properties";
import { encrypted, plaintext, secret, unknown, urn } from "./support";

/*
 * Plans as odd as files and programs can make them: any JSON anywhere, marks of unknown values and of
 * secrets at every depth, and enough that makes sense to lead everywhere.
 */

const propertiesOf = new Map<string, readonly string[]>(
    Object.values(kinds).flatMap((kind) =>
        kind.types.map((type): [string, readonly string[]] => [type, kind.properties]),
    ),
);

const types = [...propertiesOf.keys()];
const names = ["a", "b"];
const component = urn("my:net:Net", "a");
const urns = [...types.flatMap((type) => names.map((name) => urn(type, name))), component];

/** Words that AWS uses for a property, and ids by which the resources here find each other. */
const words: readonly (readonly [RegExp, readonly string[]])[] = [
    [/^(vpcId|vpc)$/, ["vpc-a", "vpc-b"]],
    [/subnet/i, ["subnet-a", "subnet-b"]],
    [/routeTable/i, ["rtb-a", "rtb-b"]],
    [/natGateway/i, ["nat-a"]],
    [/egressOnly/i, ["eigw-a"]],
    [/gateway/i, ["igw-a", "vgw-a", "local"]],
    [/securityGroup/i, ["sg-a", "sg-b"]],
    [/targetGroup/i, ["tg-a", "tg-b"]],
    [/taskDefinition|family/i, ["td-a", "td-b", "td-a:1"]],
    [/cluster|^arn$/i, ["cluster-a", "tg-a", "td-a", "default"]],
    [/vpcEndpointId/, ["vpce-a"]],
    [/zoneId/, ["zone-a"]],
    [/launchType|capacityProvider|^type$/, ["FARGATE", "EC2", "EXTERNAL", "FARGATE_SPOT"]],
    [/requiresCompatibilities/, ["FARGATE", "EC2"]],
    [/platformVersion/, ["LATEST", "1.3.0", "1.4.0"]],
    [/operatingSystem/, ["LINUX", "WINDOWS_SERVER_2022_CORE"]],
    [/ipv6Cidr/i, ["::/0", "2600:1f::/56"]],
    [/cidr/i, ["0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/33"]],
    [/serviceName/, ["ecr.api", "ecr.dkr", "s3"].map((name) => `com.amazonaws.us-east-1.${name}`)],
    [/vpcEndpointType/, ["Interface", "Gateway"]],
    [/connectivityType|availabilityMode/, ["public", "private", "zonal", "regional"]],
    [/networkMode/, ["awsvpc", "bridge"]],
    [/targetType/, ["ip", "instance"]],
    [
        /containerDefinitions/,
        [
            '[{"image":"nginx"}]',
            '[{"image":"123456789012.dkr.ecr.us-east-1.amazonaws.com/a:b"}]',
            `[{"image":"${unknown}"},{"image":"nginx","__proto__":{"image":5}},null,5,"a"]`,
            "[{",
        ],
    ],
    [/./, ["a", "b", "pl-1", "tgw-1", "us-east-1"]],
];

const odd: fc.Arbitrary<Raw> = fc.oneof(
    fc.constantFrom<Raw>(
        null,
        "",
        "[secret]",
        `arn:${unknown}:x`,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        '{"a":',
        encrypted,
    ),
    fc.boolean(),
    fc.integer(),
    fc.double(),
    fc.string(),
);

/** Names that mean something to the network, and those that mean something to JavaScript. */
const keys = fc.oneof(
    fc.constantFrom("subnets", "cidrBlock", "gatewayId", "image", "type", "urn", "id", "value"),
    fc.constantFrom("__proto__", "constructor", "toString", "hasOwnProperty", "length"),
    fc.constantFrom("__defaults", "plaintext", "4dabf18193072939515e22adb298388d"),
    fc.string(),
);

/** Any JSON. `__proto__` is an own key, as `JSON.parse` makes it. */
const anything: fc.Arbitrary<Raw> = fc.letrec<{ raw: Raw }>((tie) => ({
    raw: fc.oneof(
        { maxDepth: 4, depthSize: "small" },
        fc.oneof(odd, fc.constant(unknown)),
        fc.array(tie("raw"), { maxLength: 3 }),
        fc
            .array(fc.tuple(keys, tie("raw")), { maxLength: 4 })
            .map((entries): Raw => Object.fromEntries(entries)),
        tie("raw").map(plaintext),
        tie("raw").map((value) => secret({ value })),
    ),
})).raw;

/** Mostly this, sometimes anything. */
function mostly(arbitrary: fc.Arbitrary<Raw>): fc.Arbitrary<Raw> {
    return fc.oneof({ weight: 19, arbitrary }, { weight: 1, arbitrary: anything });
}

function wordFor(name: string): fc.Arbitrary<Raw> {
    const [, fitting = []] = words.find(([pattern]) => pattern.test(name)) ?? [];
    return fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...fitting) },
        { weight: 3, arbitrary: fc.constant(unknown) },
        { weight: 1, arbitrary: odd },
    );
}

/** What stands at a property, of which these paths are read, such as `.a.b` and `[].a`. */
function valueFor(name: string, paths: readonly string[]): fc.Arbitrary<Raw> {
    const inner = paths.filter((path) => path !== "");
    if (inner.length === 0) {
        const word = wordFor(name);
        return mostly(name.endsWith("s") ? fc.array(word, { maxLength: 3 }) : word);
    }
    if (inner.every((path) => path.startsWith("[]"))) {
        const element = valueFor(
            name,
            inner.map((path) => path.slice(2)),
        );
        return mostly(fc.array(element, { maxLength: 3 }));
    }
    const members = new Map<string, string[]>();
    for (const path of inner) {
        const [, member = "", rest = ""] = /^\.(\w+)(.*)$/.exec(path) ?? [];
        members.set(member, [...(members.get(member) ?? []), rest]);
    }
    return mostly(
        recordOf(Array.from(members, ([member, rest]) => [member, valueFor(member, rest)])),
    );
}

function recordOf(
    members: Iterable<readonly [string, fc.Arbitrary<Raw>]>,
): fc.Arbitrary<RawProperties> {
    // A member may be missing, but then it has no value either.
    return fc.record(Object.fromEntries(members), {
        requiredKeys: [],
    }) as fc.Arbitrary<RawProperties>;
}

const urnLists = fc.array(fc.constantFrom(...urns), { maxLength: 4 });
const seldom = fc.oneof(
    { weight: 19, arbitrary: fc.constant<Raw>(false) },
    { weight: 1, arbitrary: anything },
);

/** A resource's state: whole or with parts missing, sound or with any part replaced by anything. */
function stateOf(type: string, name: string): fc.Arbitrary<RawProperties> {
    const properties = propertiesOf.get(type) ?? ["vpcId", "subnets"];
    const prefix = ids.find(([pattern]) => pattern.test(type))?.[1] ?? type;
    const id = mostly(fc.constantFrom(`${prefix}-${name}`, unknown, ""));
    const values = properties.map((property): [string, fc.Arbitrary<Raw>] => {
        const paths = (nestedProperties[type] ?? [])
            .filter((path) => path.split(/[[.]/)[0] === property)
            .map((path) => path.slice(property.length));
        return [property, valueFor(property, paths)];
    });
    const provider = fc.constantFrom<Raw>("urn:pulumi:dev::web::pulumi:providers:aws::default::1", {
        props: { region: "us-east-1" },
    });
    return recordOf([
        ["urn", fc.oneof({ weight: 19, arbitrary: fc.constant(urn(type, name)) }, anything)],
        ["type", mostly(fc.constantFrom(type, type, type, "constructor", "__proto__"))],
        ["custom", mostly(fc.constant(type !== "my:net:Net"))],
        ["id", id],
        ["inputs", mostly(recordOf(values))],
        ["outputs", mostly(recordOf([["id", id], ...values]))],
        ["parent", mostly(fc.constantFrom(...urns))],
        ["provider", mostly(provider)],
        ["dependencies", mostly(urnLists)],
        ["propertyDependencies", mostly(recordOf(properties.map((each) => [each, urnLists])))],
        ["ignoreChanges", mostly(fc.array(fc.constantFrom("*", ...properties), { maxLength: 1 }))],
        ["external", seldom],
        ["delete", seldom],
        ["importID", id],
        ["name", mostly(fc.constant(name))],
        ["sourcePosition", anything],
    ]);
}

const ids: readonly (readonly [RegExp, string])[] = [
    [/vpc:Vpc$|Vpc$/, "vpc"],
    [/Subnet$/, "subnet"],
    [/RouteTable$/, "rtb"],
    [/EgressOnlyInternetGateway$/, "eigw"],
    [/InternetGateway$/, "igw"],
    [/NatGateway$/, "nat"],
    [/VpnGateway$/, "vgw"],
    [/SecurityGroup$/, "sg"],
    [/TargetGroup$/, "tg"],
    [/TaskDefinition$/, "td"],
    [/Cluster$/, "cluster"],
    [/VpcEndpoint$/, "vpce"],
    [/Zone$/, "zone"],
];

/** One of each of the common things, most of the time, and some others. */
const resources: fc.Arbitrary<RawProperties[]> = fc
    .tuple(
        fc.subarray(
            types.filter((type) => /^aws:(ec2|ecs|lb)/.test(type) && !/default/i.test(type)),
            { minLength: 3 },
        ),
        fc.subarray([...types, "my:net:Net", "pulumi:pulumi:Stack", "a:b:C"], { maxLength: 5 }),
    )
    .chain(([some, others]) =>
        fc.tuple(
            ...some.map((type) => stateArbitrary(type, "a")),
            ...others.map((type) => stateArbitrary(type, "b")),
        ),
    );

const made = new Map<string, fc.Arbitrary<RawProperties>>();

/** Making an arbitrary takes longer than drawing from it. */
function stateArbitrary(type: string, name: string): fc.Arbitrary<RawProperties> {
    const key = `${type} ${name}`;
    const arbitrary = made.get(key) ?? stateOf(type, name);
    made.set(key, arbitrary);
    return arbitrary;
}

const ops = mostly(
    fc.constantFrom(
        ...["create", "same", "update", "delete", "replace", "create-replacement"],
        ...["delete-replaced", "read", "refresh", "import"],
    ),
);

/** Steps about these resources: each has a new state, an old one, both, or anything. */
const steps: fc.Arbitrary<Raw> = resources.chain((list) =>
    fc.tuple(
        ...list.map((state) =>
            mostly(
                fc.tuple(ops, seldom, fc.constantFrom(...list)).map(([op, none, other]): Raw => ({
                    op,
                    urn: state.urn ?? null,
                    oldState: none === false ? state : other,
                    ...(none === false ? { newState: state } : {}),
                })),
            ),
        ),
    ),
);

/** What a file may hold. */
export const files: fc.Arbitrary<Raw> = fc.oneof(
    {
        weight: 4,
        arbitrary: recordOf([
            ["steps", steps],
            ["changeSummary", mostly(fc.constant({ same: 3 }))],
            ["config", mostly(fc.constant({ "aws:region": "us-east-1" }))],
            ["diagnostics", mostly(fc.constant([]))],
        ]),
    },
    {
        weight: 4,
        arbitrary: resources.map((list): Raw => ({ deployment: { resources: list } })),
    },
    { weight: 4, arbitrary: resources },
    {
        weight: 2,
        arbitrary: recordOf(
            ["deployment", "steps", "diagnostics", "changeSummary", "resourcePlans"].map(
                (name): [string, fc.Arbitrary<Raw>] => [name, anything],
            ),
        ),
    },
    { weight: 1, arbitrary: anything },
);

/** What the analyzer may get. */
export const analyzed = resources;
