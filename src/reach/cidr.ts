import { parseCIDR } from "ipaddr.js";

/** How much of the IPv4 internet a route's destination covers. */
export type Coverage = "all" | "some" | "none";

/**
 * What a destination covers of the public IPv4 addresses: `0.0.0.0/0` all, `10.0.0.0/8` none,
 * `3.0.0.0/8` some. IPv6 blocks cover none (facts 5: the families are apart); a prefix list, or what
 * cannot be parsed, may cover some.
 */
export function internetCoverage(destination: string): Coverage {
    let coverage = coverages.get(destination);
    if (coverage === undefined) {
        coverage = coverageOf(destination);
        coverages.set(destination, coverage);
    }
    return coverage;
}

/** The same few destinations stand in most tables. */
const coverages = new Map<string, Coverage>();

function coverageOf(destination: string): Coverage {
    let parsed: ReturnType<typeof parseCIDR>;
    try {
        parsed = parseCIDR(destination);
    } catch {
        return "some";
    }
    const [address, prefix] = parsed;
    if (address.kind() === "ipv6") return "none";
    if (prefix === 0) return "all";
    // A short prefix reaches over its first address's range into public space.
    return prefix >= 8 && address.range() !== "unicast" ? "none" : "some";
}

/** Whether a route for IPv6 leads beyond the VPC. */
export function isIpv6Internet(destination: string): boolean {
    try {
        const [address, prefix] = parseCIDR(destination);
        return address.kind() === "ipv6" && (prefix === 0 || address.range() === "unicast");
    } catch {
        return false;
    }
}

/** Whether the blocks cover all of IPv4 together: the two halves do. */
export function coverTogether(destinations: readonly string[]): boolean {
    return destinations.includes("0.0.0.0/1") && destinations.includes("128.0.0.0/1");
}
