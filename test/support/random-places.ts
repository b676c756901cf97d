import fc from "fast-check";
import { Network } from "./networks";
import type { Inputs, Resource, Value } from "./program";

/** What random places are made of: VPCs, their subnets, and what stands in them; numbers choose among what is there. */
interface Choices {
    readonly vpcs: readonly {
        readonly adopted: boolean;
        readonly subnets: readonly {
            readonly size: 24 | 27 | 28;
            readonly zone: "a" | "b" | "AWS";
            readonly logged: boolean;
            readonly nat: boolean;
            readonly endpoint: boolean;
        }[];
        readonly logged: boolean;
        readonly options: "none" | "domain" | "servers";
    }[];
    readonly groups: readonly { readonly vpc: number | "none"; readonly shared: number | "none" }[];
    readonly services: readonly {
        readonly subnets: readonly (readonly [vpc: number, subnet: number])[];
        readonly groups: readonly number[];
        readonly count: number;
        readonly percent: number;
        readonly most: number | "none";
        readonly launch: "FARGATE" | "default" | "EC2";
        readonly balanced: number | "none";
        readonly address: boolean;
        readonly anew: boolean;
    }[];
}

const index = fc.nat({ max: 5 });
const orNone = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | "none"> =>
    fc.oneof(fc.constant("none" as const), some);

export const choices: fc.Arbitrary<Choices> = fc.record({
    vpcs: fc.array(
        fc.record({
            adopted: fc.constantFrom(false, false, true),
            subnets: fc.array(
                fc.record({
                    size: fc.constantFrom(24, 27, 28),
                    zone: fc.constantFrom("a", "b", "AWS"),
                    logged: fc.boolean(),
                    nat: fc.boolean(),
                    endpoint: fc.boolean(),
                }),
                { minLength: 1, maxLength: 3 },
            ),
            logged: fc.boolean(),
            options: fc.constantFrom("none", "domain", "servers"),
        }),
        { minLength: 1, maxLength: 2 },
    ),
    groups: fc.array(fc.record({ vpc: orNone(index), shared: orNone(index) }), { maxLength: 3 }),
    services: fc.array(
        fc.record({
            subnets: fc.array(fc.tuple(fc.constantFrom(0, 0, 0, 1), index), {
                minLength: 1,
                maxLength: 3,
            }),
            groups: fc.array(index, { maxLength: 2 }),
            count: fc.constantFrom(0, 1, 2, 6, 11, 12, 30),
            percent: fc.constantFrom(100, 150, 200),
            most: orNone(fc.constantFrom(4, 20, 300)),
            launch: fc.constantFrom("FARGATE", "FARGATE", "default", "EC2"),
            balanced: orNone(index),
            address: fc.boolean(),
            anew: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
    ),
});

/** Writes the program. */
export function build(chosen: Choices): Network {
    const n = new Network();
    const places = chosen.vpcs.map((vpc, i) => buildVpc(n, vpc, `v${String(i)}`));
    const groups = chosen.groups.map(({ vpc, shared }, i) => {
        const name = `g${String(i)}`;
        const vpcId = vpc === "none" ? null : at(places, vpc).vpc.id;
        const group = n.add("aws:ec2/securityGroup:SecurityGroup", name, { vpcId, egress: [] });
        if (shared !== "none") {
            n.add("aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation", name, {
                securityGroupId: group.id,
                vpcId: at(places, shared).vpc.id,
            });
        }
        return group;
    });
    chosen.services.forEach((service, i) => {
        buildService(n, service, `svc${String(i)}`, places, groups);
    });
    return n;
}

interface Place {
    readonly vpc: Resource;
    readonly subnets: readonly Resource[];
}

function buildVpc(n: Network, chosen: Choices["vpcs"][number], name: string): Place {
    // A region has one default VPC.
    const isDefault = chosen.adopted && n.find("aws:ec2/defaultVpc:DefaultVpc") === undefined;
    const vpc = isDefault ? n.add("aws:ec2/defaultVpc:DefaultVpc", name) : n.vpc(name);
    if (chosen.logged) n.add("aws:ec2/flowLog:FlowLog", name, { vpcId: vpc.id });
    if (chosen.options !== "none") {
        const servers = chosen.options === "domain" ? "AmazonProvidedDNS" : "10.1.0.2";
        const options = n.add("aws:ec2/vpcDhcpOptions:VpcDhcpOptions", name, {
            domainNameServers: [servers],
        });
        n.add("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation", name, {
            vpcId: vpc.id,
            dhcpOptionsId: options.id,
        });
    }
    const subnets = chosen.subnets.map(({ size, zone, logged, nat, endpoint }, i) => {
        const own = `${name}-s${String(i)}`;
        const subnet = n.subnet(own, vpc, {
            cidrBlock: `10.0.${String(i)}.0/${String(size)}`,
            availabilityZone: zone === "AWS" ? null : `us-east-1${zone}`,
        });
        if (logged) n.add("aws:ec2/flowLog:FlowLog", own, { subnetId: subnet.id });
        if (nat) n.natGateway(own, subnet);
        if (endpoint) {
            n.add("aws:ec2/vpcEndpoint:VpcEndpoint", own, {
                vpcId: vpc.id,
                serviceName: "com.amazonaws.us-east-1.logs",
                vpcEndpointType: "Interface",
                privateDnsEnabled: true,
                subnetIds: [subnet.id],
            });
        }
        return subnet;
    });
    return { vpc, subnets };
}

function buildService(
    n: Network,
    chosen: Choices["services"][number],
    name: string,
    places: readonly Place[],
    groups: readonly Resource[],
): void {
    const subnets = new Set(chosen.subnets.map(([vpc, i]) => at(at(places, vpc).subnets, i)));
    const used = new Set(groups.length === 0 ? [] : chosen.groups.map((i) => at(groups, i)));
    const launches: Record<typeof chosen.launch, Inputs> = {
        FARGATE: { launchType: "FARGATE" },
        default: { launchType: null },
        EC2: { launchType: "EC2" },
    };
    const service = n.service(name, [...subnets], {
        desiredCount: chosen.count,
        deploymentMaximumPercent: chosen.percent,
        networkConfiguration: { securityGroups: [...used].map(({ id }) => id) },
        ...launches[chosen.launch],
        ...(chosen.balanced === "none"
            ? {}
            : { loadBalancers: balancer(n, name, places, chosen.balanced) }),
        ...(chosen.anew ? { forceNewDeployment: true } : {}),
    });
    if (chosen.most !== "none") {
        n.add("aws:appautoscaling/target:Target", name, {
            serviceNamespace: "ecs",
            resourceId: `service/main-1234567/${name}-1234567`,
            maxCapacity: chosen.most,
        });
    }
    if (chosen.address) {
        n.add("aws:ec2/eipAssociation:EipAssociation", name, {
            networkInterfaceId: service.get("networkInterfaceId"),
        });
    }
}

/** A load balancer in the subnets of one VPC, for a target group of another, perhaps. */
function balancer(n: Network, name: string, places: readonly Place[], i: number): Value {
    const group = n.targetGroup(name, at(places, i).vpc);
    n.listener(name, n.loadBalancer(name, at(places, i % 2).subnets), group);
    return [{ targetGroupArn: group.arn, containerPort: 80 }];
}

function at<T>(list: readonly T[], i: number): T {
    return list[i % list.length] as T;
}
