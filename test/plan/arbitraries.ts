import fc from "fast-check";
import { kinds } from "../../src/network";
import type { Raw, RawProperties } from "../../src/plan";
import { nativeNames } from "../../src/plan/native";
import { nestedProperties } from "../network/nested-properties";
import { encrypted, plaintext, secret, unknown, urn } from "./support";

/*
 * Plans as odd as files and programs can make them: any JSON anywhere, marks of unknown values and of
 * secrets at every depth, and enough that makes sense to lead everywhere.
 */

const propertiesOf = new Map<string, readonly string[]>([
    ...Object.values(kinds).flatMap((kind) =>
        kind.types.map((type): [string, readonly string[]] => [type, kind.properties]),
    ),
    // Some in CloudFormation's terms, whose blocks are any JSON.
    ...[
        "ec2:Vpc",
        "ec2:Route",
        "ec2:SecurityGroup",
        "ecs:Service",
        "ecs:Cluster",
        "events:Rule",
    ].map((name): [string, readonly string[]] => {
        const type = `aws-native:${name}`;
        return [type, nativeNames(type) ?? []];
    }),
]);

const types = [...propertiesOf.keys()];
const component = urn("my:net:Net", "b");
const urns = [...types.map((type) => urn(type, "a")), component];

/** How ids begin, by type. */
const prefixes: readonly (readonly [RegExp, string])[] = [
    [/Vpc\b/, "vpc"],
    [/Subnet\b/, "subnet"],
    [/RouteTable\b/, "rtb"],
    [/EgressOnlyInternetGateway\b/, "eigw"],
    [/InternetGateway\b/, "igw"],
    [/NatGateway\b/, "nat"],
    [/VpnGateway\b/, "vgw"],
    [/SecurityGroup\b/, "sg"],
    [/TargetGroup\b/, "tg"],
    [/TaskDefinition\b/, "td"],
    [/Cluster\b/, "cluster"],
    [/VpcEndpoint\b/, "vpce"],
    [/Zone\b/, "zone"],
];

