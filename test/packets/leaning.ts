import type { Network } from "../support/networks";
import { Ref, type Inputs, type Resource, type Value } from "../support/program";

/*
 * Faults that people make in networks, and that the random ones have too seldom to tell what would overlook
 * them: every other network gets one of them, in turn.
 */
const leanings: readonly ((n: Network) => void)[] = [
    // NAT gateways are private.
    (n) => {
        for (const nat of all(n, "natGateway:NatGateway"))
            Object.assign(nat.inputs, { connectivityType: "private", allocationId: null });
    },
    // Routes lead to the internet gateway of another VPC.
    (n) => {
        const gateway = n.internetGateway(n.vpc("other", { cidrBlock: "10.200.0.0/16" }), "other");
        const led = (route: Inputs): Inputs =>
            "gatewayId" in route ? { ...route, gatewayId: gateway.id } : route;
        for (const { inputs } of all(n, "route:Route")) Object.assign(inputs, led(inputs));
        for (const { inputs } of all(
            n,
            "routeTable:RouteTable",
            "defaultRouteTable:DefaultRouteTable",
        ))
            if (Array.isArray(inputs.routes))
                inputs.routes = inputs.routes.map((each): Value => led(each as Inputs));
    },
    // S3's gateway endpoint refuses image layers, and stands on a route table that nobody uses.
    (n) => {
        for (const endpoint of all(n, "vpcEndpoint:VpcEndpoint")) {
            if (endpoint.inputs.vpcEndpointType === "Interface") continue;
            const { vpcId } = endpoint.inputs;
            if (!(vpcId instanceof Ref)) continue;
            const table = n.routeTable(`${endpoint.name}-unused`, vpcId.of);
            Object.assign(endpoint.inputs, { routeTableIds: [table.id], policy: refusing });
        }
    },
    // DNS64 is off.
    (n) => {
        for (const { inputs } of all(n, "subnet:Subnet"))
            if ("enableDns64" in inputs) inputs.enableDns64 = false;
    },
    // The policies of interface endpoints allow everything, but deny what tasks ask.
    (n) => {
        for (const { inputs } of all(n, "vpcEndpoint:VpcEndpoint"))
            if (inputs.vpcEndpointType === "Interface") inputs.policy = refusing;
    },
];

/** The network at this place of a sample, with one of the faults or without. */
export function lean(n: Network, i: number): Network {
    if (i % 2 === 1) leanings[((i - 1) / 2) % leanings.length]?.(n);
    return n;
}

function all(n: Network, ...types: string[]): Resource[] {
    return n.resources.filter(({ type }) => types.some((each) => type.endsWith(`/${each}`)));
}

const statement = (effect: string): Inputs => ({
    Effect: effect,
    Principal: "*",
    Action: "*",
    Resource: "*",
});
const refusing = JSON.stringify({
    Version: "2012-10-17",
    Statement: [statement("Allow"), statement("Deny")],
});
