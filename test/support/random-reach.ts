import fc from "fast-check";
import { ecrImage, Network } from "./networks";
import {
    unknown,
    type Form,
    type Inputs,
    type Recorded,
    type Resource,
    type Value,
} from "./program";

/*
 * Random networks of which everything is known once they are deployed. They lean towards what works,
 * so that one broken hop is seen through all the others. Numbers choose among what is there.
 */

type Ports = readonly [number, number];
/** Of these, the halves and the part of the internet or of a subnet hold for some packets only. */
const cidrs = [
    "0.0.0.0/0",
    "10.0.0.0/16",
    "10.0.0.0/8",
    "10.0.1.0/24",
    "10.0.2.0/24",
    "10.0.1.0/25",
    "10.0.2.128/25",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "52.0.0.0/8",
] as const;

/** The first one mostly. */
export function mostly<T>(weight: number, usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
    return fc.oneof(
        { withCrossShrink: true },
        { weight, arbitrary: fc.constant(usual) },
        { weight: 1, arbitrary: fc.constantFrom(usual, ...others) },
    );
}

function either<T, U>(
    weight: number,
    usual: fc.Arbitrary<T>,
    other: fc.Arbitrary<U>,
): fc.Arbitrary<T | U> {
    return fc.oneof(
        { withCrossShrink: true },
        { weight, arbitrary: usual },
        { weight: 1, arbitrary: other },
    );
}

const index = fc.nat({ max: 5 });
const indexes = (minLength: number, maxLength: number): fc.Arbitrary<number[]> =>
    fc.uniqueArray(index, { minLength, maxLength });

interface Rule {
    readonly protocol: string;
    readonly ports: Ports;
    /** A CIDR, the number of a group, the group itself, or S3's prefix list. */
    readonly peer: string | number;
}

const openRule: Rule = { protocol: "-1", ports: [0, 0], peer: "0.0.0.0/0" };
const httpsRule: Rule = { protocol: "tcp", ports: [443, 443], peer: "10.0.0.0/16" };
const rule: fc.Arbitrary<Rule> = fc.record({
    protocol: mostly(3, "tcp", "-1", "udp"),
    ports: mostly<Ports>(3, [443, 443], [0, 65535], [80, 80], [400, 500]),
    peer: fc.oneof(fc.constantFrom(...cidrs), index, fc.constantFrom("self", "s3")),
});
const rules = fc.uniqueArray(rule, {
    maxLength: 3,
    selector: ({ protocol, ports, peer }) => `${protocol} ${String(ports)} ${String(peer)}`,
});

const group = fc.record({
    form: fc.constantFrom("inline", "SecurityGroupRule", "single"),
    ingress: either(3, fc.constant<readonly Rule[]>([httpsRule]), rules),
    egress: either(
        3,
        fc.constant<readonly Rule[]>([openRule]),
        fc.option(rules, { nil: undefined }),
    ),
});

export interface AclRule {
    readonly action: string;
    readonly protocol: string;
    readonly ports: Ports;
    readonly cidr: string;
}

export const allow = (protocol: string, ports: Ports, cidr: string): AclRule => ({
    action: "allow",
    protocol,
    ports,
    cidr,
});
const allowAll = allow("-1", [0, 0], "0.0.0.0/0");
const aclRules: fc.Arbitrary<readonly AclRule[]> = fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: fc.constant([allowAll]) },
    {
        weight: 3,
        arbitrary: fc
            .constantFrom<Ports>([1024, 65535], [32768, 60999], [32768, 61000], [49152, 65535])
            .map((ports) => [
                allow("tcp", [443, 443], "0.0.0.0/0"),
                allow("tcp", ports, "0.0.0.0/0"),
            ]),
    },
    {
        weight: 2,
        arbitrary: fc
            .record<AclRule>({
                action: fc.constant("deny"),
                protocol: mostly(3, "tcp", "-1", "udp"),
                ports: fc.constantFrom([443, 443], [80, 80], [1024, 65535], [40000, 50000]),
                cidr: fc.constantFrom(...cidrs),
            })
            .map((deny) => [deny, allowAll]),
    },
    {
        weight: 1,
        arbitrary: fc.array(
            fc.record<AclRule>({
                action: mostly(2, "allow", "deny"),
                protocol: mostly(2, "tcp", "-1", "udp"),
                ports: fc.constantFrom([443, 443], [0, 65535], [1024, 65535], [32768, 60999]),
                cidr: mostly(1, ...cidrs),
            }),
            { maxLength: 3 },
        ),
    },
);
const aclSides = { ingress: aclRules, egress: aclRules };
const acl = fc.record({
    form: fc.constantFrom("inline", "NetworkAclRule"),
    by: fc.constantFrom("subnetIds", "association"),
    ...aclSides,
});

