import { placeInWords, placeOf } from "../place";
import { supplyOf } from "../../policy";
import type { AcceptedFinding, CheckedFile, ReportedFinding, ReportedGap } from "../report";
import { count, whyAccepted } from "../words";
import { markup, nothing, verbatim, type Markup } from "./escape";
import type { MapGap, MapItem, MapRoute, Marks, MapWay, State, WorkloadMap } from "./map";
import { sign, stateOfFinding, wordOf } from "./state";

/** Where the page of a policy can be opened, if it has an address. */
export type AddressOf = (policy: string) => string | undefined;

/** The id of what is said of a workload, by its position among that. */
export function itemId(workload: string, at: number): string {
    return `${workload}i${String(at)}`;
}

/** What a plan's report says beside its maps. */
export class Lists {
    private readonly findings: ReadonlyMap<string, ReportedFinding>;
    private readonly accepted: ReadonlyMap<string, AcceptedFinding>;

    constructor(
        private readonly report: CheckedFile,
        private readonly addressOf: AddressOf,
    ) {
        this.findings = byFingerprint(report.findings);
        this.accepted = byFingerprint(report.accepted);
    }

    /** A finding that counts, or advises. */
    finding(item: MapItem): ReportedFinding | undefined {
        return item.kind === "finding" ? this.findings.get(item.fingerprint) : undefined;
    }

    gap(item: MapItem): ReportedGap | undefined {
        if (item.kind === "finding") return undefined;
        return this.report.unverified[item.index]?.gaps[item.gap];
    }

    /** What can be done about a gap. */
    supplyOf(gap: ReportedGap): string {
        return supplyOf(gap, this.report.summary);
    }

    of({ items, ways }: WorkloadMap, workload: string): Markup {
        const where = (isMeant: (item: MapItem) => boolean): readonly Markup[] =>
            items.flatMap((each, i) => (isMeant(each) ? [this.item(each, workload, i)] : []));
        return markup`${list(
            "Findings",
            where((each) => this.finding(each) !== undefined),
        )}
            ${list(
                "Accepted",
                where((each) => this.acceptedFinding(each) !== undefined),
            )}
            ${list(
                "Cannot know",
                where((each) => this.gap(each) !== undefined),
            )}
            ${list(
                "Connections",
                ways.map((each) => this.way(each)),
            )}`;
    }

    item(item: MapItem, workload: string, at: number): Markup {
        const id = itemId(workload, at);
        const [finding, accepted] = [this.finding(item), this.acceptedFinding(item)];
        if (accepted !== undefined) return this.acceptedEntry(accepted, item, id);
        if (finding !== undefined) return this.findingEntry(finding, item, id);
        const gap = this.gap(item);
        return gap === undefined || item.kind === "finding"
            ? nothing
            : this.gapEntry(gap, item, id);
    }

    private acceptedFinding(item: MapItem): AcceptedFinding | undefined {
        return item.kind === "finding" ? this.accepted.get(item.fingerprint) : undefined;
    }

    private findingEntry(finding: ReportedFinding, marks: Marks, id: string): Markup {
        const { policy, level, problem, codes } = finding;
        return entry(
            { id, state: stateOfFinding(finding), policies: [policy], level, codes },
            marks,
            [markup`<b>${level}</b> · ${policy} · ${whereOf(finding)}`, problem],
            this.findingBody(finding),
        );
    }

    /** Muted: it does not block. */
    private acceptedEntry(finding: AcceptedFinding, marks: Marks, id: string): Markup {
        const { policy, problem, codes, by } = finding;
        const what = by === "exception" ? "excepted" : "in the baseline";
        const why = by === "exception" ? markup`<p>${whyAccepted(finding)}</p>` : nothing;
        const state = stateOfFinding(finding);
        return entry(
            { id, state, policies: [policy], level: "accepted", codes },
            marks,
            [markup`<b>${what}</b> · ${policy} · ${whereOf(finding)}`, problem],
            markup`${why}${this.findingBody(finding)}`,
        );
    }

