import { addressOf, inPackage } from "../../files";
import { listed } from "../../network";
import { oneLine } from "../../plan";
import { stages } from "../../reach";
import type { ReportedGap } from "../report";
import type { Note } from "../notes";
import { count } from "../words";
import { wrapped } from "../wrap";
import type { Explanation, ReportedFork, ReportedStep, ReportedWay, Verdict } from "./report";

export interface TextOptions {
    readonly colours: boolean;
    /** The width of the terminal; without one what is long stays one line. */
    readonly columns?: number | undefined;
    /** Only ways that are violated are shown. */
    readonly isBroken?: boolean;
    /** Why the plan may hold less than the stack. */
    readonly incomplete?: string | null;
    readonly notes?: readonly Note[];
}

/** For people, and for tickets: way after way, hop after hop, of one workload or of several. */
export function renderExplanation(
    explanations: readonly Explanation[],
    { colours, columns, isBroken = false, incomplete = null, notes = [] }: TextOptions,
): string {
    const text = new Text(colours ? coloured : plain, columns);
    const parts = explanations.flatMap((each) => text.workload(each, isBroken));
    if (explanations.length === 0) parts.push(["nothing in it runs on Fargate"]);
    if (explanations.some(({ ways }) => ways.some((each) => isShown(each, isBroken)))) {
        const page = "docs/aws-rules.md";
        parts.push(
            text.lines("", `The rules are numbered as in ${addressOf(page) ?? inPackage(page)}.`),
        );
    }
    if (isBroken) parts.push(text.lines("", hidden(explanations)));
    if (incomplete !== null) parts.push(text.lines("note: ", oneLine(incomplete)));
    for (const note of notes) parts.push(text.lines("note: ", note.text));
    return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function isShown({ verdict }: ReportedWay, isBroken: boolean): boolean {
    return verdict === "violated" || !isBroken;
}

/** What `--broken` leaves out. */
function hidden(explanations: readonly Explanation[]): string {
    const ways = explanations.flatMap((each) => each.ways);
    const number = (verdict: Verdict): number =>
        ways.filter((each) => each.verdict === verdict).length;
    const gaps = explanations.reduce((sum, each) => sum + each.gaps.length, 0);
    const besides = gaps === 0 ? "" : `; ${count(gaps, "value")} not known besides`;
    return `${count(number("violated"), "connection")} stopped; not shown: ${String(number("ok"))} ok, ${String(number("cannot-know"))} unknown${besides}`;
}

type Paint = (colour: keyof typeof codes, text: string) => string;

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 };
const coloured: Paint = (colour, text) => `\u001b[${String(codes[colour])}m${text}\u001b[0m`;
const plain: Paint = (_, text) => text;

const looks = {
    ok: { colour: "green", mark: " ", word: "ok" },
    violated: { colour: "red", mark: "✗", word: "violated" },
    "cannot-know": { colour: "yellow", mark: "?", word: "unknown" },
} as const satisfies Readonly<Record<Verdict, unknown>>;

const stageWidth = Math.max(...stages.map(({ length }) => length));

class Text {
    constructor(
        private readonly paint: Paint,
        private readonly columns: number | undefined,
    ) {}

    workload({ workload, ways, gaps }: Explanation, isBroken: boolean): string[][] {
        const parts = ways.filter((each) => isShown(each, isBroken)).map((each) => this.way(each));
        if (ways.length === 0 && gaps.length === 0) {
            const name = `${workload.label} ${workload.name}`;
            parts.push(this.lines("", oneLine(`${name}: there is no connection to follow`)));
        }
        if (gaps.length > 0 && !isBroken) {
            parts.push(["Not known besides:", ...gaps.flatMap((gap) => this.gap(gap, "  "))]);
        }
        return parts;
    }

    /** What begins so and goes on in further lines, if it is long. */
    lines(begin: string, text: string, more = 0): string[] {
        return [...wrapped(begin, text, this.columns, more)];
    }