const route = fc.record({
    to: mostly(2, "nat", "internet", "none"),
    /** Two routes that together lead everywhere, or one that leads somewhere. */
    cidrs: mostly<readonly string[]>(
        3,
        ["0.0.0.0/0"],
        ["0.0.0.0/1", "128.0.0.0/1"],
        ["0.0.0.0/1"],
        ["0.0.0.0/0", "52.0.0.0/8"],
    ),
    nat: mostly(4, 0, 1),
    standalone: fc.boolean(),
});
const subnet = fc.record({
    table: either(5, fc.constant("own" as const), fc.oneof(fc.constant("main" as const), index)),
    acl: either(2, fc.constant("default" as const), index),
    route,
});

const services = ["ecr.api", "ecr.dkr", "logs"] as const;
type Service = (typeof services)[number];
/** AWS lets one endpoint of a service take its name over in a VPC, so there is one of each. */
const endpointOf = (service: Service) =>
    fc.record({
        service: fc.constant(service),
        privateDns: mostly(6, true, false),
        subnets: indexes(1, 2),
        groups: either(3, fc.constant([0]), indexes(0, 2)),
        policy: mostly<"absent" | "all" | "deny">(6, "absent", "all", "deny"),
    });

const vpc = fc.record({
    dns: mostly<"both" | "support" | "neither">(12, "both", "support", "neither"),
    gateway: mostly<"own" | "attachment" | "unattached" | "none">(
        8,
        "own",
        "attachment",
        "unattached",
        "none",
    ),
    subnets: fc
        .tuple(subnet, mostly(3, "internet", "none", "nat"), fc.array(subnet, { maxLength: 2 }))
        .map(([first, to, rest]) => [{ ...first, route: { ...first.route, to } }, ...rest]),
    nats: either(
        5,
        fc.tuple(fc.record({ subnet: fc.constant(0), type: fc.constant("public") })),
        fc.array(fc.record({ subnet: index, type: mostly(1, "public", "private") }), {
            maxLength: 2,
        }),
    ),
    main: mostly<"default" | "chosen" | "adopted" | "route">(
        1,
        "default",
        "chosen",
        "adopted",
        "route",
    ),
    endpoints: fc.oneof(
        { withCrossShrink: true },
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 4, arbitrary: fc.tuple(...services.map(endpointOf)) },
        {
            weight: 2,
            arbitrary: fc
                .subarray([...services])
                .chain((some) => fc.tuple(...some.map(endpointOf))),
        },
    ),
    s3: fc.option(
        fc.record({
            tables: either(2, fc.constant([0, 1, 2]), indexes(0, 2)),
            policy: mostly<"absent" | "layers" | "other">(4, "absent", "layers", "other"),
        }),
    ),
    groups: fc.array(group, { minLength: 1, maxLength: 3 }),
    defaultGroup: either(
        2,
        fc.constant("built-in" as const),
        fc.record({ ingress: rules, egress: rules }),
    ),
    acls: fc.array(acl, { minLength: 1, maxLength: 2 }),
    defaultAcl: either(3, fc.constant("built-in" as const), fc.record(aclSides)),
});

const port = mostly(2, 443, 80);
const balancer = fc.record({
    type: mostly(2, "application", "network"),
    /** In the VPC of the tasks, or another. */
    isNear: mostly(4, true, false),
    subnets: indexes(1, 3),
    by: mostly(2, "subnets", "subnetMappings"),
    groups: either(2, fc.constant([0]), indexes(0, 2)),
    internal: mostly(2, false, true),
    crossZone: mostly(2, false, true),
    rule: fc.boolean(),
    listens: port,
    protocol: mostly(3, "TCP", "UDP", "TCP_UDP"),
    preserveClientIp: mostly<boolean | null>(1, null, true, false),
    port,
    healthCheck: mostly<string | null>(1, null, "443", "80"),
});

