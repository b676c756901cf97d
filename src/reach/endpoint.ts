import { cannotKnow, isKnownToBe, ok, unless, violated, type Gap } from "../knowable";
import {
    agreedAmong,
    candidates,
    groupsOfEndpoint,
    isEmpty,
    partsOfEndpoint,
    subnetsOfEndpoint,
    type Graph,
    type Subnet,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import type { Family } from "./addresses";
import { inOrder, type HopAnswer, type Origin } from "./connection";
import { hasHostnames } from "./dns";
import type { Dns64 } from "./dns64";
import type { Call, EndpointPolicies } from "./endpoint-policy";
import { sourceOf, type Filters } from "./filters";
import { stopped, through } from "./hop";
import { rules } from "./rules";
import { eachWay, type Trace } from "./trace";
import { faults, parties, type Alone, type Fault } from "./words";

/** HTTPS, which all services of AWS's that tasks need speak (AWS rule 4). */
export const endpointPort = 443;

/** Whether a task's call passes an interface endpoint that has the name (AWS rule 4). */
export class Endpoints {
    constructor(
        private readonly graph: Graph,
        private readonly filters: Filters,
        private readonly policies: EndpointPolicies,
        private readonly dns64: Dns64,
        private readonly trace: Trace,
    ) {}

    /** From a task to an interface endpoint that has the name: its DNS, interfaces, groups and policy. */
    call(
        origin: Origin,
        vpc: Vpc,
        endpoint: VpcEndpoint,
        calls: readonly Call[],
        family: Family = "ipv4",
    ): HopAnswer {
        this.trace.rests(() => [endpoint, ...partsOfEndpoint(this.graph, endpoint)]);
        return through(
            origin.subnet,
            inOrder([
                () =>
                    this.trace.step(
                        rules.privateDns,
                        () => ({ at: vpc, says: `VPC ${vpc.name} has enableDnsHostnames on` }),
                        () => hasHostnames(vpc, parties.privateDnsOf.of({ endpoint })),
                    ),
                () =>
                    this.trace.step(
                        rules.families,
                        () => undefined,
                        () =>
                            family === "ipv4"
                                ? hasIpv4(endpoint)
                                : hasIpv6(endpoint, origin.subnet),
                    ),
                () =>
                    this.dns64.privately(
                        inOrder([
                            () => this.toInterfaces(origin, vpc, endpoint, family),
                            () =>
                                this.filters.arrive(
                                    origin,
                                    groupsOfEndpoint(this.graph, vpc, endpoint),
                                    { port: endpointPort },
                                    family,
                                    endpoint,
                                ),
                        ]),
                        origin,
                    ),
                () => this.policies.pass(endpoint, calls),
            ]),
        );
    }

    /** To one of the endpoint's interfaces; the name gives the addresses of all. */
    private toInterfaces(
        origin: Origin,
        vpc: Vpc,
        endpoint: VpcEndpoint,
        family: Family,
    ): HopAnswer {
        const { subnets, maybe } = subnetsOfEndpoint(this.graph, endpoint);
        if (isEmpty(subnets)) {
            const none = violated(stopped(faults.endpointWithoutSubnet, endpoint, {}));
            return this.trace.step(
                rules.interfaces,
                () => undefined,
                () => unless(none, [...maybe, ...this.graph.openness.of(endpoint, "subnetIds")]),
            );
        }
        const groups = groupsOfEndpoint(this.graph, vpc, endpoint);
        const answers = eachWay(
            this.trace,
            candidates(subnets),
            ({ name }) => `to its interface in the subnet ${name}`,
            (subnet) => {
                this.trace.note(rules.interfaces, () => ({
                    at: endpoint,
                    says: `${endpoint.label} ${endpoint.name} has an interface in the subnet ${subnet.name}`,
                }));
                return this.filters.within(origin, subnet, {
                    addresses: sourceOf(subnet, family),
                    port: endpointPort,
                    called: parties.endpoint.of({ endpoint }),
                    groups,
                });
            },
        );
        return agreedAmong(subnets, answers, () => halfWay(endpoint));
    }
}

/** Only one that has IPv6 addresses, and gives them to the name, is called over IPv6 (AWS rule 4). */
function hasIpv6(endpoint: VpcEndpoint, subnet: Subnet): HopAnswer {
    const type = endpoint.ipAddressType;
    if (!type.known) return cannotKnow(type.why);
    if (type.value === undefined) {
        const what = "it may have IPv6 addresses or not, as AWS chooses by its subnets";
        const supply = `set ipAddressType on the endpoint ${endpoint.name}`;
        return cannotKnow(endpoint.resource.gap("ipAddressType", "computed", what, supply));
    }
    const records = endpoint.hasIpv6Records;
    if (type.value === "ipv4") return withIpv4Alone(endpoint, subnet);
    if (!records.known) return cannotKnow(records.why);
    return records.value ? ok() : withIpv4Alone(endpoint, subnet);
}

/** Only by DNS64 an address that a name does not have can be made up. */
export function withIpv4Alone(
    endpoint: VpcEndpoint,
    { hasDns64 }: Subnet,
    fault: Fault<Alone> = faults.endpointWithoutIpv6,
): HopAnswer {
    if (isKnownToBe(hasDns64, false)) return violated(stopped(fault, endpoint, {}));
    const what = "it has no IPv6 addresses, and what NAT64 makes of its IPv4 ones is not simulated";
    return cannotKnow(endpoint.resource.gap("ipAddressType", "not-modelled", what));
}

/** An endpoint of IPv6 alone gives the name no IPv4 address (AWS rule 4). */
function hasIpv4(endpoint: VpcEndpoint): HopAnswer {
    const type = endpoint.ipAddressType;
    if (!type.known) return cannotKnow(type.why);
    if (type.value !== "ipv6") return ok();
    const what = "it has IPv6 addresses alone, and connections over IPv6 are not simulated";
    return cannotKnow(endpoint.resource.gap("ipAddressType", "not-modelled", what));
}

function halfWay(endpoint: VpcEndpoint): Gap {
    const what =
        "some of its interfaces can be reached, and others not; which a task calls is up to DNS";
    return endpoint.resource.gap("subnetIds", "not-modelled", what);
}
