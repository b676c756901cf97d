/** What the simulation is told beyond the plan (a setting of `preflight-settings`). */
export interface ReachOptions {
    /** Take transit gateways, peerings, firewalls … as leading to the internet. */
    readonly centralizedEgress: "unknown" | "assumed";
    /** Whether dual-stack interface endpoints of ECR serve tasks over IPv6 (AWS rule 2). */
    readonly ecrDualStackEndpoints: "unknown" | "yes" | "no";
    /** Registries on the internet, and which addresses they have, beside those that are known (AWS rule 12). */
    readonly registryHosts: readonly string[];
}
