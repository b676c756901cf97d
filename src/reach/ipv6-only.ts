import { agreed, type Subnet } from "../network";
import { isKnownToBe, type Gap } from "../knowable";
import type { HostStack } from "../workload";
import { Addresses } from "./addresses";
import type { Destination, HopAnswer, Origin } from "./connection";
import { along, type PathAnswer } from "./hop";
import { inIpv6, type InternetReach } from "./internet";
import type { Trace } from "./trace";
import { ways } from "./words";

/** What starts in the subnet has no IPv4 address, as far as is known. */
export function isIpv6Only({ isIpv6Only: only }: Subnet): boolean {
    return isKnownToBe(only, true);
}

/** The ways out of IPv6-only subnets: over IPv6, or translated to IPv4 (AWS rules 1.14, 5). */
export class Ipv6OnlyReach {
    constructor(
        private readonly internet: InternetReach,
        private readonly trace: Trace,
    ) {}

    /** Over IPv6, to a host that has IPv6 addresses. */
    overIpv6(origin: Origin, to: Omit<Destination, "addresses">): HopAnswer {
        const addresses = Addresses.onInternet("ipv6");
        return this.internet.from(origin, { ...inIpv6(to), addresses });
    }

    /** To a public host: the way depends on which addresses it has. */
    publicly(
        origin: Origin,
        to: Omit<Destination, "addresses">,
        stack: HostStack,
        why: Gap,
    ): PathAnswer {
        const direct = (): PathAnswer => along(this.overIpv6(origin, to), ways.overInternet);
        return this.bothWays(origin, to, stack, why, direct);
    }

    /**
     * The same, with a way over IPv6 of its own. Of a host that may have IPv6 addresses or not both ways
     * have to work; it cannot be reached if none does.
     */
    bothWays(
        origin: Origin,
        to: Omit<Destination, "addresses">,
        stack: HostStack,
        why: Gap,
        direct: () => PathAnswer,
    ): PathAnswer {
        if (stack === "dual-stack") return direct();
        const translated = (): PathAnswer => along(this.internet.byNat64(origin, to), ways.byNat64);
        if (stack === "ipv4") return translated();
        const branch = (called: string, ask: () => PathAnswer): PathAnswer =>
            this.trace.branch("alternative", () => called, ask);
        return alike(branch("over IPv6", direct), branch("translated to IPv4", translated), why);
    }
}

/** What two ways say alike, of which it is not known which is taken; both are told. */
export function alike(one: PathAnswer, other: PathAnswer, why: Gap): PathAnswer {
    const answer = agreed([one, other], why);
    if (answer.verdict !== "violated") return answer;
    return { ...answer, evidence: [...one.evidence, ...other.evidence] };
}
