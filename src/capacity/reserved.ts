import type {
    Children,
    Graph,
    LoadBalancer,
    Node,
    Subnet,
    SubnetCidrReservation,
    VpcEndpoint,
} from "../network";
import type { Amount } from "../workload";
import { blockOf } from "../reach";

/**
 * How many addresses of a subnet other things of the plan take or keep free: endpoints, NAT gateways and
 * mount targets one each, a load balancer eight, a Network Load Balancer one (AWS rule 7).
 */
export function reservedIn(graph: Graph, subnet: Subnet): Amount {
    return graph.once(findReserved, subnet);
}

function findReserved(graph: Graph, subnet: Subnet): Amount {
    return sum([
        taken(subnet, graph.children("vpcEndpoint", subnet, "subnets"), byEndpoint),
        taken(subnet, graph.children("vpcEndpointSubnetAssociation", subnet, "subnet"), one),
        taken(subnet, graph.children("natGateway", subnet, "subnet"), one),
        taken(subnet, graph.children("mountTarget", subnet, "subnet"), one),
        taken(subnet, graph.children("s3MountTarget", subnet, "subnet"), one),
        taken(subnet, graph.children("loadBalancer", subnet, "subnets"), byBalancer),
    ]);
}

/**
 * How many addresses of a subnet CIDR reservations keep back, at most: of those AWS gives none by itself,
 * and something else of the plan may have some of them (AWS rule 13).
 */
export function heldBackIn(graph: Graph, subnet: Subnet): Amount {
    const reservations = graph.children("subnetCidrReservation", subnet, "subnet");
    return taken(subnet, reservations, byReservation);
}

function byReservation({ cidrBlock, resource }: SubnetCidrReservation): Amount {
    const why = resource.gap("cidrBlock", "not-modelled", "it keeps addresses of its subnet back");
    if (!cidrBlock.known) return { least: 0, most: Infinity, gaps: [cidrBlock.why] };
    const block = blockOf(cidrBlock.value ?? "");
    if (block?.family !== "ipv4") return exactly(0);
    return { least: 0, most: 2 ** (32 - block.prefix), gaps: [why] };
}

function taken<N extends Node>(
    subnet: Subnet,
    children: Children<N>,
    size: (node: N) => Amount,
): Amount {
    const { certain, possible, lost } = children;
    const perhaps = [...possible, ...lost].map((node) => {
        const why = node.resource.gap("", "made-by-plan", `it may be in ${subnet.name}`);
        return { least: 0, most: size(node).most, gaps: [why] };
    });
    return sum([...certain.map(size), ...perhaps]);
}

function sum(parts: readonly Amount[]): Amount {
    return {
        least: parts.reduce((all, { least }) => all + least, 0),
        most: parts.reduce((all, { most }) => all + most, 0),
        gaps: parts.flatMap(({ gaps }) => gaps),
    };
}

const exactly = (count: number): Amount => ({ least: count, most: count, gaps: [] });
const one = (): Amount => exactly(1);

function byEndpoint({ endpointType: type }: VpcEndpoint): Amount {
    if (!type.known) return { least: 0, most: 1, gaps: [type.why] };
    return exactly(type.value === "Gateway" ? 0 : 1);
}

function byBalancer({ loadBalancerType: type }: LoadBalancer): Amount {
    if (!type.known) return { least: 1, most: 8, gaps: [type.why] };
    return exactly(type.value === "application" ? 8 : 1);
}