const service = fc.record({
    vpc: index,
    balancer: fc.option(balancer),
    subnets: either(2, fc.uniqueArray(index, { minLength: 1, maxLength: 1 }), indexes(1, 3)),
    groups: either(3, fc.constant([0]), indexes(0, 2)),
    publicIp: mostly(2, true, false),
    image: mostly(2, ecrImage, "nginx"),
    logs: fc.boolean(),
    computed: mostly(2, false, true),
});

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Choices = Of<typeof choices>;
type VpcChoices = Of<typeof vpc>;

export const choices = fc.record({
    vpcs: either(
        5,
        fc.array(vpc, { minLength: 1, maxLength: 1 }),
        fc.array(vpc, { minLength: 2, maxLength: 2 }),
    ),
    services: either(
        3,
        fc.array(service, { minLength: 1, maxLength: 1 }),
        fc.array(service, { minLength: 2, maxLength: 2 }),
    ),
});

/** What all VPCs and services have of IPv6 besides; of lists each takes its own by number. */
export interface Ipv6Choices {
    readonly subnets: readonly {
        readonly stack: "ipv4" | "dual-stack" | "ipv6-only";
        readonly dns64: boolean;
        readonly to: "egress-only" | "internet" | "nat" | "none";
        readonly cidrs: readonly string[];
        /** A NAT gateway of the VPC translates. */
        readonly nat64: boolean;
    }[];
    /** Blocks that groups admit. */
    readonly groups: readonly Readonly<Record<"ingress" | "egress", readonly string[]>>[];
    readonly acls: readonly Readonly<Record<"ingress" | "egress", readonly AclRule[]>>[];
    readonly endpoints: readonly ("ipv4" | "dualstack" | "ipv6")[];
    readonly images: readonly string[];
}

/** Some containers are not known before the deployment, as with the URL of a repository in them. */
export class ReachNetwork extends Network {
    /** Names of task definitions whose containers name another resource, as the URL of a repository. */
    readonly computed = new Set<string>();

    override record(form: Form): Recorded[] {
        const recording = super.record(form);
        if (form === "first preview") {
            const containerDefinitions = unknown;
            return recording.map((each) =>
                each.type === "aws:ecs/taskDefinition:TaskDefinition" &&
                this.computed.has(each.name)
                    ? {
                          ...each,
                          inputs: { ...each.inputs, containerDefinitions },
                          outputs: { ...each.outputs, containerDefinitions },
                      }
                    : each,
            );
        }
        return recording;
    }
}

/** Writes the program. */
export function build(chosen: Choices, ipv6?: Ipv6Choices): Network {
    const n = new ReachNetwork();
    const vpcs = chosen.vpcs.map((each, i) =>
        buildVpc(n, ipv6 === undefined ? each : withIpv6(each, ipv6), i, ipv6),
    );
    if (chosen.services.some(({ logs }) => logs)) {
        n.add("aws:cloudwatch/logGroup:LogGroup", "app", { name: "app" });
    }
    chosen.services.forEach((each, i) => {
        const { vpc, subnets, groups, publicIp, logs, computed, balancer } = each;
        const image = ipv6 === undefined ? each.image : at(ipv6.images, i);
        const name = `svc${String(i)}`;
        const own = at(vpcs, vpc);
        const front = at(vpcs, balancer?.isNear === false ? vpc + 1 : vpc);
        if (computed) n.computed.add(name);
        const container = { name: "app", image, essential: true };
        const options = {
            "awslogs-group": "app",
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "app",
        };
        const definition = n.taskDefinition(name, {
            containerDefinitions: JSON.stringify([
                logs
                    ? { ...container, logConfiguration: { logDriver: "awslogs", options } }
                    : container,
            ]),
        });
        n.service(name, pick(own.subnets, subnets), {
            taskDefinition: definition.arn,
            ...(balancer === null
                ? {}
                : { loadBalancers: [buildBalancer(n, balancer, name, front, own)] }),
            networkConfiguration: {
                assignPublicIp: publicIp,
                ...(groups.length === 0 ? {} : { securityGroups: pick(own.groups, groups) }),
            },
        });
    });
    return n;
}

