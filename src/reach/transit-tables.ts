import { cannotKnow, isKnownToBe, unless, violated, type Gap } from "../knowable";
import {
    every,
    tableOfAttachment,
    transitRoutesOf,
    type Graph,
    type OneOf,
    type TransitGateway,
    type TransitGatewayRouteTable,
    type TransitGatewayVpcAttachment,
    type TransitRoute,
    type TransitRoutes,
    type Vpc,
} from "../network";
import { blockOf, everywhere, type Addresses, type Coverage } from "./addresses";
import type { HopAnswer } from "./connection";
import { stopped, through, type Hop } from "./hop";
import { rules } from "./rules";
import type { Trace } from "./trace";
import { faults } from "./words";

/** Blocks of a VPC are not larger (AWS rule 20). */
const shortestOfVpc = 16;

/** A VPC whose tasks called, and its attachment. */
export interface Home {
    readonly vpc: Vpc;
    readonly home: TransitGatewayVpcAttachment;
}

/** Where the route tables of a transit gateway lead (AWS rule 20). */
export class TransitTables {
    constructor(
        private readonly graph: Graph,
        private readonly trace: Trace,
    ) {}

    /**
     * By the route table of an attachment.
     *
     * @param back to which answers go; unset on the way out
     */
    led(
        from: TransitGatewayVpcAttachment,
        gateway: TransitGateway,
        addresses: Addresses,
        back: Home | undefined,
        follow: (attachment: TransitGatewayVpcAttachment) => HopAnswer,
    ): HopAnswer {
        const found = tableOfAttachment(this.graph, from);
        const [table, ...others] = found.candidates;
        if (table === undefined || others.length > 0 || found.gaps.length > 0) {
            return cannotKnow(noTable(from, found));
        }
        this.trace.rests(() => [...(found.by ?? []), table]);
        const lacking = (): Hop => {
            if (back !== undefined) {
                const { vpc, home: attachment } = back;
                return stopped(faults.noTransitRouteBack, table, { vpc, attachment });
            }
            const attachment = this.leadingOn(from, gateway, follow);
            return stopped(faults.noTransitRoute, table, {
                for: everywhere.ipv4,
                ...(attachment && { attachment }),
            });
        };
        return through(table, this.byTable(table, gateway, addresses, back?.vpc, lacking, follow));
    }

    /** The one other attachment of a gateway, if all goes on from there. */
    private leadingOn(
        from: TransitGatewayVpcAttachment,
        gateway: TransitGateway,
        follow: (attachment: TransitGatewayVpcAttachment) => HopAnswer,
    ): TransitGatewayVpcAttachment | undefined {
        const all = this.graph.children("transitGatewayVpcAttachment", gateway, "transitGateway");
        const [other, ...more] = all.certain.filter((each) => each !== from);
        if (other === undefined || more.length > 0) return undefined;
        const answer = this.trace.quietly(() => follow(other));
        return answer.verdict === "ok" ? other : undefined;
    }

    /** What the table says of it is all that there is to say. */
    private end(answer: HopAnswer): HopAnswer {
        return this.trace.step(
            rules.transitGateway,
            () => undefined,
            () => answer,
        );
    }

    private byTable(
        table: TransitGatewayRouteTable,
        gateway: TransitGateway,
        addresses: Addresses,
        back: Vpc | undefined,
        lacking: () => Hop,
        follow: (attachment: TransitGatewayVpcAttachment) => HopAnswer,
    ): HopAnswer {
        const routes = transitRoutesOf(this.graph, table);
        const { gaps } = routes;
        const { found, isApart } = deciding(routes, addresses, back);
        if (isApart) {
            const what = "its routes lead parts of the addresses different ways";
            return this.end(
                cannotKnow([table.resource.gap("routes", "not-modelled", what), ...gaps]),
            );
        }
        const [chosen] = found;
        if (chosen === undefined) {
            return this.end(unless(violated(lacking()), gaps));
        }
        this.trace.rests(() => found.map(({ node }) => node));
        if (chosen.attachment === undefined) {
            const dropped = stopped(faults.transitBlackhole, table, { isBack: back !== undefined });
            return this.end(unless(violated(dropped), gaps));
        }
        this.trace.note(rules.transitGateway, () => ({
            at: table,
            says: `${table.label} ${table.name}: its route leads ${back === undefined ? "on" : `the answers to VPC ${back.name}`}`,
        }));
        const answer: HopAnswer = unless(
            every(chosen.attachment, (attachment) =>
                isOf(attachment, gateway)
                    ? follow(attachment)
                    : cannotKnow(
                          attachment.resource.gap(
                              "transitGatewayId",
                              "not-modelled",
                              "it is not certain to be of the same transit gateway",
                          ),
                      ),
            ),
            gaps,
        );
        const drops = found.flatMap(({ mayDrop }) => mayDrop ?? []);
        return answer.verdict === "ok" && drops.length > 0
            ? cannotKnow(drops, ...answer.evidence)
            : answer;
    }
}

