import { isKnownToBe, ok, unless, violated, type Answer, type Gap } from "../knowable";
import type { Subnet } from "../network";
import { Addresses } from "./addresses";
import type { Destination, HopAnswer, Origin } from "./connection";
import { hop, type Hop } from "./hop";
import type { InternetReach } from "./internet";
import { isIpv6Only } from "./ipv6-only";
import type { RouteTables } from "./route-tables";
import type { Trace } from "./trace";

/**
 * DNS64 in subnets that have IPv4 too: names without IPv6 addresses get made-up ones there as well, and
 * which of the two the tasks call is not documented (AWS rule 5). So where a call over IPv4 is stopped, one
 * by NAT64 may get through.
 */
export class Dns64 {
    constructor(
        private readonly internet: InternetReach,
        private readonly tables: RouteTables,
        private readonly trace: Trace,
    ) {}

    /** A call to a public host over IPv4, by the routes of the subnet. */
    overInternet(origin: Origin, to: Destination): HopAnswer {
        return this.publicly(this.internet.from(origin, to), origin, to);
    }

    /** What stops a call to a public host over IPv4 stops it only if NAT64 leads there no more. */
    publicly<E>(answer: Answer<E>, origin: Origin, to: Omit<Destination, "addresses">): Answer<E> {
        return this.unless(answer, origin, () => this.internet.byNat64(origin, to));
    }

    /** The same of a call by name to an address in a VPC: a NAT gateway brings it there from its own address. */
    privately<E>(answer: Answer<E>, origin: Origin): Answer<E> {
        return this.unless(answer, origin, () => this.toTranslator(origin));
    }

    private unless<E>(answer: Answer<E>, { subnet }: Origin, ask: () => HopAnswer): Answer<E> {
        if (answer.verdict !== "violated" || isIpv6Only(subnet)) return answer;
        if (isKnownToBe(subnet.hasDns64, false) || isKnownToBe(subnet.hasIpv6, false))
            return answer;
        return this.trace.quietly(ask).verdict === "violated"
            ? answer
            : unless(answer, [mayTranslate(subnet)]);
    }

    /** The subnet's table leads what stands for IPv4 to something that may translate it. */
    private toTranslator({ subnet }: Origin): HopAnswer {
        return this.tables.over(subnet, (table) => {
            const nowhere = (): Hop => hop(table);
            return this.tables.through(table, Addresses.ofNat64(), nowhere, ({ target }) =>
                target.kind === "nat-gateway" || target.kind === "opaque"
                    ? ok()
                    : violated(nowhere()),
            );
        });
    }
}

function mayTranslate({ resource }: Subnet): Gap {
    const what =
        "DNS64 gives names made-up IPv6 addresses, for which there may be a connection by NAT64; which address its tasks call is not documented";
    return resource.gap("enableDns64", "not-modelled", what);
}
