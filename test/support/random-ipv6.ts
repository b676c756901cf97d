import fc from "fast-check";
import { behind, dualStackImage, ecrImage, groupWith, Network, taskOf } from "./networks";
import type { Inputs, Resource, Value } from "./program";

/** What random networks of both families are made of; they lean towards what works. */
interface Choices {
    readonly ipv6: "generated" | "association" | "none";
    readonly subnets: readonly {
        readonly stack: "ipv6-only" | "dual-stack" | "ipv4";
        readonly block: "cut" | "written";
        readonly dns64: boolean;
        readonly assigns: boolean;
        readonly out: "egress-only" | "internet" | "nat" | "none";
        readonly nat64: boolean;
        readonly wide: boolean;
        readonly acl: "default" | "both" | "IPv4" | "IPv6";
    }[];
    readonly ownVpcOfGateway: boolean;
    readonly natSubnet: "public" | "dead";
    readonly egress: readonly string[];
    readonly ingress: "group" | "IPv4" | "IPv6";
    readonly images: readonly string[];
    readonly logs: boolean;
    readonly windows: boolean;
    readonly platform: string | null;
    readonly endpoints: readonly {
        readonly service: string;
        readonly type: string | null;
        readonly on: number;
    }[];
    readonly group: "none" | "ipv4" | "ipv6";
    readonly setting: "none" | "enabled" | "disabled";
    readonly used: readonly number[];
}

function mostly<T>(weight: number, usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
    return fc.oneof(
        { withCrossShrink: true },
        { weight, arbitrary: fc.constant(usual) },
        { weight: 1, arbitrary: fc.constantFrom(usual, ...others) },
    );
}

const isOn = mostly(3, true, false);
const endpointTypes = fc.constantFrom("dualstack", "ipv4", "ipv6", null);

export const choices: fc.Arbitrary<Choices> = fc.record({
    ipv6: mostly<Choices["ipv6"]>(4, "generated", "association", "none"),
    subnets: fc.array(
        fc.record({
            stack: mostly<Choices["subnets"][number]["stack"]>(
                1,
                "ipv6-only",
                "dual-stack",
                "ipv4",
            ),
            block: mostly<"cut" | "written">(1, "cut", "written"),
            dns64: isOn,
            assigns: isOn,
            out: mostly<Choices["subnets"][number]["out"]>(
                3,
                "egress-only",
                "internet",
                "nat",
                "none",
            ),
            nat64: isOn,
            wide: mostly(6, false, true),
            acl: mostly<Choices["subnets"][number]["acl"]>(3, "default", "both", "IPv4", "IPv6"),
        }),
        { minLength: 1, maxLength: 2 },
    ),
    ownVpcOfGateway: mostly(8, true, false),
    natSubnet: mostly<"public" | "dead">(5, "public", "dead"),
    egress: mostly<readonly string[]>(
        3,
        ["0.0.0.0/0", "::/0"],
        ["0.0.0.0/0"],
        ["::/0"],
        ["2000::/3"],
        ["2000::/3", "64:ff9b::/96"],
    ),
    ingress: mostly<Choices["ingress"]>(2, "group", "IPv4", "IPv6"),
    images: fc.uniqueArray(
        fc.constantFrom(
            dualStackImage,
            ecrImage,
            "nginx",
            "ecr-public.aws.com/nginx:1",
            "ghcr.io/app:1",
            "quay.io/org/app:1",
            "123456789012.dkr-ecr-fips.us-east-1.on.aws/app:1",
        ),
        { minLength: 1, maxLength: 2 },
    ),
    logs: fc.boolean(),
    windows: mostly(6, false, true),
    platform: mostly<string | null>(4, null, "1.4.0", "1.3.0"),
    endpoints: fc.uniqueArray(
        fc.record({
            service: fc.constantFrom("ecr.api", "ecr.dkr", "logs", "s3"),
            type: endpointTypes,
            on: fc.nat({ max: 3 }),
        }),
        { maxLength: 4, selector: ({ service }) => service },
    ),
    group: fc.constantFrom("none", "ipv4", "ipv6"),
    setting: mostly<Choices["setting"]>(2, "none", "enabled", "disabled"),
    used: fc.uniqueArray(fc.nat({ max: 1 }), { minLength: 1, maxLength: 2 }),
});