/** The routes that decide for these addresses, which all lead the same way, unless some of them go apart. */
function deciding(
    { certain, possible }: TransitRoutes,
    addresses: Addresses,
    back: Vpc | undefined,
): { readonly found: readonly TransitRoute[]; readonly isApart: boolean } {
    const covering = ({ destination, isStatic }: TransitRoute): Coverage => {
        // A VPC's block is none of the internet, and nobody routes a part of the tasks' own one elsewhere.
        if (!destination.known) return isStatic && back === undefined ? "some" : "none";
        return destination.value === undefined ? "none" : addresses.coveredBy([destination.value]);
    };
    const whole = best(certain.filter((each) => covering(each) === "all"));
    const partial = certain.filter(
        (each) => covering(each) === "some" && !isBehindStatic(each, certain),
    );
    // Longer ones go first: such as both halves of the internet.
    const longer = partial.filter((each) => prefixOf(each) > prefixOf(whole[0]));
    const longest = addresses.coveredBy(blocksOf(longer)) === "all" ? longer : whole;
    // A subnet lies in a block of its VPC: if it is not the first one, a further one is propagated too.
    const further = back && certain.find((each) => each.vpc === back && covering(each) !== "all");
    const found =
        further === undefined
            ? longest
            : [further, ...whole.filter((each) => prefixOf(each) >= shortestOfVpc)];
    const [chosen, ...others] = found;
    const least = further === undefined ? prefixOf(chosen) : shortestOfVpc;
    // A route for a part of the addresses is longer, so that some of them go another way.
    const parts = [...partial, ...possible.filter((each) => covering(each) === "some")];
    const apart = parts.filter((each) =>
        each.destination.known ? prefixOf(each) > least : chosen !== undefined,
    );
    return { found, isApart: [...others, ...apart].some((each) => !isAlike(each, chosen)) };
}

/** A static route for the same block goes first. */
function isBehindStatic(
    { destination, isStatic }: TransitRoute,
    all: readonly TransitRoute[],
): boolean {
    if (isStatic || !destination.known) return false;
    return all.some((each) => each.isStatic && isKnownToBe(each.destination, destination.value));
}

export function isOf(
    { transitGateway }: TransitGatewayVpcAttachment,
    gateway: TransitGateway,
): boolean {
    return transitGateway.nodes.length === 1 && transitGateway.nodes[0] === gateway;
}

/** The longest prefix wins, and of one prefix what is static; what leads the same way is one. */
function best(routes: readonly TransitRoute[]): readonly TransitRoute[] {
    const most = routes.reduce((one, other) => Math.max(one, prefixOf(other)), -1);
    const longest = routes.filter((each) => prefixOf(each) === most);
    const fixed = longest.filter(({ isStatic }) => isStatic);
    const [first, ...others] = fixed.length > 0 ? fixed : longest;
    if (first === undefined) return [];
    return [first, ...others.filter((each) => !isAlike(each, first))];
}

function isAlike(one: TransitRoute, other: TransitRoute | undefined): boolean {
    if (other !== undefined && one.attachment === undefined && other.attachment === undefined)
        return true;
    const targets = [one, other].map((route) => route?.attachment?.nodes ?? []);
    const [own, theirs] = targets.map(([only, ...more]) => (more.length > 0 ? undefined : only));
    return own !== undefined && own === theirs;
}

function blocksOf(routes: readonly TransitRoute[]): readonly string[] {
    return routes.flatMap(({ destination }) =>
        destination.known ? (destination.value ?? []) : [],
    );
}

function prefixOf(route: TransitRoute | undefined): number {
    const text = route?.destination.known === true ? route.destination.value : undefined;
    return text === undefined ? -1 : (blockOf(text)?.prefix ?? -1);
}

function noTable(
    { resource, name }: TransitGatewayVpcAttachment,
    { gaps }: OneOf<TransitGatewayRouteTable>,
): readonly Gap[] {
    const what = `which transit gateway route table leads what comes out of ${name} is not certain`;
    return gaps.length > 0 ? gaps : [resource.gap("transitGatewayId", "not-modelled", what)];
}
