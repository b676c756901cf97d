import { assuming, violated, type Gap } from "../knowable";
import type { Subnet } from "../network";
import type { HostStack } from "../workload";
import { Addresses, type Family } from "./addresses";
import type { AwsService, Destination, Origin } from "./connection";
import type { Call } from "./endpoint-policy";
import { along, type Hop, type PathAnswer } from "./hop";
import { isIpv6Only } from "./ipv6-only";
import { rules } from "./rules";
import type { Scene } from "./scene";
import { parties, ways } from "./words";

/** An AWS service as a task uses it. */
export interface ServiceCall {
    readonly service: AwsService;
    /** What it does there, for the policies of endpoints. */
    readonly calls: readonly Call[];
    /**
     * Its host is not the service's plain one (FIPS, dual-stack): whether an endpoint answers for it
     * too is not certain.
     */
    readonly otherHost?: Gap;
    /** Which addresses the host has that is called, if that is known. */
    readonly stack?: HostStack;
}

/** Services of AWS's by their public addresses. */
export class PublicServiceReach {
    constructor(private readonly scene: Scene) {}

    to(origin: Origin, call: ServiceCall): PathAnswer {
        const { dns64, ipv6Only } = this.scene;
        const { service, stack = "unknown" } = call;
        if (isIpv6Only(origin.subnet)) {
            const why = whichName(origin.subnet);
            return ipv6Only.publicly(origin, publicHostOf(service), stack, why);
        }
        const { port, service: own, addresses } = publicAddressOf(service);
        const to = { port, called: parties.internet, service: own, addresses };
        return along(dns64.overInternet(origin, to), ways.overInternet);
    }

    /**
     * The same, where it might be spared by an endpoint.
     *
     * @param none the endpoints that would carry it, were they there
     */
    orByEndpoint(origin: Origin, call: ServiceCall, none: readonly Hop[]): PathAnswer {
        const answer = this.to(origin, call);
        // Whether an endpoint would serve IPv6-only tasks is not certain.
        if (answer.verdict !== "violated" || isIpv6Only(origin.subnet)) return answer;
        for (const each of none) {
            this.scene.trace.step(
                rules.noEndpoint,
                () => undefined,
                () => violated(each),
            );
        }
        const way = ways.withoutEndpoint.of({ service: call.service.name });
        const paths = none.map((each) => ({ way, hops: [each] }));
        return assuming(violated(...answer.evidence, ...paths), answer.assumed);
    }
}

/** Of the services only S3 has a prefix list, by which rules and routes name it; to others all ways are alike. */
export function publicHostOf(service: AwsService): Omit<Destination, "addresses"> {
    return service.name === "s3"
        ? { port: 443, called: parties.s3, service }
        : { port: 443, called: parties.internet };
}

export function publicAddressOf(aws: AwsService, family: Family = "ipv4"): Destination {
    const { port, called, service } = publicHostOf(aws);
    return { port, called, service, addresses: Addresses.onInternet(family) };
}

export function whichName({ resource }: Subnet): Gap {
    const what =
        "which of a service's names its tasks call, the plain one or that with IPv6 addresses, is not documented";
    const supply = "give the subnet both a connection over IPv6, and DNS64 with NAT64";
    return resource.gap("ipv6Native", "not-modelled", what, supply);
}
