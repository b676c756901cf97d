import { unless, type Gap } from "../knowable";
import { agreed, candidates } from "../network";
import { Addresses } from "./addresses";
import type { Destination, Origin } from "./connection";
import { endpointsIn } from "./endpoint-names";
import { along, type PathAnswer } from "./hop";
import { isIpv6Only } from "./ipv6-only";
import { named } from "./by-name";
import type { Scene } from "./scene";
import { eachWay } from "./trace";
import { parties, ways } from "./words";

/** A task's call to a host on the internet. */
export class HostReach {
    constructor(private readonly scene: Scene) {}

    /**
     * @param host `undefined` if any host may be meant
     * @param isPartners somebody's service, which may have endpoints of its own
     */
    to(origin: Origin, host: string | undefined, port = 443, isPartners = false): PathAnswer {
        const { vpc } = origin.subnet;
        const way = (): PathAnswer => {
            if (isIpv6Only(origin.subnet)) {
                const partners = isPartners ? this.partnersIn(origin) : [];
                return unless(this.fromIpv6Only(origin, host, port), partners);
            }
            const answer = this.scene.dns64.overInternet(origin, onInternet("ipv4", port));
            const doubts = [
                ...this.ipv6Doubts(origin, port),
                ...(isPartners ? this.partnersIn(origin) : []),
            ];
            return along(unless(answer, doubts), ways.overInternet);
        };
        const answers = eachWay(
            this.scene.trace,
            candidates(vpc),
            ({ name }) => `if the subnet is in VPC ${name}`,
            (each) => named(this.scene, each, origin, host, way),
        );
        const [why = vpc.some?.why] = vpc.gaps;
        if (why === undefined) return answers[0] ?? way();
        return answers.length === 0 ? way() : agreed(answers, why, vpc.gaps.length > 0);
    }

    private fromIpv6Only(origin: Origin, host: string | undefined, port: number): PathAnswer {
        const to = { port, called: parties.internet };
        const registry = host === undefined ? undefined : this.scene.registries.at(host);
        // Another host's name is what somebody wrote, and may be a secret.
        const called = registry?.host ?? "the host";
        const what = `whether ${called} has IPv6 addresses is not known`;
        const supply =
            "give the subnet both a connection over IPv6, and DNS64 with NAT64; of a registry the setting registryHosts says it";
        const why = origin.subnet.resource.gap("ipv6Native", "not-modelled", what, supply);
        return this.scene.ipv6Only.publicly(origin, to, registry?.stack ?? "unknown", why);
    }

    /** Endpoints for services that are not AWS's, which may answer for the host's name. */
    private partnersIn({ subnet }: Origin): readonly Gap[] {
        return candidates(subnet.vpc).flatMap((vpc) => {
            const { certain, possible } = endpointsIn(this.scene.graph, vpc);
            return [...certain, ...possible]
                .filter(({ service }) => !service.known || service.value === undefined)
                .map((endpoint) => {
                    const what = "it may answer for the name of the host";
                    return endpoint.resource.gap("serviceName", "not-modelled", what);
                });
        });
    }

    /** Why the host may be reached over IPv6, if it has an IPv6 address; empty if it cannot. */
    private ipv6Doubts(origin: Origin, port: number): readonly Gap[] {
        const { subnet } = origin;
        const { hasIpv6 } = subnet;
        if (hasIpv6.known && !hasIpv6.value) return [];
        const answer = this.scene.trace.quietly(() =>
            this.scene.internet.from(origin, onInternet("ipv6", port)),
        );
        if (answer.verdict === "violated") return [];
        const what = "there may be a connection over IPv6, for hosts that have an IPv6 address";
        return [subnet.resource.gap("ipv6CidrBlock", "not-modelled", what)];
    }
}

function onInternet(family: "ipv4" | "ipv6", port: number): Destination {
    return { addresses: Addresses.onInternet(family), port, called: parties.internet };
}
