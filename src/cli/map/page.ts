import { createHash } from "node:crypto";
import { addressOf, pageOf } from "../../files";
import type { Note } from "../notes";
import { isChecked, nameOf, type CheckedFile, type Report, type ReportedFinding } from "../report";
import { acceptedOf, count, planInWords, turnedOff } from "../words";
import { worstReports } from "../worst";
import { banner } from "./banner";
import { drawing } from "./drawing";
import { markup, nothing, verbatim, type Markup } from "./escape";
import { definitions } from "./icons";
import { Lists, type AddressOf } from "./lists";
import { states, worst, type MapItem, type PlanMap, type State, type WorkloadMap } from "./map";
import { behaviour } from "./script";
import { sign, stateOfFinding, wordOf } from "./state";
import { sizes, sizeClasses, style } from "./style";
import { briefly } from "./text-size";

const inRepository: AddressOf = (name) => addressOf(pageOf({ name }));

/** For people, to look at: one page with a map for every workload, which asks nothing of any network. */
export function renderHtml(
    reports: readonly Report[],
    notes: readonly Note[] = [],
    pageAt = inRepository,
): string {
    const inOrder = worstReports(reports);
    const maps = workloadsOf(reports);
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
                        ${legend()}
                    </header>
                    ${notes.map(({ text }) => markup`<p class="facts">${text}</p>`)}
                    ${contents(inOrder)} ${filters(reports)}
                    <main id="maps" tabindex="-1">${inOrder.map((each, at) => plan(each, at, pageAt, maps.length === 1))}</main>
                    ${pageAt("") === undefined ? markup`<footer class="facts">Each policy has a page: <code>npx --no-install fargate-preflight show POLICY</code></footer>` : nothing}
                </div>
                <script>${verbatim(script)}</script>
            </body>
        </html> `;
    return page.markup;
}

function hashOf(text: string): string {
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function workloadsOf(reports: readonly Report[]): readonly WorkloadMap[] {
    return reports.flatMap((each) => (isChecked(each) ? (each.map?.workloads ?? []) : []));
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
    const workloads = workloadsOf(reports);
    const told = states.flatMap((state) => {
        const number = workloads.filter((each) => each.state === state).length;
        return number === 0 ? [] : [`${String(number)} ${wordOf(state)}`];
    });
    const of = reports.length < 2 ? "" : ` of ${count(reports.length, "plan")}`;
    const unread = reports.filter((each) => !isChecked(each)).length;
    const more = unread === 0 ? "" : `; ${count(unread, "plan")} not checked`;
    if (workloads.length === 0) {
        if (unread === 0) return "No workload runs on Fargate.";
        const inOthers =
            unread < reports.length ? "No workload runs on Fargate in the others; " : "";
        return `${inOthers}${count(unread, "plan")} not checked`;
    }
    return `${count(workloads.length, "workload")}${of}: ${told.join(", ")}${more}`;
}

const meanings: Readonly<Record<State, string>> = {
    ok: "arrives",
    violated: "is stopped",
    advice: "advice",
    "cannot-know": "cannot be known",
};

function legend(): Markup {
    const entries = [...states].reverse().map(
        (state) =>
            markup`<li>
                <svg class="${state}" viewBox="0 0 34 10" aria-hidden="true">
                    <path d="M1 5h30" marker-end="url(#a-${state})" /></svg
                >${sign(state)}${meanings[state]}
            </li>`,
    );
    return markup`<ul class="legend" aria-label="Lines and signs on the maps">
        ${entries}
    </ul>`;
}

/** How it stands with each of several plans; what needs nobody is folded away. */
function contents(reports: readonly Report[]): Markup {
    if (reports.length < 2) return nothing;
    const shared = sharedFolder(reports.map(({ file }) => nameOf(file))).length;
    const rows = reports.map((report, at) => {
        const state = stateOf(report);
        const told = isChecked(report) ? numbers(report, 1).join(", ") : "not checked";
        const name = nameOf(report.file).slice(shared);
        return {
            state,
            row: markup`<li>${sign(state)}<span><a class="mono" href="#${planId(at)}">${name}</a> <span class="facts">${told}</span></span></li>`,
        };
    });
    const listed = (isWell: boolean): Markup => {
        const meant = rows.filter(({ state }) => isFine(state) === isWell);
        if (meant.length === 0) return nothing;
        const list = markup`<ol>${meant.map(({ row }) => row)}</ol>`;
        if (!isWell) return list;
        const isAll = meant.length === rows.length;
        return markup`<details${isAll ? verbatim(" open") : nothing}><summary>${count(meant.length, "plan")} in which nothing is broken or unknown</summary>${list}</details>`;
    };
    return markup`<nav class="contents" aria-label="Plans">${listed(false)}${listed(true)}</nav>`;
}

function isFine(state: State): boolean {
    return state === "ok" || state === "advice";
}

/** The folders in which all of the files are. */
function sharedFolder([first = "", ...others]: readonly string[]): string {
    let folder = first;
    do folder = folder.replace(/[^/\\]*.$/, "");
    while (!others.every((each) => each.startsWith(folder)));
    return folder;
}

function planId(at: number): string {
    return `p${String(at)}`;
}

/** Of what could not be checked nothing is known, and that is bad. */
function stateOf(report: Report): State {
    if (!isChecked(report)) return "violated";
    const { mandatory, advisory, unverified } = report.summary;
    return worst([
        mandatory > 0 ? "violated" : "ok",
        unverified > 0 ? "cannot-know" : "ok",
        advisory > 0 ? "advice" : "ok",
    ]);
}

/** What was found, as far as it is this often. */
function numbers({ summary }: CheckedFile, least: number): readonly string[] {
    const { mandatory, advisory, unverified } = summary;
    return [
        ...(mandatory < least ? [] : [`${String(mandatory)} mandatory`]),
        ...(advisory < least ? [] : [`${String(advisory)} advisory`]),
        ...acceptedOf(summary),
        ...(unverified < least ? [] : [`${String(unverified)} without an answer`]),
    ];
}

function entryOf(finding: ReportedFinding): { readonly policy: string; readonly state: State } {
    return { policy: finding.policy, state: stateOfFinding(finding) };
}

/** So few entries are seen at a glance. */
const fewEntries = 12;

/** Shown by the script, which they need; only where there is something to choose from. */
function filters(reports: readonly Report[]): Markup {
    const workloads = workloadsOf(reports);
    const entries = reports
        .filter(isChecked)
        .flatMap(({ findings, accepted, unverified, map }) => [
            ...[...findings, ...accepted].map(entryOf),
            ...unverified.map(({ policy }) => ({ policy, state: "cannot-know" })),
            ...(map?.workloads ?? []).flatMap(({ ways }) => ways),
        ]);
    if (workloads.length < 2 && entries.length <= fewEntries) return nothing;
    const policies = [...new Set(entries.map(({ policy }) => policy))].sort();
    const choices = states.filter((state) => entries.some((each) => each.state === state));
    const byName = markup`<input
        type="search"
        name="name"
        autocomplete="off"
        aria-label="Workload"
        placeholder="any workload"
    />`;
    return markup`<form id="filters" role="search" aria-label="Filter" hidden>
        ${workloads.length < 2 ? nothing : byName}
        <select name="policy" aria-label="Policy">
            <option value="">all policies</option>
            ${policies.map((each) => markup`<option>${each}</option>`)}
        </select>
        <fieldset aria-label="State">
            ${choices.map((state) => markup`<label><input type="checkbox" name="state" value="${state}" checked />${sign(state)}${wordOf(state)}</label>`)}
        </fieldset>
        <button type="reset">Show all</button>
        <output id="shown" role="status"></output>
    </form>`;
}

function plan(report: Report, at: number, pageAt: AddressOf, isOnly: boolean): Markup {
    const id = planId(at);
    const file = nameOf(report.file);
    if (!isChecked(report)) {
        return markup`<section class="plan" id="${id}" aria-labelledby="${id}h">
            <h2 id="${id}h">${file}</h2>
            <p class="note violated">${sign("violated")} <b>not checked:</b> ${report.error}</p>
        </section>`;
    }
    const { summary, resources } = report;
    const { workloads, elsewhere } = report.map ?? noMap;
    const inOrder = states.flatMap((state) => workloads.filter((each) => each.state === state));
    const off = turnedOff(summary);
    const facts = `${planInWords(summary, resources)}; ${numbers(report, 0).join(", ")}${off === undefined ? "" : `; ${off}`}`;
    const lists = new Lists(report, pageAt);
    return markup`<section class="plan" id="${id}" aria-labelledby="${id}h">
        <div class="about"><h2 id="${id}h">${file}</h2><p class="facts">${facts}</p></div>
        ${summary.incomplete === null ? nothing : markup`<p class="note">${summary.incomplete}</p>`}
        ${summary.withoutFargate ? markup`<p class="facts">Nothing in it runs on Fargate.</p>` : nothing}
        ${inOrder.length < 2 ? nothing : markup`<nav class="chips" aria-label="Workloads of ${file}">${inOrder.map((each, i) => chip(each, `${id}w${String(i)}`))}</nav>`}
        ${inOrder.map((each, i) => workload(each, lists, `${id}w${String(i)}`, isOnly))}
        ${elsewhere.length === 0 ? nothing : rest(elsewhere, lists, id)}
    </section>`;
}

const noMap: PlanMap = { workloads: [], elsewhere: [] };

function chip({ state, name }: WorkloadMap, id: string): Markup {
    return markup`<a href="#${id}" data-to="${id}"
        >${sign(state)}<span class="mono">${briefly(name)}</span></a
    >`;
}

/** What is well is folded, unless it is all there is. */
function workload(map: WorkloadMap, lists: Lists, id: string, isOnly: boolean): Markup {
    const { label, name, state } = map;
    const [shown, words] = told(map);
    const advice = map.items.filter((each) => lists.finding(each)?.level === "advisory").length;
    return markup`<section class="workload" id="${id}" data-name="${name}" aria-labelledby="${id}h">
        <details${state !== "ok" || isOnly ? verbatim(" open") : nothing}>
            <summary class="head">
                <h3 id="${id}h">
                    ${sign(state)}<span><small>${label}</small> <span class="mono">${name}</span></span>
                </h3>
                ${advice === 0 ? nothing : markup`<span class="state advice">${sign("advice")}${advice} advisory</span>`}
                <span class="state ${shown}">${words}</span>
            </summary>
            ${banner(map, lists, id)}
            <div class="columns ${sizeClasses(map)}">
                <div class="map">${drawing(map)}</div>
                <div class="lists">${lists.of(map, id)}</div>
            </div>
        </details>
    </section>`;
}

/** How many of its connections work, as a state and in words. */
function told({ state, ways }: WorkloadMap): readonly [State, string] {
    const of = (wanted: State): number => ways.filter((each) => each.state === wanted).length;
    const shown = state === "ok" && of("advice") > 0 ? "advice" : state;
    const number = of(shown);
    if (number === 0) return [state, wordOf(state)];
    if (shown === "ok") {
        return [
            state,
            number === 1 ? "its connection works" : `all ${String(number)} connections work`,
        ];
    }
    const stopped = number === 1 ? "is stopped" : "are stopped";
    const verbs = {
        violated: stopped,
        advice: `${stopped}, as advice`,
        "cannot-know": "cannot be known",
    };
    return [shown, `${String(number)} of ${count(ways.length, "connection")} ${verbs[shown]}`];
}

function rest(items: readonly MapItem[], lists: Lists, id: string): Markup {
    return markup`<section class="elsewhere" aria-labelledby="${id}e">
        <div class="head"><h3 id="${id}e">Elsewhere in the plan</h3></div>
        <ul>
            ${items.map((each, i) => lists.item(each, id, i))}
        </ul>
    </section>`;
}
