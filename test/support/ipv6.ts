import type { NatNetwork, Network } from "./networks";
import type { Inputs, Resource, Value } from "./program";

/** A subnet of both families: its own inputs come over these. */
export const dualStack: Inputs = {
    ipv6CidrBlock: "2001:db8:1:1::/64",
    assignIpv6AddressOnCreation: true,
};

/** A subnet without IPv4. */
export const ipv6Only: Inputs = { ...dualStack, cidrBlock: null, ipv6Native: true };

/** Makes a private subnet dual-stack, with DNS64, and leads what it makes up to the NAT gateway. */
export function translated(
    n: Network,
    { privateSubnet, privateTable, nat }: NatNetwork,
    inputs: Inputs = {},
): void {
    Object.assign(privateSubnet.inputs, dualStack, { enableDns64: true, ...inputs });
    n.route("nat64", privateTable, {
        destinationCidrBlock: null,
        destinationIpv6CidrBlock: "64:ff9b::/96",
        natGatewayId: nat.id,
    });
}

/** Routes to an internet gateway, for both families or one. */
export function routesTo(igw: Resource, families: readonly ("ipv4" | "ipv6")[]): Value[] {
    return families.map((family) => ({
        ...(family === "ipv4" ? { cidrBlock: "0.0.0.0/0" } : { ipv6CidrBlock: "::/0" }),
        gatewayId: igw.id,
    }));
}

export interface PublicIpv6Network {
    readonly vpc: Resource;
    readonly igw: Resource;
    readonly table: Resource;
    readonly subnet: Resource;
}

/** A VPC with an IPv6 block, and a public subnet of it: dual-stack, or what its inputs make of it. */
export function publicIpv6Network(
    n: Network,
    inputs: Inputs = dualStack,
    families: readonly ("ipv4" | "ipv6")[] = ["ipv4", "ipv6"],
): PublicIpv6Network {
    const vpc = n.vpc("vpc", { assignGeneratedIpv6CidrBlock: true });
    const igw = n.internetGateway(vpc);
    const subnet = n.subnet("tasks", vpc, inputs);
    const table = n.routeTable("tasks", vpc, routesTo(igw, families));
    n.associate(subnet, table);
    return { vpc, igw, table, subnet };
}
