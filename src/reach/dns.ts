import {
    addAll,
    cannotKnow,
    distinctGaps,
    isKnownToBe,
    ok,
    unless,
    violated,
    type Gap,
} from "../knowable";
import {
    candidates,
    partitionOf,
    type Graph,
    type HostedZone,
    type PrivateDnsNamespace,
    type ResolverRule,
    type Vpc,
} from "../network";
import type { AwsService, HopAnswer } from "./connection";
import { stopped } from "./hop";
import { faults, type Said } from "./words";

/** Whether names are resolved in a VPC, by Amazon's server, so that the VPC's private names count (AWS rules 4, 6). */
export function resolvesNames(graph: Graph, vpc: Vpc): HopAnswer {
    return graph.once(askResolver, vpc);
}

function askResolver(graph: Graph, vpc: Vpc): HopAnswer {
    const others = otherNameServers(graph, vpc);
    if (others.length > 0) return cannotKnow(others);
    return unless(hasSupport(vpc), graph.openness.of(vpc, "dhcpOptionsId"));
}

/** Amazon's server answers in a VPC. */
export function hasSupport(vpc: Vpc): HopAnswer {
    const support = vpc.enableDnsSupport;
    if (!support.known) return cannotKnow(support.why);
    if (support.value !== false) return ok();
    return violated(stopped(faults.dnsSupportOff, vpc, {}));
}

/** Public DNS hostnames are on in a VPC, which private names need (AWS rules 1.7, 4). */
export function hasHostnames(vpc: Vpc, neededBy: Said): HopAnswer {
    const hostnames = vpc.enableDnsHostnames;
    if (!hostnames.known) return cannotKnow(hostnames.why);
    if (hostnames.value === true) return ok();
    return violated(stopped(faults.dnsHostnamesOff, vpc, { neededBy }));
}

/** Name servers of one's own, given by DHCP options: what they answer is not in the plan. */
export function otherNameServers(graph: Graph, vpc: Vpc): readonly Gap[] {
    const { certain, possible, unresolved } = graph.children(
        "vpcDhcpOptionsAssociation",
        vpc,
        "vpc",
    );
    const options = [...certain, ...possible].flatMap(({ dhcpOptions }) => [
        ...dhcpOptions.gaps,
        ...candidates(dhcpOptions).flatMap((each) => {
            const { usesAmazonDns } = each;
            if (!usesAmazonDns.known) return [usesAmazonDns.why];
            if (usesAmazonDns.value) return [];
            const what = `VPC ${vpc.name} uses name servers of its own, and what they answer is not in the plan`;
            return [each.resource.gap("domainNameServers", "not-modelled", what)];
        }),
    ]);
    return [...unresolved, ...options];
}

/** The host of a service, or the domain below which its hosts lie; `undefined` in a region that is not known. */
export function hostOf({ name, region }: AwsService): string | undefined {
    const partition = partitionOf(region);
    return partition && `${hostNames[name] ?? name}.${region}.${partition.dnsSuffix}`;
}

/** The same of the name that has IPv6 addresses too (AWS, dual-stack endpoints). */
export function dualStackHostOf({ name, region }: AwsService): string | undefined {
    const partition = partitionOf(region);
    if (partition === undefined) return undefined;
    if (name === "s3") return `s3.dualstack.${region}.${partition.dnsSuffix}`;
    if (name === "ecr.dkr") return `dkr-ecr.${region}.${partition.registrySuffix}`;
    const own = name === "ecr.api" ? "ecr" : (hostNames[name] ?? name);
    return `${own}.${region}.${partition.dualStackDnsSuffix}`;
}

/** Where the host is not called as the endpoint's service is. */
const hostNames: Readonly<Record<string, string>> = {
    "ecr.api": "api.ecr",
    "ecr.dkr": "dkr.ecr",
    "kinesis-firehose": "firehose",
    "kinesis-streams": "kinesis",
};

