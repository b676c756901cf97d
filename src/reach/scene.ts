import type { Graph } from "../network";
import type { Registries } from "../workload";
import type { Dns64 } from "./dns64";
import type { Endpoints } from "./endpoint";
import type { EndpointPolicies } from "./endpoint-policy";
import type { Filters } from "./filters";
import type { GatewayEndpoints } from "./gateway-endpoint";
import type { InternetReach } from "./internet";
import type { Ipv6OnlyReach } from "./ipv6-only";
import type { ReachOptions } from "./options";
import type { PeeringReach } from "./peering";
import type { PublicSubnets } from "./public-subnets";
import type { Trace } from "./trace";

/** All that a packet may meet, for those who follow it. */
export interface Scene {
    readonly graph: Graph;
    readonly options: ReachOptions;
    /** Is told what is looked at. */
    readonly trace: Trace;
    readonly filters: Filters;
    readonly endpoints: Endpoints;
    readonly policies: EndpointPolicies;
    readonly gateways: GatewayEndpoints;
    readonly peering: PeeringReach;
    readonly internet: InternetReach;
    readonly publicSubnets: PublicSubnets;
    readonly ipv6Only: Ipv6OnlyReach;
    readonly dns64: Dns64;
    readonly registries: Registries;
}