/** The same with rules for IPv6 in groups and ACLs. */
function withIpv6(chosen: VpcChoices, ipv6: Ipv6Choices): VpcChoices {
    const rulesOf = (blocks: readonly string[]): Rule[] =>
        blocks.map((peer) => ({ protocol: "-1", ports: [0, 0], peer }));
    const groupWith = <
        G extends { ingress: readonly Rule[]; egress?: readonly Rule[] | undefined },
    >(
        own: G,
        i: number,
    ): G => {
        const { ingress, egress } = at(ipv6.groups, i);
        return {
            ...own,
            ingress: [...own.ingress, ...rulesOf(ingress)],
            egress: own.egress && [...own.egress, ...rulesOf(egress)],
        };
    };
    const aclWith = <A extends Record<"ingress" | "egress", readonly AclRule[]>>(
        own: A,
        i: number,
    ): A => {
        const { ingress, egress } = at(ipv6.acls, i);
        return {
            ...own,
            ingress: [...own.ingress, ...ingress],
            egress: [...own.egress, ...egress],
        };
    };
    const { defaultGroup, defaultAcl } = chosen;
    return {
        ...chosen,
        groups: chosen.groups.map(groupWith),
        acls: chosen.acls.map(aclWith),
        defaultGroup: defaultGroup === "built-in" ? defaultGroup : groupWith(defaultGroup, 0),
        defaultAcl: defaultAcl === "built-in" ? defaultAcl : aclWith(defaultAcl, 0),
    };
}

/** A load balancer in front of a service; what the service says of it. */
function buildBalancer(
    n: Network,
    chosen: Of<typeof balancer>,
    name: string,
    { subnets, groups }: Built,
    { vpc }: Built,
): Inputs {
    const isNetwork = chosen.type === "network";
    const ids = pick(subnets, chosen.subnets).map(({ id }) => id);
    const front = n.loadBalancer(name, [], {
        loadBalancerType: chosen.type,
        subnets: chosen.by === "subnets" ? ids : null,
        subnetMappings: chosen.by === "subnets" ? null : ids.map((subnetId) => ({ subnetId })),
        securityGroups: chosen.groups.length === 0 ? null : pick(groups, chosen.groups),
        internal: chosen.internal,
        enableCrossZoneLoadBalancing: chosen.crossZone,
    });
    const group = n.targetGroup(name, vpc, {
        protocol: isNetwork ? chosen.protocol : "HTTP",
        preserveClientIp: chosen.preserveClientIp,
        healthCheck: chosen.healthCheck === null ? null : { port: chosen.healthCheck },
    });
    const actions = [{ type: "forward", targetGroupArn: group.arn }];
    const listener = n.listener(name, front, group, {
        port: chosen.listens,
        protocol: isNetwork ? chosen.protocol : "HTTP",
        defaultActions: chosen.rule ? [{ type: "fixed-response" }] : actions,
    });
    if (chosen.rule) {
        n.add("aws:lb/listenerRule:ListenerRule", name, { listenerArn: listener.arn, actions });
    }
    return { targetGroupArn: group.arn, containerName: "app", containerPort: chosen.port };
}

interface Built {
    readonly vpc: Resource;
    readonly subnets: Resource[];
    readonly groups: Value[];
}

function buildVpc(n: Network, chosen: VpcChoices, i: number, ipv6?: Ipv6Choices): Built {
    const name = `v${String(i)}`;
    const vpc = n.vpc(name, {
        enableDnsSupport: chosen.dns !== "neither",
        enableDnsHostnames: chosen.dns === "both",
        ...(ipv6 === undefined ? {} : { assignGeneratedIpv6CidrBlock: true }),
    });
    const subnets = chosen.subnets.map((_, j) =>
        n.subnet(`${name}-s${String(j)}`, vpc, {
            cidrBlock: `10.0.${String(i * 10 + j + 1)}.0/24`,
            availabilityZone: `us-east-1${"abc".charAt(j)}`,
            ...(ipv6 === undefined ? {} : subnetOf(at(ipv6.subnets, j), i * 10 + j + 1)),
        }),
    );
    buildAcls(n, chosen, vpc, subnets);
    const tables = buildRoutes(n, chosen, vpc, subnets, ipv6);
    const s3 =
        chosen.s3 &&
        n.add("aws:ec2/vpcEndpoint:VpcEndpoint", `${name}-s3`, {
            vpcId: vpc.id,
            serviceName: "com.amazonaws.us-east-1.s3",
            routeTableIds: pick(tables, chosen.s3.tables),
            ...(ipv6 === undefined
                ? {}
                : { ipAddressType: at(ipv6.endpoints, 0) === "ipv4" ? "ipv4" : "dualstack" }),
            ...policies[chosen.s3.policy],
        });
    const groups = buildGroups(n, chosen, vpc, s3?.get("prefixListId"));
    for (const [j, endpoint] of [...chosen.endpoints].entries()) {
        const { service, privateDns, subnets: on, groups: by, policy } = endpoint;
        n.add("aws:ec2/vpcEndpoint:VpcEndpoint", `${name}-${service}`, {
            vpcId: vpc.id,
            serviceName: `com.amazonaws.us-east-1.${service}`,
            vpcEndpointType: "Interface",
            privateDnsEnabled: privateDns,
            ...(ipv6 === undefined
                ? { subnetIds: pick(subnets, on).map(({ id }) => id) }
                : endpointOn(pick(subnets, on), at(ipv6.endpoints, j))),
            ...(by.length === 0 ? {} : { securityGroupIds: pick(groups, by) }),
            ...policies[policy],
        });
    }
    return { vpc, subnets, groups };
}