/** Of a type, or of a URN. */
function prefixOf(text: string): string {
    return prefixes.find(([pattern]) => pattern.test(text))?.[1] ?? "x";
}

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
    [
        /launchType|capacityProvider|^type$/,
        ["FARGATE", "FARGATE", "FARGATE_SPOT", "EC2", "EXTERNAL"],
    ],
    [/requiresCompatibilities/, ["FARGATE", "EC2"]],
    [/platformVersion/, ["LATEST", "1.3.0", "1.4.0"]],
    [/operatingSystem/, ["LINUX", "WINDOWS_SERVER_2022_CORE"]],
    [/ipv6Cidr/i, ["::/0", "2600:1f::/56"]],
    [/cidr/i, ["0.0.0.0/0", "10.0.0.0/16", "10.0.0.0/33"]],
    [/serviceName/, ["ecr.api", "ecr.dkr", "s3"].map((name) => `com.amazonaws.us-east-1.${name}`)],
    [/vpcEndpointType/, ["Interface", "Gateway"]],
    [/connectivityType|availabilityMode/, ["public", "private", "zonal", "regional"]],
    [/networkMode/, ["awsvpc", "bridge"]],
    [/schedulingStrategy/, ["REPLICA", "DAEMON"]],
    [/targetType/, ["ip", "instance"]],
    [
        /containerDefinitions/,
        [
            '[{"image":"nginx"}]',
            '[{"image":"123456789012.dkr.ecr.us-east-1.amazonaws.com/a:b"}]',
            `[{"image":"${unknown}"},{"image":"nginx","__proto__":{"image":5}},null,5,"a"]`,
            '[{"portMappings":[{"containerPort":80,"hostPort":"81"},{"containerPortRange":"1-90"},5]}]',
            '[{"links":["a"],"hostname":5,"dnsServers":"b","portMappings":{"protocol":[]}}]',
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
export const anything: fc.Arbitrary<Raw> = fc.letrec<{ raw: Raw }>((tie) => ({
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
    return fc.oneof({ weight: 49, arbitrary }, { weight: 1, arbitrary: anything });
}

/** So seldom anything that most plans of many resources have none: one of it makes them unreadable. */
function nearlyAlways(arbitrary: fc.Arbitrary<Raw>): fc.Arbitrary<Raw> {
    return fc.oneof({ weight: 999, arbitrary }, { weight: 1, arbitrary: anything });
}

function wordsFor(name: string): readonly string[] {
    return words.find(([pattern]) => pattern.test(name))?.[1] ?? [];
}

/** Mostly the first word that fits, so that resources find each other. */
function wordFor(name: string): fc.Arbitrary<Raw> {
    const fitting = wordsFor(name);
    return fc.oneof(
        { weight: 20, arbitrary: fc.constant(fitting[0] ?? "a") },
        { weight: 10, arbitrary: fc.constantFrom(...fitting) },
        { weight: 4, arbitrary: fc.constant(unknown) },
        { weight: 1, arbitrary: odd },
    );
}

/** What stands at a property, of which these paths are read, such as `.a.b` and `[].a`. */
function valueFor(name: string, paths: readonly string[]): fc.Arbitrary<Raw> {
    const inner = paths.filter((path) => path !== "");
    if (inner.length === 0) {
        const word = wordFor(name);
        // Container definitions are text, whatever their name.
        const isList = name.endsWith("s") && name !== "containerDefinitions";
        return mostly(isList ? fc.array(word, { maxLength: 3 }) : word);
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

/** Each member may be missing, unless it is one of those that are required. */
function recordOf(
    members: Iterable<readonly [string, fc.Arbitrary<Raw>]>,
    requiredKeys: string[] = [],
): fc.Arbitrary<RawProperties> {
    return fc.record(Object.fromEntries(members), { requiredKeys });
}

const urnLists = fc.array(fc.constantFrom(...urns), { maxLength: 3 });

/** What may feed a property: what its words name, and sometimes others. */
function feeding(property: string, paths: readonly string[]): fc.Arbitrary<Raw> {
    const leaves = [property, ...paths.map((path) => path.replace(/^.*\./, ""))];
    const fitting = new Set(leaves.flatMap(wordsFor));
    const makers = urns.filter((each) => fitting.has(`${prefixOf(each)}-a`));
    if (makers.length === 0) return urnLists;
    const some = fc.array(fc.constantFrom(...makers), { minLength: 1, maxLength: 2 });
    return fc.oneof({ weight: 3, arbitrary: some }, { weight: 1, arbitrary: urnLists });
}

const seldom = fc.oneof(
    { weight: 49, arbitrary: fc.constant<Raw>(false) },
    { weight: 1, arbitrary: anything },
);

/** A type is that of its URN, else the file is refused: so these have URNs of their own. */
const oddTypes = ["constructor", "__proto__", "toString", "a"];

/** A resource's state: whole or with parts missing, sound or with any part replaced by anything. */
function stateOf(type: string, name: string): fc.Arbitrary<RawProperties> {
    const properties = propertiesOf.get(type) ?? ["vpcId", "subnets"];
    const insides = (property: string): readonly string[] =>
        (Object.hasOwn(nestedProperties, type) ? (nestedProperties[type] ?? []) : [])
            .filter((path) => path.split(/[[.]/)[0] === property)
            .map((path) => path.slice(property.length));
    const isNamed = prefixOf(type) !== "x";
    const it = `${prefixOf(type)}-${name}`;
    const id = mostly(fc.constantFrom(it, it, it, unknown, ""));
    const values = properties.map((property): [string, fc.Arbitrary<Raw>] => [
        property,
        property.startsWith("arn") && isNamed ? id : valueFor(property, insides(property)),
    ]);
    const feeds = properties.map((property): [string, fc.Arbitrary<Raw>] => [
        property,
        feeding(property, insides(property)),
    ]);
    const provider = fc.constantFrom<Raw>("urn:pulumi:dev::web::pulumi:providers:aws::default::1", {
        props: { region: "us-east-1" },
    });
    const members: [string, fc.Arbitrary<Raw>][] = [
        ["urn", nearlyAlways(fc.constant(urn(type, name)))],
        ["type", nearlyAlways(fc.constant(type))],
        ["custom", mostly(fc.constant(type !== "my:net:Net"))],
        ["id", id],
        ["inputs", nearlyAlways(recordOf(values))],
        ["outputs", nearlyAlways(recordOf([["id", id], ...values]))],
        ["parent", mostly(fc.constantFrom(...urns))],
        ["provider", mostly(provider)],
        ["dependencies", mostly(urnLists)],
        ["propertyDependencies", mostly(recordOf(feeds))],
        ["ignoreChanges", mostly(fc.array(fc.constantFrom("*", ...properties), { maxLength: 1 }))],
        ["external", seldom],
        ["delete", seldom],
        ["importID", id],
        ["name", mostly(fc.constant(name))],
        ["sourcePosition", anything],
    ];
    return recordOf(members, ["urn", "type", "inputs", "outputs"]);
}

/** A network: one of each thing that is common, and the three endpoints that an image takes. */
const network = [
    ...types
        .filter((type) => /^aws:(ec2|ecs|lb)/.test(type) && !/default/i.test(type))
        .map((type) => [type, "a"] as const),
    ...["b", "c"].map((name) => ["aws:ec2/vpcEndpoint:VpcEndpoint", name] as const),
];

const others = [...types, ...oddTypes, "my:net:Net", "pulumi:pulumi:Stack", "a:b:C"].map(
    (type) => [type, "b"] as const,
);

const resources: fc.Arbitrary<RawProperties[]> = fc
    .tuple(
        fc.subarray(network, { minLength: network.length - 8 }),
        fc.subarray(others, { maxLength: 3 }),
    )
    .chain((chosen) =>
        fc.tuple(...chosen.flat().map(([type, name]) => stateArbitrary(type, name))),
    );

const made = new Map<string, fc.Arbitrary<RawProperties>>();

/** Making an arbitrary takes longer than drawing from it. */
function stateArbitrary(type: string, name: string): fc.Arbitrary<RawProperties> {
    const key = `${type} ${name}`;
    const arbitrary = made.get(key) ?? stateOf(type, name);
    made.set(key, arbitrary);
    return arbitrary;
}

const ops = nearlyAlways(
    fc.constantFrom(
        ...["create", "same", "update", "delete", "replace", "create-replacement"],
        ...["delete-replaced", "read", "refresh", "import"],
    ),
);

/** Steps about these resources: each has a new state, an old one, both, or is anything. */
const steps: fc.Arbitrary<Raw> = resources.chain((list) =>
    fc.tuple(
        ...list.map((state) =>
            nearlyAlways(
                fc
                    .tuple(ops, fc.boolean(), fc.constantFrom(...list))
                    .map(([op, isOther, other]): Raw => ({
                        op,
                        urn: state.urn ?? null,
                        oldState: isOther ? other : state,
                        ...(typeof op === "string" && /^(delete|refresh)/.test(op)
                            ? {}
                            : { newState: state }),
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
        arbitrary: resources.map((list): Raw => ({ version: 3, deployment: { resources: list } })),
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