/**
 * Why a name may mean something else in a VPC than in public: a private hosted zone associated with it
 * answers for the name, or a resolver rule sends the question elsewhere. Where that leads is not followed.
 *
 * @param host a host, or the domain below which it lies; `undefined` if any host may be meant
 */
export function privateNames(graph: Graph, vpc: Vpc, host: string | undefined): readonly Gap[] {
    return graph.once(findPrivateNames, vpc, host);
}

function findPrivateNames(graph: Graph, vpc: Vpc, host: string | undefined): readonly Gap[] {
    const direct = graph.children("hostedZone", vpc, "vpcs");
    const associations = graph.children("hostedZoneAssociation", vpc, "vpc");
    const associated = [...associations.certain, ...associations.possible];
    const zones = new Set<HostedZone | PrivateDnsNamespace>([
        ...direct.certain,
        ...direct.possible,
        ...associated.flatMap((association) => candidates(association.zone)),
    ]);
    const gaps: Gap[] = [...direct.unresolved, ...associations.unresolved];
    const spaces = graph.children("privateDnsNamespace", vpc, "vpc");
    addAll(gaps, spaces.unresolved);
    for (const { zone, namespace } of associated) {
        for (const each of candidates(namespace)) zones.add(each);
        // The zone of a namespace is that of no other resource.
        if (namespace.nodes.length === 0) addAll(gaps, zone.gaps);
    }
    for (const zone of [...zones, ...spaces.certain, ...spaces.possible]) {
        const { domain } = zone;
        if (!domain.known) gaps.push(domain.why);
        else if (host === undefined || covers(domain.value ?? "", host)) {
            const what = `this private hosted zone answers for the name in VPC ${vpc.name}`;
            gaps.push(zone.resource.gap("name", "not-modelled", what));
        }
    }
    return distinctGaps([...gaps, ...forwarded(graph, vpc, host)]);
}

/**
 * Why another name server may answer for a name: a resolver rule sends the question there. Of several
 * rules that of the longest domain decides; one of type `SYSTEM` leaves it to Amazon's own server (AWS rule 13).
 */
function forwarded(graph: Graph, vpc: Vpc, host: string | undefined): readonly Gap[] {
    const { certain, possible, unresolved } = graph.children("resolverRuleAssociation", vpc, "vpc");
    const associations = [...certain, ...possible];
    const exempt = certain.flatMap(({ rule: { nodes } }) =>
        nodes.flatMap(({ domain, isSystem }) =>
            domain.known && isKnownToBe(isSystem, true) && isWithin(host, domain.value)
                ? [domain.value ?? ""]
                : [],
        ),
    );
    const sends = ({ domain, isSystem }: ResolverRule): boolean => {
        if (isKnownToBe(isSystem, true)) return false;
        if (!domain.known || host === undefined) return true;
        const { value = "" } = domain;
        return covers(value, host) && !exempt.some((each) => each.length > value.length);
    };
    const what = `this resolver rule sends the question for the name elsewhere in VPC ${vpc.name}`;
    return [
        ...unresolved,
        ...associations.flatMap(({ rule }) => [
            ...rule.gaps,
            ...candidates(rule)
                .filter(sends)
                .map(({ resource }) => resource.gap("domainName", "not-modelled", what)),
        ]),
    ];
}

/** Private hosted zones of a VPC outside the plan that facts could not tell. */
export function unreadNames(graph: Graph, vpc: Vpc): readonly Gap[] {
    const { facts, external, origin } = vpc.resource;
    const isOutside = external || origin === "outside";
    return isOutside && facts !== undefined ? graph.openness.of(vpc, "hostedZones") : [];
}

function covers(zone: string, host: string): boolean {
    return isWithin(host, zone) || zone.endsWith(`.${host}`);
}

/** The host is of the domain, or all hosts below it are; "" is every domain. */
function isWithin(host: string | undefined, domain = ""): boolean {
    return domain === "" || host === domain || host?.endsWith(`.${domain}`) === true;
}
