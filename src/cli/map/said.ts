import { addTo, type Gap } from "../../knowable";
import type { CheckedFile, ReportedFinding, ReportedGap, ReportedQuestion } from "../report";
import { together } from "./canvas";
import type { MapFinding, MapGap, MapItem, Marks } from "./map";

/** Its findings are the questions, which are shown one by one. */
const listsQuestions = "unverified-network";

/** A finding or a question, with its position in the report. */
export interface Told<T> {
    readonly index: number;
    readonly of: T;
}

/** What the report says, by the resource of which it is said. */
export class Said {
    private readonly findings: ReadonlyMap<string, readonly Told<ReportedFinding>[]>;
    private readonly questions: ReadonlyMap<string, readonly Told<ReportedQuestion>[]>;
    /** Who asks for what is missing. */
    private readonly asking = new Map<string, Set<string>>();
    private readonly shown = new Set<string>();
    private readonly unverified: CheckedFile["unverified"];

    constructor({ findings, accepted, unverified }: CheckedFile) {
        this.unverified = unverified;
        const asked = new Set(unverified.map(({ urn }) => urn));
        const listed = [...findings, ...accepted].map((of, index) => ({ index, of }));
        this.findings = byUrn(
            listed.filter(({ of }) => of.policy !== listsQuestions || !asked.has(of.urn)),
        );
        this.questions = byUrn(unverified.map((of, index) => ({ index, of })));
        for (const { policy, gaps } of unverified) {
            for (const gap of gaps) {
                const words = gapText(gap);
                this.asking.set(words, (this.asking.get(words) ?? new Set()).add(policy));
            }
        }
    }

    findingsOn(urn: string): readonly Told<ReportedFinding>[] {
        return this.findings.get(urn) ?? [];
    }

    questionsOn(urn: string): readonly Told<ReportedQuestion>[] {
        return this.questions.get(urn) ?? [];
    }

    /** What is said of these resources, with the places of each on a map. */
    itemsOn(
        urns: Iterable<string>,
        marksOf: (said: ReportedFinding | ReportedQuestion) => Marks,
    ): readonly MapItem[] {
        const found: { readonly index: number; readonly item: MapFinding }[] = [];
        const missing = new Map<string, MapGap>();
        for (const urn of urns) {
            for (const { index, of } of this.findingsOn(urn)) {
                const { fingerprint } = of;
                const item: MapFinding = { kind: "finding", fingerprint, ...marksOf(of) };
                found.push({ index, item });
                this.shown.add(fingerprint);
            }
            for (const { index, of } of this.questionsOn(urn)) {
                const marks = marksOf(of);
                of.gaps.forEach((each, gap) => {
                    const words = gapText(each);
                    const known = missing.get(words) ?? { index, gap, nodes: [], edges: [] };
                    const policies = [...(this.asking.get(words) ?? [])];
                    const all = together([known, marks]);
                    missing.set(words, { ...known, kind: "gap", policies, ...all });
                    this.shown.add(words);
                });
            }
        }
        const inOrder = <I extends { readonly index: number }>(items: readonly I[]): I[] =>
            [...items].sort((a, b) => a.index - b.index);
        const findings = inOrder(found).map(({ item }) => item);
        return [...findings, ...inOrder([...missing.values()])];
    }

    /** What stands on no map so far. */
    get rest(): readonly MapItem[] {
        const shown = new Set(this.shown);
        const urns = new Set([...this.findings.keys(), ...this.questions.keys()]);
        const all = this.itemsOn(urns, () => ({ nodes: [], edges: [] }));
        return all.filter((item) => {
            if (item.kind === "finding") return !shown.has(item.fingerprint);
            return !shown.has(this.wordsOf(item));
        });
    }

    private wordsOf({ index, gap }: MapGap): string {
        const found = this.unverified[index]?.gaps[gap];
        return found === undefined ? "" : gapText(found);
    }
}

function byUrn<T extends { readonly urn: string }>(
    all: readonly Told<T>[],
): ReadonlyMap<string, readonly Told<T>[]> {
    const found = new Map<string, Told<T>[]>();
    for (const each of all) {
        addTo(found, each.of.urn, each);
    }
    return found;
}

/** What is missing, and where. */
export function gapText(gap: Gap | ReportedGap): string {
    const name = "resource" in gap ? gap.resource : gap.name;
    return `${gap.property === "" ? name : `${gap.property} of ${name}`}: ${gap.what}`;
}
