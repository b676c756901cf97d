import { createHash } from "node:crypto";
import type {
    MapFinding,
    MapGap,
    MapItem,
    MapRoute,
    Marks,
    MapWay,
    PlanMap,
    State,
    WorkloadMap,
} from "./map";
import {
    isChecked,
    nameOf,
    type AcceptedFinding,
    type CheckedFile,
    type Report,
    type ReportedFinding,
    type ReportedGap,
} from "../report";
import { placeInWords, placeOf } from "../place";
import type { Note } from "../notes";
import { acceptedOf, count, planInWords, turnedOff, whyAccepted } from "../words";
import { drawing } from "./drawing";
import { markup, nothing, verbatim, type Markup } from "./escape";
import { definitions } from "./icons";
import { behaviour } from "./script";
import { signOf, states, wordOf } from "./state";
import { style } from "./style";

/** For people, to look at: one page with a map for every workload, which asks nothing of any network. */
export function renderHtml(reports: readonly Report[], notes: readonly Note[] = []): string {
    const maps = reports.flatMap((each) => (isChecked(each) ? (each.map?.workloads ?? []) : []));
    const sheet = style + sizes(maps);
    const script = `(${behaviour.toString()})()`;
    // Nothing runs and nothing is loaded but what was written here.
    const allowed = `default-src 'none'; style-src ${hashOf(sheet)}; script-src ${hashOf(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
    const page = markup`<!doctype html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta http-equiv="Content-Security-Policy" content="${allowed}" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="referrer" content="no-referrer" />
                <title>${titleOf(reports)}</title>
                <link rel="icon" href="data:," />
                <style>${verbatim(sheet)}</style>
            </head>
            <body>
                <a class="skip" href="#maps">Skip to the maps</a>
                ${definitions()}
                <div class="page">
                    <header class="top">
                        <h1>Fargate preflight</h1>
                        <p>${headline(reports)}</p>
                        ${notes.map(({ text }) => markup`<p class="facts">${text}</p>`)}
                        ${legend()}
                    </header>
                    ${filters(reports)}
                    <main id="maps" tabindex="-1">${reports.map(plan)}</main>
                </div>
                <script>${verbatim(script)}</script>
            </body>
        </html> `;
    return page.markup;
}

function hashOf(text: string): string {
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** Maps are made smaller to fit, but not so that they cannot be read. */
function sizes(maps: readonly WorkloadMap[]): string {
    const widths = [...new Set(maps.map(({ width }) => width))];
    const heights = [...new Set(maps.map(({ height }) => height))];
    return [
        ...widths.map(
            (each) => `.w${String(each)}{min-width:${String(Math.round(each * 0.78))}px}`,
        ),
        ...heights.map(
            (each) => `.h${String(each)}{contain-intrinsic-height:auto ${String(each + 90)}px}`,
        ),
    ].join("\n");
}

function titleOf(reports: readonly Report[]): string {
    const [only] = reports;
    const what =
        reports.length === 1 && only !== undefined
            ? nameOf(only.file)
            : count(reports.length, "plan");
    return `${what} - Fargate preflight`;
}

function headline(reports: readonly Report[]): string {
    const checked = reports.filter(isChecked);
    const workloads = checked.flatMap(({ map }) => map?.workloads ?? []);
    const of = (state: State): number => workloads.filter((each) => each.state === state).length;
    const told = states.flatMap((state) => {
        const number = of(state);
        return number === 0 ? [] : [`${String(number)} ${wordOf(state)}`];
    });
    if (workloads.length === 0) return "No workload runs on Fargate.";
    return `${count(workloads.length, "workload")}: ${told.join(", ")}`;
}

function legend(): Markup {
    const words: Readonly<Record<State, string>> = {
        ok: "arrives",
        violated: "is stopped",
        "cannot-know": "cannot be known",
    };
    const entries = (["ok", "violated", "cannot-know"] as const).map(
        (state) =>
            markup`<li>
                <svg class="${state}" viewBox="0 0 34 10" aria-hidden="true">
                    <path d="M1 5h30" marker-end="url(#a-${state})" /></svg
                >${words[state]}
            </li>`,
    );
    return markup`<ul class="legend" aria-label="Lines on the maps">
        ${entries}
    </ul>`;
}

/** Shown by the script, which they need. */
function filters(reports: readonly Report[]): Markup {
    const checked = reports.filter(isChecked);
    const policies = new Set(
        checked.flatMap(({ findings, accepted, unverified, map }) => [
            ...[...findings, ...accepted].map(({ policy }) => policy),
            ...unverified.map(({ policy }) => policy),
            ...(map?.workloads ?? []).flatMap(({ ways }) => ways.map(({ policy }) => policy)),
        ]),
    );
    return markup`<form id="filters" role="search" aria-label="Filter" hidden>
        <label
            >Workload<input type="search" name="name" autocomplete="off" placeholder="any name"
        /></label>
        <label
            >Policy<select name="policy">
                <option value="">all</option>
                ${[...policies].sort().map((each) => markup`<option>${each}</option>`)}
            </select></label
        >
        <fieldset>
            <legend>State</legend>
            ${states.map((state) => markup`<label><input type="checkbox" name="state" value="${state}" checked />${sign(state)}${wordOf(state)}</label>`)}
        </fieldset>
        <button type="reset">Show all</button>
        <output id="shown" role="status"></output>
    </form>`;
}

function plan(report: Report, at: number): Markup {
    const id = `p${String(at)}`;
    const file = nameOf(report.file);
    if (!isChecked(report)) {
        return markup`<section class="plan" aria-labelledby="${id}">
            <h2 id="${id}">${file}</h2>
            <p class="note">not checked: ${report.error}</p>
        </section>`;
    }
    const { summary, resources } = report;
    const { workloads, elsewhere } = report.map ?? noMap;
    const inOrder = states.flatMap((state) => workloads.filter((each) => each.state === state));
    const facts = `${planInWords(summary, resources)}; ${String(summary.mandatory)} mandatory, ${String(summary.advisory)} advisory, ${acceptedOf(
        summary,
    )
        .map((each) => `${each}, `)
        .join(
            "",
        )}${String(summary.unverified)} without an answer${turnedOff(summary) === undefined ? "" : `; ${turnedOff(summary) ?? ""}`}`;
    return markup`<section class="plan" aria-labelledby="${id}">
        <h2 id="${id}">${file}</h2>
        <p class="facts">${facts}</p>
        ${summary.incomplete === null ? nothing : markup`<p class="note">${summary.incomplete}</p>`}
        ${summary.withoutFargate ? markup`<p class="facts">Nothing in it runs on Fargate.</p>` : nothing}
        ${inOrder.length < 2 ? nothing : markup`<nav class="chips" aria-label="Workloads of ${file}">${inOrder.map((each, i) => chip(each, `${id}w${String(i)}`))}</nav>`}
        ${inOrder.map((each, i) => workload(each, report, `${id}w${String(i)}`))}
        ${elsewhere.length === 0 ? nothing : rest(elsewhere, report, id)}
    </section>`;
}

const noMap: PlanMap = { workloads: [], elsewhere: [] };

function chip({ state, name }: WorkloadMap, id: string): Markup {
    return markup`<a href="#${id}" data-to="${id}"
        >${sign(state)}<span class="mono">${name}</span></a
    >`;
}

function sign(state: State): Markup {
    return markup`<span class="sign ${state}" role="img" aria-label="${wordOf(state)}"
        >${signOf(state)}</span
    >`;
}

/** Beside a wider map its lists would leave it too little room. */
const broad = 960;

function workload(map: WorkloadMap, report: CheckedFile, id: string): Markup {
    const { label, name, state, items, ways, width, height } = map;
    const of = (isOf: (item: MapItem) => boolean): readonly Markup[] =>
        items.filter(isOf).map((each) => item(each, report));
    const isAccepted = (each: MapItem): boolean => acceptedBy(each, report) !== undefined;
    const findings = of((each) => each.kind === "finding" && !isAccepted(each));
    const gaps = of(({ kind }) => kind === "gap");
    return markup`<section
        class="workload h${height}${width > broad ? " broad" : ""}"
        id="${id}"
        data-name="${name}"
        aria-labelledby="${id}h"
    >
        <div class="head">
            <h3 id="${id}h">
                ${sign(state)}<span><small>${label}</small> <span class="mono">${name}</span></span>
            </h3>
            <span class="state ${state}">${told(map)}</span>
        </div>
        <div class="columns">
            <div class="map">${drawing(map)}</div>
            <div class="lists">
                ${list("Findings", findings)} ${list("Accepted", of(isAccepted))}
                ${list("Cannot know", gaps)}
                ${list("Ways", ways.map(way))}
            </div>
        </div>
    </section>`;
}

function list(title: string, entries: readonly Markup[]): Markup {
    if (entries.length === 0) return nothing;
    return markup`<div class="list">
        <h4>${title}</h4>
        <ul>${entries}</ul>
    </div>`;
}

/** How many of its ways arrive. */
function told({ state, ways }: WorkloadMap): string {
    const bad = ways.filter((each) => each.state === state).length;
    if (ways.length === 0) return wordOf(state);
    if (state === "ok")
        return ways.length === 1
            ? "its connection works"
            : `all ${String(ways.length)} connections work`;
    if (bad === 0) return wordOf(state);
    const verb =
        state === "violated" ? (bad === 1 ? "is stopped" : "are stopped") : "cannot be known";
    return `${String(bad)} of ${count(ways.length, "way")} ${verb}`;
}

function rest(items: readonly MapItem[], report: CheckedFile, id: string): Markup {
    return markup`<section class="elsewhere" aria-labelledby="${id}e">
        <div class="head"><h3 id="${id}e">Elsewhere in the plan</h3></div>
        <ul>
            ${items.map((each) => item(each, report))}
        </ul>
    </section>`;
}

function item(item: MapItem, report: CheckedFile): Markup {
    if (item.kind === "finding") {
        const accepted = acceptedBy(item, report);
        if (accepted !== undefined) return acceptedItem(accepted, item);
        const finding = report.findings.find(isOf(item));
        return finding === undefined ? nothing : findingItem(finding, item);
    }
    const gap = report.unverified[item.index]?.gaps[item.gap];
    return gap === undefined ? nothing : gapItem(gap, item);
}

function isOf({ fingerprint }: MapFinding): (finding: ReportedFinding) => boolean {
    return (finding) => finding.fingerprint === fingerprint;
}

function acceptedBy(item: MapItem, { accepted }: CheckedFile): AcceptedFinding | undefined {
    return item.kind === "finding" ? accepted.find(isOf(item)) : undefined;
}

interface Entry {
    readonly state: State;
    readonly policies: readonly string[];
    readonly level?: string;
    /** What stops the packets. */
    readonly codes?: readonly string[];
}

/** One entry of a list, which opens. */
function entry(
    { state, policies, level, codes }: Entry,
    { nodes, edges }: Marks,
    [tag, what]: readonly [tag: Markup, what: string],
    body: Markup,
): Markup {
    return markup`<li class="item ${state} ${level ?? ""}" data-state="${state}" data-policies="${policies.join(" ")}" data-nodes="${nodes.join(" ")}" data-edges="${edges.join(" ")}"${codes === undefined || codes.length === 0 ? nothing : markup` data-codes="${codes.join(" ")}"`}><details${level === "mandatory" ? verbatim(" open") : nothing}><summary>${sign(state)}<span><span class="what">${what}</span><span class="tag">${tag}</span></span></summary><div class="body">${body}</div></details></li>`;
}

function findingItem(finding: ReportedFinding, marks: Marks): Markup {
    const { policy, level, problem, codes } = finding;
    return entry(
        { state: "violated", policies: [policy], level, codes },
        marks,
        [markup`<b>${level}</b> · ${policy} · ${whereOf(finding)}`, problem],
        findingBody(finding),
    );
}

/** Muted: it does not block. */
function acceptedItem(finding: AcceptedFinding, marks: Marks): Markup {
    const { policy, problem, codes, by } = finding;
    const what = by === "exception" ? "excepted" : "in the baseline";
    const why = by === "exception" ? markup`<p>${whyAccepted(finding)}</p>` : nothing;
    return entry(
        { state: "violated", policies: [policy], level: "accepted", codes },
        marks,
        [markup`<b>${what}</b> · ${policy} · ${whereOf(finding)}`, problem],
        markup`${why}${findingBody(finding)}`,
    );
}

function whereOf({ name, source, component }: ReportedFinding): Markup {
    const place = placeOf(source);
    const made = component === null ? name : `${name} in ${component}`;
    const where = place === undefined ? made : `${name} at ${placeInWords(place)}`;
    return markup`<span class="mono">${where}</span>`;
}

function findingBody({ details, fix }: ReportedFinding): Markup {
    return markup`${
        details.length === 0
            ? nothing
            : markup`<ul class="hops">
                          ${details.map((each) => markup`<li>${each}</li>`)}
                      </ul>`
    }
            <p class="fix"><b>Fix:</b> ${fix}</p>`;
}

function gapItem({ name, property, what, supply }: ReportedGap, gap: MapGap): Markup {
    const { policies } = gap;
    const [first = "", ...others] = policies;
    const asking = others.length === 0 ? first : `${first} and ${count(others.length, "other")}`;
    const where = property === "" ? name : `${property} of ${name}`;
    return entry(
        { state: "cannot-know", policies },
        gap,
        [markup`<b>unknown</b> · ${asking}`, `${where}: ${what}`],
        markup`<p>Asked by ${policies.join(", ")}.</p>
            ${supply === null ? nothing : markup`<p class="fix"><b>To know it:</b> ${supply}</p>`}`,
    );
}

function way({ what, policy, state, routes, nodes, edges }: MapWay): Markup {
    return entry(
        { state, policies: [policy] },
        { nodes, edges },
        [markup`<b>${wordOf(state)}</b> · ${policy}`, `to ${what}`],
        markup`<dl>${routes.map(route)}</dl>`,
    );
}

function route({ from, state, lines, missing }: MapRoute): Markup {
    const all = [...lines, ...missing.map((each) => `missing: ${each}`)];
    return markup`<div>
        <dt><span class="mono">${from}</span>: ${wordOf(state)}</dt>
        ${all.map((each) => markup`<dd>${each}</dd>`)}
    </div>`;
}