/** What makes a subnet of IPv4 one of another kind. */
function subnetOf({ stack, dns64 }: Ipv6Choices["subnets"][number], number: number): Inputs {
    if (stack === "ipv4") return {};
    return {
        ...(stack === "ipv6-only" ? { cidrBlock: null, ipv6Native: true } : {}),
        ipv6CidrBlock: `2600:1f18:0:${number.toString(16)}::/64`,
        assignIpv6AddressOnCreation: true,
        enableDns64: dns64,
    };
}

/** AWS refuses an endpoint of a family that one of its subnets lacks. */
function endpointOn(subnets: readonly Resource[], wanted: string): Inputs {
    const familiesOf = ({ inputs }: Resource): string[] => [
        ...(inputs.ipv6Native === true ? [] : ["ipv4"]),
        ...("ipv6CidrBlock" in inputs ? ["ipv6"] : []),
    ];
    const [own = []] = subnets.map(familiesOf);
    const alike = subnets.filter((each) => familiesOf(each).join() === own.join());
    const [only = ""] = own;
    return {
        subnetIds: alike.map(({ id }) => id),
        ipAddressType: own.length > 1 ? wanted : only,
    };
}

const policyOf = (effect: string, action: string, resource: string): Inputs => ({
    policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: effect, Principal: "*", Action: action, Resource: resource }],
    }),
});
const policies: Record<"absent" | "all" | "deny" | "layers" | "other", Inputs> = {
    absent: {},
    all: policyOf("Allow", "*", "*"),
    deny: policyOf("Deny", "*", "*"),
    layers: policyOf(
        "Allow",
        "s3:GetObject",
        "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*",
    ),
    other: policyOf("Allow", "s3:GetObject", "arn:aws:s3:::my-bucket/*"),
};

