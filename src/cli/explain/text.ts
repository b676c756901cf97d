import { addressOf, inPackage } from "../../files";
import { oneLine } from "../../plan";
import { stages } from "../../reach";
import type { ReportedGap } from "../report";
import type { Explanation, ReportedFork, ReportedStep, ReportedWay, Verdict } from "./report";

/** For people, and for tickets: way after way, hop after hop. */
export function renderExplanation(explanation: Explanation, colours: boolean): string {
    const text = new Text(colours ? coloured : plain);
    const { ways, gaps, incomplete, workload } = explanation;
    const parts = ways.map((each) => text.way(each));
    if (ways.length === 0 && gaps.length === 0) {
        parts.push([
            oneLine(`${workload.label} ${workload.name}: there is no connection to follow`),
        ]);
    }
    if (gaps.length > 0)
        parts.push(["Not known besides:", ...gaps.flatMap((gap) => text.gap(gap, "  "))]);
    if (ways.length > 0) {
        const page = "docs/facts.md";
        parts.push([`The rules are numbered as in ${addressOf(page) ?? inPackage(page)}.`]);
    }
    if (incomplete !== null) parts.push([`note: ${oneLine(incomplete)}`]);
    return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
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
    constructor(private readonly paint: Paint) {}

    way(told: ReportedWay): string[] {
        const { direction, from, to, need, subnets, verdict, steps, gaps, assumed } = told;
        const where = subnets.length === 0 ? "" : ` (${subnets.join(", ")})`;
        const heading = direction === "in" ? `${from} → ${to}${where}` : `${from}${where} → ${to}`;
        return [
            `${this.paint("bold", oneLine(heading))}: ${this.verdict(verdict)}`,
            ...(need === null || need === to ? [] : [`  needed for ${oneLine(need)}`]),
            ...this.steps(steps, "  "),
            ...gaps.flatMap((gap) => this.gap(gap, "  ")),
            ...(assumed.length === 0 ? [] : [`  assuming that ${oneLine(assumed.join("; "))}`]),
        ];
    }

    private verdict(verdict: Verdict): string {
        const { colour, word } = looks[verdict];
        return this.paint(colour, word);
    }

    private steps(steps: readonly ReportedStep[], indent: string): string[] {
        const lines: string[] = [];
        let number = 0;
        for (const [i, step] of steps.entries()) {
            const { kind } = step;
            const isFirst = steps[i - 1]?.kind !== kind;
            if (kind === "hop" || isFirst) number += 1;
            const own = String(number).padStart(2);
            if (kind === "hop") {
                lines.push(...this.hop(step, indent, own));
                continue;
            }
            const isAlone = isFirst && steps[i + 1]?.kind !== kind;
            const word = isAlone ? "" : kind === "part" ? "and " : isFirst ? "either " : "or ";
            lines.push(...this.fork(step, indent, `${own}   ${word}`));
        }
        return lines;
    }

    private hop(
        { verdict, stage, says, rule, fix, gaps }: Extract<ReportedStep, { kind: "hop" }>,
        indent: string,
        number: string,
    ): string[] {
        const { colour, mark } = looks[verdict];
        const what = oneLine(says);
        const found = verdict === "ok" ? what : this.paint(colour, what);
        const inner = `${indent}${" ".repeat(number.length + 3)}`;
        return [
            `${indent}${number} ${this.paint(colour, mark)} ${stage.padEnd(stageWidth)} ${found} ${this.paint("dim", `(${rule})`)}`,
            ...gaps.flatMap((gap) => this.gap(gap, inner)),
            ...(fix === null ? [] : [`${inner}fix: ${oneLine(fix)}`]),
        ];
    }

    private fork(
        { called, verdict, steps, gaps }: ReportedFork,
        indent: string,
        start: string,
    ): string[] {
        const inner = `${indent}     `;
        return [
            `${indent}${start}${oneLine(called)}: ${this.verdict(verdict)}`,
            ...this.steps(steps, inner),
            ...gaps.flatMap((gap) => this.gap(gap, inner)),
        ];
    }

    /** What is not known, in the words of the policies, and what would supply it. */
    gap({ name, property, what, supply }: ReportedGap, indent: string): string[] {
        const of = property === "" ? name : `${property} of ${name}`;
        return [
            `${indent}${this.paint("yellow", "?")} ${oneLine(`${of}: ${what}`)}`,
            ...(supply === null ? [] : [`${indent}  to know it: ${oneLine(supply)}`]),
        ];
    }
}
