import {
    isStopped,
    type MapEdge,
    type MapNode,
    type Point,
    type State,
    type WorkloadMap,
} from "./map";
import { headOf, lineHeight, linesOf, textStart } from "./text-size";
import { markup, nothing, type Markup } from "./escape";
import { iconOf } from "./icons";
import { signOf, wordOf } from "./state";

/** A workload's map as a picture, in which every place can be chosen; the workload itself comes first. */
export function drawing({ label, name, width, height, nodes, edges }: WorkloadMap): Markup {
    return markup`<svg
        class="drawing w${width}"
        role="group"
        aria-label="Map of ${label} ${name}: arrow keys move, Enter shows what is said of a place"
        width="${width}"
        height="${height}"
        viewBox="0 0 ${width} ${height}"
    >
        <g aria-hidden="true">${edges.map(line)}</g>
        ${nodes.map(box)}
    </svg>`;
}

function line({ from, to, state, points }: MapEdge, at: number): Markup {
    const sign = isStopped(state) ? signAt(middleOf(points), state, 7) : nothing;
    return markup`<g class="edge ${state}" data-e="${at}" data-from="${from}" data-into="${to}"
        ><path d="${curve(points)}" marker-end="url(#a-${state})" />${sign}</g
    >`;
}

/** In a circle of this radius; a letter stands a little lower than its middle. */
function signAt({ x, y }: Point, state: State, radius: number): Markup {
    const sign =
        state === "violated"
            ? markup`<path class="cross" d="M-3-3L3 3M3-3L-3 3" />`
            : markup`<text text-anchor="middle" y="4">${signOf(state)}</text>`;
    return markup`<g class="badge ${state}" transform="translate(${short(x)} ${short(y)})"
        ><circle r="${radius}" />${sign}</g
    >`;
}

/** On the line itself, which passes half-way between its points. */
function middleOf(points: readonly Point[]): Point {
    const i = Math.floor((points.length - 1) / 2);
    const [a, b] = [points[i], points[i + 1]];
    return a === undefined || b === undefined ? { x: 0, y: 0 } : halfWay(a, b);
}

/** A smooth line that begins and ends in the outer points, and stays near the others. */
function curve(points: readonly Point[]): string {
    const at = ({ x, y }: Point): string => `${short(x)} ${short(y)}`;
    const last = points.length - 1;
    return points
        .map((point, i) => {
            if (i === 0) return `M${at(point)}`;
            const next = points[i + 1];
            if (next === undefined) return last === 1 ? `L${at(point)}` : "";
            return `Q${at(point)} ${at(i + 1 === last ? next : halfWay(point, next))}`;
        })
        .join("");
}

function halfWay(a: Point, b: Point): Point {
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function short(length: number): string {
    return String(Math.round(length * 10) / 10);
}

function box({ label, name, state, says, box: place }: MapNode, at: number): Markup {
    const text = linesOf(label, name, says);
    const left = place.x - place.width / 2;
    const top = place.y - place.height / 2;
    const spoken = [`${label} ${name}`, wordOf(state), ...says].join("; ");
    const texts = (kind: string, lines: readonly string[], from: number, step: number): Markup[] =>
        lines.map(
            (each, i) =>
                markup`<text class="${kind}" x="${textStart}" y="${from + i * step}">${each}</text>`,
        );
    return markup`<g
        class="node ${state}"
        role="button"
        tabindex="${at === 0 ? 0 : -1}"
        data-n="${at}"
        transform="translate(${short(left)} ${short(top)})"
    >
        <title>${spoken}</title>
        <rect class="box" width="${place.width}" height="${place.height}" rx="8" />
        <use href="#i-${iconOf(label)}" x="12" y="14" width="18" height="18" />
        ${texts("kind", [label], 19, 0)}
        ${texts("name", text.name, 19 + lineHeight.name, lineHeight.name)}
        ${texts("says", text.says, headOf(text.name) + 9, lineHeight.says)}
        ${badge(state, place.width)}
    </g>`;
}

function badge(state: State, width: number): Markup {
    return state === "ok" ? nothing : signAt({ x: width - 4, y: 4 }, state, 8.5);
}