/** The tables' ids, the default one last. */
function buildRoutes(
    n: Network,
    chosen: VpcChoices,
    vpc: Resource,
    subnets: Resource[],
    ipv6?: Ipv6Choices,
): Value[] {
    const { name } = vpc;
    const igw =
        chosen.gateway === "none"
            ? undefined
            : n.add(
                  "aws:ec2/internetGateway:InternetGateway",
                  `${name}-igw`,
                  chosen.gateway === "own" ? { vpcId: vpc.id } : {},
              );
    if (igw !== undefined && chosen.gateway === "attachment") {
        n.add("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", name, {
            internetGatewayId: igw.id,
            vpcId: vpc.id,
        });
    }
    const withIpv4 = subnets.filter(({ inputs }) => inputs.ipv6Native !== true);
    const nats = (withIpv4.length === 0 ? [] : [...chosen.nats]).map(({ subnet, type }, j) =>
        n.natGateway(`${name}-nat${String(j)}`, at(withIpv4, subnet), {
            connectivityType: type,
            ...(type === "private" ? { allocationId: null } : {}),
        }),
    );
    const out =
        ipv6 &&
        n.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", `${name}-out`, {
            vpcId: vpc.id,
        });
    const toInternet = igw === undefined ? [] : [{ gatewayId: igw.id }];
    const tables = chosen.subnets.map(({ route: { to, cidrs, nat, standalone } }, j) => {
        const toNat = nats.length === 0 ? [] : [{ natGatewayId: at(nats, nat).id }];
        // A part of the internet by the other way.
        const routes = cidrs.flatMap((cidr): { cidr: string; target: Inputs }[] => {
            const isNat = (to === "nat") !== (cidr === "52.0.0.0/8");
            const targets = to === "none" ? [] : isNat ? toNat : toInternet;
            return targets.map((target) => ({ cidr, target }));
        });
        if (ipv6 !== undefined) {
            const own = at(ipv6.subnets, j);
            const targets = {
                "egress-only": out === undefined ? [] : [{ egressOnlyGatewayId: out.id }],
                internet: toInternet,
                nat: toNat,
                none: [],
            }[own.to];
            for (const target of targets)
                routes.push(...own.cidrs.map((cidr) => ({ cidr, target })));
            if (own.nat64)
                routes.push(...toNat.map((target) => ({ cidr: "64:ff9b::/96", target })));
        }
        const table = n.routeTable(
            `${name}-t${String(j)}`,
            vpc,
            standalone || routes.length === 0
                ? undefined
                : routes.map(({ cidr, target }) => ({
                      [isIpv6(cidr) ? "ipv6CidrBlock" : "cidrBlock"]: cidr,
                      ...target,
                  })),
        );
        if (standalone) {
            routes.forEach(({ cidr, target }, k) =>
                n.route(`${table.name}-r${String(k)}`, table, {
                    ...(isIpv6(cidr)
                        ? { destinationCidrBlock: null, destinationIpv6CidrBlock: cidr }
                        : { destinationCidrBlock: cidr }),
                    ...target,
                }),
            );
        }
        return table;
    });
    chosen.subnets.forEach(({ table }, j) => {
        if (table === "main") return;
        n.associate(at(subnets, j), at(tables, table === "own" ? j : table));
    });
    const main = vpc.get("defaultRouteTableId");
    if (chosen.main === "chosen") {
        n.add("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", name, {
            vpcId: vpc.id,
            routeTableId: at(tables, 0).id,
        });
    }
    if (chosen.main === "adopted") {
        n.add("aws:ec2/defaultRouteTable:DefaultRouteTable", name, {
            defaultRouteTableId: main,
            routes: toInternet.map((target) => ({ cidrBlock: "0.0.0.0/0", ...target })),
        });
    }
    if (chosen.main === "route") {
        for (const target of toInternet) n.route(`${name}-main`, main, target);
    }
    return [...tables.map(({ id }) => id), main];
}

/** The groups' ids, the default one last. */
function buildGroups(
    n: Network,
    chosen: VpcChoices,
    vpc: Resource,
    s3: Value | undefined,
): Value[] {
    const byDefault = vpc.get("defaultSecurityGroupId");
    const ids: Value[] = [];
    /** How a rule names its peer in each of the forms; S3's prefix list needs its endpoint. */
    const peerOf = ({ peer }: Rule, own: Value): Record<"block" | "rule" | "single", Inputs>[] => {
        if (peer === "s3") {
            if (s3 === undefined) return [];
            const block = { prefixListIds: [s3] };
            return [{ block, rule: block, single: { prefixListId: s3 } }];
        }
        if (peer === "self") {
            const block = { self: true };
            return [{ block, rule: block, single: { referencedSecurityGroupId: own } }];
        }
        if (typeof peer === "string" && isIpv6(peer)) {
            const block = { ipv6CidrBlocks: [peer] };
            return [{ block, rule: block, single: { cidrIpv6: peer } }];
        }
        if (typeof peer === "string") {
            const block = { cidrBlocks: [peer] };
            return [{ block, rule: block, single: { cidrIpv4: peer } }];
        }
        // An inline rule can name only groups that are written before its own.
        const id = at([byDefault, ...ids], peer);
        return [
            {
                block: { securityGroups: [id] },
                rule: { sourceSecurityGroupId: id },
                single: { referencedSecurityGroupId: id },
            },
        ];
    };
    const blocksOf = (rules: readonly Rule[]): Value[] =>
        rules.flatMap((each) =>
            peerOf(each, null).map(({ block }) => ({
                protocol: each.protocol,
                ...portsOf(each),
                ...block,
            })),
        );
    if (chosen.defaultGroup !== "built-in") {
        n.add("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", vpc.name, {
            vpcId: vpc.id,
            ingress: blocksOf(chosen.defaultGroup.ingress),
            egress: blocksOf(chosen.defaultGroup.egress),
        });
    }
    const groups = chosen.groups.map(({ form, ingress, egress }, j) => {
        const inline =
            form === "inline"
                ? {
                      ingress: blocksOf(ingress),
                      ...(egress === undefined ? {} : { egress: blocksOf(egress) }),
                  }
                : {};
        const resource = n.add("aws:ec2/securityGroup:SecurityGroup", `${vpc.name}-g${String(j)}`, {
            vpcId: vpc.id,
            ...inline,
        });
        ids.push(resource.id);
        return resource;
    });
    chosen.groups.forEach(({ form, ingress, egress = [] }, j) => {
        const group = at(groups, j);
        const each = (type: "ingress" | "egress", rules: readonly Rule[]): void =>
            rules.forEach((rule, k) => {
                const name = `${group.name}-${type}${String(k)}`;
                for (const peer of peerOf(rule, group.id)) {
                    if (form === "SecurityGroupRule") {
                        n.add("aws:ec2/securityGroupRule:SecurityGroupRule", name, {
                            type,
                            securityGroupId: group.id,
                            protocol: rule.protocol,
                            ...portsOf(rule),
                            ...peer.rule,
                        });
                    }
                    if (form === "single") {
                        n.add(singles[type], name, {
                            securityGroupId: group.id,
                            ipProtocol: rule.protocol,
                            ...(rule.protocol === "-1" ? {} : portsOf(rule)),
                            ...peer.single,
                        });
                    }
                }
            });
        each("ingress", ingress);
        each("egress", egress);
    });
    return [...ids, byDefault];
}