/** Writes the program. */
export function build(chosen: Choices): Network {
    const n = new Network();
    const vpc = n.vpc("vpc", {
        assignGeneratedIpv6CidrBlock: chosen.ipv6 === "generated" ? true : null,
    });
    const other = n.vpc("other", { assignGeneratedIpv6CidrBlock: true });
    const association =
        chosen.ipv6 === "association"
            ? n.add("aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation", "block", {
                  vpcId: vpc.id,
                  assignGeneratedIpv6CidrBlock: true,
              })
            : vpc;
    const igw = n.internetGateway(vpc);
    const { subnet: publicSubnet } = n.subnetWith("public", vpc, [
        ...(chosen.natSubnet === "public" ? [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] : []),
    ]);
    const nat = n.natGateway("nat", publicSubnet);
    const gateway = n.add("aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "out", {
        vpcId: chosen.ownVpcOfGateway ? vpc.id : other.id,
    });
    const targets: Record<Choices["subnets"][number]["out"], Inputs | undefined> = {
        "egress-only": { egressOnlyGatewayId: gateway.id },
        internet: { gatewayId: igw.id },
        nat: { natGatewayId: nat.id },
        none: undefined,
    };
    const tables: Resource[] = [];
    const subnets = chosen.subnets.map((each, i) => {
        const name = `s${String(i)}`;
        const written = `2001:db8:0:${String(i)}::/64`;
        const cut = association.get("ipv6CidrBlock").apply("a part");
        const subnet = n.subnet(name, vpc, {
            ...(each.stack === "ipv6-only" ? { cidrBlock: null, ipv6Native: true } : {}),
            ...(each.stack === "ipv4"
                ? {}
                : { ipv6CidrBlock: each.block === "cut" ? cut : written }),
            enableDns64: each.dns64,
            assignIpv6AddressOnCreation: each.assigns,
        });
        const target = targets[each.out];
        const wide: Inputs = each.wide ? { natGatewayId: nat.id } : (target ?? {});
        const routes: Value[] = [
            { cidrBlock: "0.0.0.0/0", natGatewayId: nat.id },
            ...(target === undefined ? [] : [{ ipv6CidrBlock: "::/0", ...wide }]),
            ...(each.nat64 ? [{ ipv6CidrBlock: "64:ff9b::/96", natGatewayId: nat.id }] : []),
        ];
        const table = n.routeTable(name, vpc, routes);
        tables.push(table);
        n.associate(subnet, table);
        addAcl(n, vpc, subnet, each.acl);
        return subnet;
    });
    for (const { service, type, on } of chosen.endpoints) {
        const inputs: Inputs =
            service === "s3"
                ? { routeTableIds: tables.map(({ id }) => id) }
                : { subnetIds: [at([publicSubnet, ...subnets], on).id] };
        n.endpoint(service, vpc, { ...inputs, ipAddressType: type });
    }
    if (chosen.setting !== "none") {
        n.add("aws:ecs/accountSettingDefault:AccountSettingDefault", "setting", {
            name: "dualStackIPv6",
            value: chosen.setting,
        });
    }
    addService(n, chosen, vpc, subnets);
    return n;
}

function addAcl(n: Network, vpc: Resource, subnet: Resource, families: string): void {
    if (families === "default") return;
    const all = { action: "allow", protocol: "-1", fromPort: 0, toPort: 0 };
    const rules = [
        ...(families === "IPv6" ? [] : [{ ...all, ruleNo: 100, cidrBlock: "0.0.0.0/0" }]),
        ...(families === "IPv4" ? [] : [{ ...all, ruleNo: 101, ipv6CidrBlock: "::/0" }]),
    ];
    n.add("aws:ec2/networkAcl:NetworkAcl", subnet.name, {
        vpcId: vpc.id,
        subnetIds: [subnet.id],
        ingress: rules,
        egress: rules,
    });
}

function addService(
    n: Network,
    chosen: Choices,
    vpc: Resource,
    subnets: readonly Resource[],
): void {
    const isIpv6 = (cidr: string): boolean => cidr.includes(":");
    const all = { protocol: "-1", fromPort: 0, toPort: 0 };
    const doors = groupWith(n, "doors", vpc, {
        egress: [{ ...all, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] }],
    });
    const peers: Record<Choices["ingress"], Inputs> = {
        group: { securityGroups: [doors.id] },
        IPv4: { cidrBlocks: ["10.0.0.0/16"] },
        IPv6: { ipv6CidrBlocks: ["::/0"] },
    };
    const group = groupWith(n, "app", vpc, {
        ingress: [{ ...all, ...peers[chosen.ingress] }],
        egress: [
            {
                ...all,
                cidrBlocks: chosen.egress.filter((cidr) => !isIpv6(cidr)),
                ipv6CidrBlocks: chosen.egress.filter(isIpv6),
            },
        ],
    });
    const logs = {
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-region": "us-east-1" } },
    };
    const definition = taskOf(
        n,
        ...chosen.images.map((image) => ({ image, ...(chosen.logs ? logs : {}) })),
    );
    if (chosen.windows) {
        const family = { operatingSystemFamily: "WINDOWS_SERVER_2022_CORE" };
        definition.inputs.runtimePlatform = family;
    }
    const served: Inputs = {};
    if (chosen.group !== "none") {
        const alb = n.loadBalancer("alb", subnets, {
            ipAddressType: "dualstack",
            securityGroups: [doors.id],
        });
        const web = n.targetGroup("web", vpc, { ipAddressType: chosen.group });
        n.listener("web", alb, web);
        Object.assign(served, behind(web));
    }
    n.service("web", [...new Set(chosen.used.map((i) => at(subnets, i)))], {
        ...served,
        platformVersion: chosen.platform,
        networkConfiguration: { securityGroups: [group.id] },
    });
}

function at<T>(list: readonly T[], i: number): T {
    return list[i % list.length] as T;
}
