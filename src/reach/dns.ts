import { distinctGaps, type Gap } from "../knowable";
import { candidates, type Graph, type Vpc } from "../network";

/**
 * Why a name may mean something else in a VPC than in public: a private hosted zone associated with it
 * answers for the name. Its records may lead anywhere, so they are not followed.
 *
 * @param host a host, or the domain below which it lies; `undefined` if any host may be meant
 */
export function privateNames(graph: Graph, vpc: Vpc, host: string | undefined): readonly Gap[] {
    const direct = graph.children("hostedZone", vpc, "vpcs", (zone) => zone.vpcs);
    const associations = graph.children("hostedZoneAssociation", vpc, "vpc", (each) => each.vpc);
    const associated = [...associations.certain, ...associations.possible];
    const zones = new Set([
        ...direct.certain,
        ...direct.possible,
        ...associated.flatMap((association) => candidates(association.zone)),
    ]);
    const gaps: Gap[] = [...direct.unresolved, ...associations.unresolved];
    for (const association of associated) gaps.push(...association.zone.gaps);
    for (const zone of zones) {
        const { domain } = zone;
        if (!domain.known) gaps.push(domain.why);
        else if (host === undefined || covers(domain.value ?? "", host)) {
            const what = `this private hosted zone answers for the name in VPC ${vpc.name}`;
            gaps.push(zone.resource.gap("name", "not-modelled", what));
        }
    }
    return distinctGaps(gaps);
}

function covers(zone: string, host: string): boolean {
    return host === zone || host.endsWith(`.${zone}`) || zone.endsWith(`.${host}`);
}