const singles = {
    ingress: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    egress: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
};

function buildAcls(n: Network, chosen: VpcChoices, vpc: Resource, subnets: Resource[]): void {
    const blocksOf = (rules: readonly AclRule[]): Value[] =>
        rules.map((rule, k) => ({
            ruleNo: 100 + k * 10,
            action: rule.action,
            protocol: rule.protocol,
            ...portsOf(rule),
            [isIpv6(rule.cidr) ? "ipv6CidrBlock" : "cidrBlock"]: rule.cidr,
        }));
    if (chosen.defaultAcl !== "built-in") {
        n.add("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", vpc.name, {
            defaultNetworkAclId: vpc.get("defaultNetworkAclId"),
            ingress: blocksOf(chosen.defaultAcl.ingress),
            egress: blocksOf(chosen.defaultAcl.egress),
        });
    }
    chosen.acls.forEach(({ form, by, ingress, egress }, j) => {
        const used = subnets.filter((_, k) => {
            const acl = chosen.subnets[k]?.acl;
            return typeof acl === "number" && acl % chosen.acls.length === j;
        });
        const name = `${vpc.name}-acl${String(j)}`;
        const acl = n.add("aws:ec2/networkAcl:NetworkAcl", name, {
            vpcId: vpc.id,
            ...(by === "subnetIds" ? { subnetIds: used.map(({ id }) => id) } : {}),
            ...(form === "inline" ? { ingress: blocksOf(ingress), egress: blocksOf(egress) } : {}),
        });
        if (by === "association") {
            for (const subnet of used) {
                n.add("aws:ec2/networkAclAssociation:NetworkAclAssociation", subnet.name, {
                    networkAclId: acl.id,
                    subnetId: subnet.id,
                });
            }
        }
        if (form === "inline") return;
        for (const [direction, rules] of Object.entries({ ingress, egress })) {
            rules.forEach((rule, k) =>
                n.add("aws:ec2/networkAclRule:NetworkAclRule", `${name}-${direction}${String(k)}`, {
                    networkAclId: acl.id,
                    egress: direction === "egress",
                    ruleNumber: 100 + k * 10,
                    ruleAction: rule.action,
                    protocol: rule.protocol,
                    ...portsOf(rule),
                    [isIpv6(rule.cidr) ? "ipv6CidrBlock" : "cidrBlock"]: rule.cidr,
                }),
            );
        }
    });
}

function isIpv6(cidr: string): boolean {
    return cidr.includes(":");
}

function portsOf({ protocol, ports }: { protocol: string; ports: Ports }): Inputs {
    const [fromPort, toPort] = protocol === "-1" ? [0, 0] : ports;
    return { fromPort, toPort };
}

/** Those at the numbers, each once. */
function pick<T>(list: readonly T[], numbers: readonly number[]): T[] {
    return [...new Set(numbers.map((i) => i % list.length))].map((i) => at(list, i));
}

function at<T>(list: readonly T[], i: number): T {
    return list[i % list.length] as T;
}