    private findingBody({ policy, details, fix }: ReportedFinding): Markup {
        const hops = details.map((each) => markup`<li>${each}</li>`);
        return markup`${hops.length === 0 ? nothing : markup`<ul class="hops">${hops}</ul>`}
            <p class="fix"><b>Fix:</b> ${fix}</p>
            ${this.pages([policy])}`;
    }

    private gapEntry(gap: ReportedGap, { policies, ...marks }: MapGap, id: string): Markup {
        const { what } = gap;
        const [first = "", ...others] = policies;
        const asking =
            others.length === 0 ? first : `${first} and ${count(others.length, "other")}`;
        return entry(
            { id, state: "cannot-know", policies },
            marks,
            [markup`<b>unknown</b> · ${asking}`, `${placeOfGap(gap)}: ${what}`],
            markup`<p>Asked by ${policies.join(", ")}.</p>
                <p class="fix"><b>To know it:</b> ${this.supplyOf(gap)}</p>
                ${this.pages(policies)}`,
        );
    }

    private way({ what, policy, state, routes, nodes, edges }: MapWay): Markup {
        return entry(
            { state, policies: [policy] },
            { nodes, edges },
            [markup`<b>${wordOf(state)}</b> · ${policy}`, `to ${what}`],
            markup`<dl>${routes.map(route)}</dl>
                ${this.pages([policy])}`,
        );
    }

    /** Links to the policies' pages: in the body, for a title that opens it holds no other control. */
    private pages(policies: readonly string[]): Markup {
        const links = policies.flatMap((policy) => {
            const address = this.addressOf(policy);
            return address === undefined
                ? []
                : [markup`<li><a href="${address}">${policy}</a></li>`];
        });
        return links.length === 0 ? nothing : markup`<ul class="pages">${links}</ul>`;
    }
}

function byFingerprint<F extends ReportedFinding>(findings: readonly F[]): ReadonlyMap<string, F> {
    return new Map(findings.map((each) => [each.fingerprint, each]));
}

function list(title: string, entries: readonly Markup[]): Markup {
    if (entries.length === 0) return nothing;
    return markup`<div class="list">
        <h4>${title}</h4>
        <ul>${entries}</ul>
    </div>`;
}

interface Entry {
    readonly id?: string;
    readonly state: State;
    readonly policies: readonly string[];
    readonly level?: string;
    /** What stops the packets. */
    readonly codes?: readonly string[];
}

/** One entry of a list, which opens. */
function entry(
    { id, state, policies, level, codes = [] }: Entry,
    { nodes, edges }: Marks,
    [tag, what]: readonly [tag: Markup, what: string],
    body: Markup,
): Markup {
    return markup`<li class="item ${state} ${level ?? ""}"${id === undefined ? nothing : markup` id="${id}"`} data-state="${state}" data-policies="${policies.join(" ")}" data-nodes="${nodes.join(" ")}" data-edges="${edges.join(" ")}"${codes.length === 0 ? nothing : markup` data-codes="${codes.join(" ")}"`}><details${level === "mandatory" ? verbatim(" open") : nothing}><summary>${sign(state)}<span><span class="what">${what}</span><span class="tag">${tag}</span></span></summary><div class="body">${body}</div></details></li>`;
}

function whereOf({ name, source, component }: ReportedFinding): Markup {
    const place = placeOf(source);
    const made = component === null ? name : `${name} in ${component}`;
    const where = place === undefined ? made : `${name} at ${placeInWords(place)}`;
    return markup`<span class="mono">${where}</span>`;
}

/** Where something is missing. */
export function placeOfGap({ name, property }: ReportedGap): string {
    return property === "" ? name : `${property} of ${name}`;
}

function route({ from, state, lines, missing }: MapRoute): Markup {
    const all = [...lines, ...missing.map((each) => `missing: ${each}`)];
    return markup`<div>
        <dt><span class="mono">${from}</span>: ${wordOf(state)}</dt>
        ${all.map((each) => markup`<dd>${each}</dd>`)}
    </div>`;
}
