import type { ReportedEdit, ReportedFinding } from "../report";
import { count } from "../words";
import { markup, nothing, type Markup } from "./escape";
import { itemId, placeOfGap, type Lists } from "./lists";
import { isStopped, type MapItem, type MapWay, type State, type WorkloadMap } from "./map";
import { sign, stateOfFinding } from "./state";
import { briefly } from "./text-size";

/** How many lines there are at most: below them the map has to be seen. */
const most = 3;

interface Row {
    readonly state: State;
    /** What it is about, which may be nothing but what is wrong. */
    readonly what: string;
    readonly wrong: Markup;
    /** What to do. */
    readonly fix: string;
}

/**
 * What is broken, and what to do, in a line each; where nothing is, what is stopped as advice, and what is missing. Each leads to all that
 * is said of it.
 */
export function banner({ items, ways }: WorkloadMap, lists: Lists, id: string): Markup {
    const rows = (rowOf: (item: MapItem) => Row | undefined): readonly (readonly [Row, string])[] =>
        items.flatMap((each, i) => {
            const row = rowOf(each);
            return row === undefined ? [] : [[row, itemId(id, i)] as const];
        });
    const found = (level: ReportedFinding["level"]): readonly (readonly [Row, string])[] =>
        rows((item) => {
            const finding = lists.finding(item);
            return finding?.level === level ? ofFinding(finding, item, ways) : undefined;
        });
    const broken = found("mandatory");
    const all =
        broken.length > 0 ? broken : [...found("advisory"), ...rows((item) => ofGap(item, lists))];
    if (all.length === 0) return nothing;
    const more = all.length - most;
    return markup`<ul class="banner">
        ${all.slice(0, most).map(([row, to], i, shown) => {
            // What is done about several is said once, below them.
            const isSaidBelow = row.fix === shown[i + 1]?.[0].fix;
            return line(isSaidBelow ? { ...row, fix: "" } : row, to);
        })}
        ${more <= 0 ? nothing : markup`<li class="more">and ${more} more, in the list</li>`}
    </ul>`;
}

function line({ state, what, wrong, fix }: Row, to: string): Markup {
    return markup`<li class="${state}"
        ><a href="#${to}">${sign(state)}<span
            ><span class="what">${what === "" ? nothing : markup`<b>${what}:</b> `}${wrong}</span>${fix === "" ? nothing : markup` <span class="do">→ ${fix}</span>`}</span
        ></a
    ></li>`;
}

/** Of a way that is drawn: what does not arrive, and by what it is stopped. Other advice can wait for its list. */
function ofFinding(
    finding: ReportedFinding,
    { nodes }: MapItem,
    ways: readonly MapWay[],
): Row | undefined {
    const { policy, level, problem, path, fixes } = finding;
    const marked = new Set(nodes);
    const stopped = ways.filter(
        (way) =>
            way.policy === policy &&
            isStopped(way.state) &&
            way.nodes.every((each) => marked.has(each)),
    );
    const stops = new Map<string, Stop>();
    for (const { urn, label, name, says } of path) {
        if (says === null) continue;
        const stop = stops.get(urn) ?? { label, name, says: new Set() };
        stops.set(urn, stop);
        stop.says.add(says);
    }
    const [first = [], ...others] = fixes;
    const fix = [...new Set(first.map(inShort))].join("; ");
    const isTold = stopped.length > 0 && stops.size > 0;
    if (level === "advisory" && !isTold) return undefined;
    return {
        state: stateOfFinding(finding),
        what: isTold ? listed(stopped.map(({ what }) => what)) : "",
        wrong: isTold ? markup`${[...stops.values()].map(stopInWords)}` : markup`${problem}`,
        fix:
            others.length === 0
                ? fix
                : `${fix} (or ${count(others.length, "other fix", "other fixes")})`,
    };
}

/** An edit in words, in which no name takes the room of what is to be done. */
function inShort({ says, about }: ReportedEdit): string {
    return namesIn(about)
        .sort((one, other) => other.length - one.length)
        .reduce((text, name) => text.replaceAll(name, () => briefly(name)), says);
}

function namesIn(about: unknown): string[] {
    if (typeof about !== "object" || about === null) return [];
    const { name } = about as { readonly name?: unknown };
    const own = typeof name === "string" && name !== "" ? [name] : [];
    return [...own, ...Object.values(about).flatMap(namesIn)];
}

interface Stop {
    readonly label: string;
    readonly name: string;
    readonly says: Set<string>;
}

function stopInWords({ label, name, says }: Stop, i: number): Markup {
    return markup`${i === 0 ? "" : "; "}${label} <span class="mono">${briefly(name)}</span>: ${[...says].join(", ")}`;
}

function listed(all: readonly string[]): string {
    const [first = "", ...others] = all;
    return others.length === 0 ? first : `${first} and ${count(others.length, "other")}`;
}

function ofGap(item: MapItem, lists: Lists): Row | undefined {
    const gap = lists.gap(item);
    if (gap === undefined) return undefined;
    const { what } = gap;
    return {
        state: "cannot-know",
        what: placeOfGap(gap),
        wrong: markup`${what}`,
        fix: lists.supplyOf(gap),
    };
}