    private way(told: ReportedWay): string[] {
        const { direction, from, to, need, subnets, verdict, steps, gaps, assumed } = told;
        const named = subnets.map((name) => ({ name }));
        const kind = subnets.length === 1 ? "subnet" : "subnets";
        const where = subnets.length === 0 ? "" : ` (${kind} ${listed(named)})`;
        const heading = direction === "in" ? `${from} → ${to}${where}` : `${from}${where} → ${to}`;
        return [
            ...this.lines(
                "",
                `${this.paint("bold", oneLine(heading))}: ${this.verdict(verdict)}`,
                4,
            ),
            ...(need === null || need === to
                ? []
                : this.lines("  ", `needed for ${oneLine(need)}`)),
            ...this.steps(steps, "  "),
            ...gaps.flatMap((gap) => this.gap(gap, "  ")),
            ...(assumed.length === 0
                ? []
                : this.lines("  ", `assuming that ${oneLine(assumed.join("; "))}`, 2)),
        ];
    }

    private verdict(verdict: Verdict): string {
        const { colour, word } = looks[verdict];
        return this.paint(colour, word);
    }

    private steps(steps: readonly ReportedStep[], indent: string): string[] {
        const lines: string[] = [];
        let [number, letter] = [0, 0];
        for (const [i, step] of steps.entries()) {
            const { kind } = step;
            const isFirst = steps[i - 1]?.kind !== kind;
            if (kind === "hop" || isFirst) number += 1;
            letter = kind === "hop" || isFirst ? 0 : letter + 1;
            const isAlone = isFirst && steps[i + 1]?.kind !== kind;
            const own = String(number).padStart(2);
            if (kind === "hop") {
                lines.push(...this.hop(step, indent, own));
                continue;
            }
            const word = isAlone ? "" : kind === "part" ? "and " : isFirst ? "either " : "or ";
            const apart = isAlone ? " " : String.fromCharCode(97 + (letter % 26));
            lines.push(...this.fork(step, indent, `${own}${apart}  ${word}`));
        }
        return lines;
    }

    private hop(
        { verdict, stage, says, rule, fixes, gaps }: Extract<ReportedStep, { kind: "hop" }>,
        indent: string,
        number: string,
    ): string[] {
        const { colour, mark } = looks[verdict];
        const what = oneLine(says);
        const found = verdict === "ok" ? what : this.paint(colour, what);
        const inner = `${indent}${" ".repeat(number.length + 3)}`;
        return [
            ...this.lines(
                `${indent}${number} ${this.paint(colour, mark)} ${stage.padEnd(stageWidth)} `,
                `${found} ${this.paint("dim", `(${rule})`)}`,
            ),
            ...gaps.flatMap((gap) => this.gap(gap, inner)),
            ...this.fix(fixes, inner),
        ];
    }

    /** Alternatives are numbered. */
    private fix(fixes: readonly string[], indent: string): string[] {
        const [only = ""] = fixes;
        if (fixes.length === 1) return this.lines(`${indent}fix: `, oneLine(only));
        return fixes.flatMap((each, i) => [
            ...(i === 0 ? [`${indent}fix, one of these:`] : []),
            ...this.lines(`${indent}  ${String(i + 1)}. `, oneLine(each)),
        ]);
    }

    private fork(
        { called, verdict, steps, gaps }: ReportedFork,
        indent: string,
        start: string,
    ): string[] {
        const inner = `${indent}     `;
        return [
            ...this.lines(`${indent}${start}`, `${oneLine(called)}: ${this.verdict(verdict)}`),
            ...this.steps(steps, inner),
            ...gaps.flatMap((gap) => this.gap(gap, inner)),
        ];
    }

    /** What is not known, in the words of the policies, and what would supply it. */
    gap({ name, property, what, supply }: ReportedGap, indent: string): string[] {
        const of = property === "" ? name : `${property} of ${name}`;
        return [
            ...this.lines(`${indent}${this.paint("yellow", "?")} `, oneLine(`${of}: ${what}`)),
            ...(supply === null ? [] : this.lines(`${indent}  to know it: `, oneLine(supply))),
        ];
    }
}
