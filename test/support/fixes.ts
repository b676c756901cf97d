import { deepEqual } from "node:assert/strict";
import type { Raw } from "../../src/plan";
import type { Finding } from "../../src/policy";
import { edits, fixText, stopOf, type Edits, type Stop } from "../../src/reach";
import { Editor } from "./apply";
import { rehearsed } from "../rehearsal/support";
import type { Network } from "./networks";
import { unchanged } from "./pages";
import type { Form, Recorded } from "./program";

/**
 * Of a name that is not resolved nothing else is asked, nor of a platform that starts no tasks: what stops
 * packets further on is told afterwards.
 */
const hidesTheRest = new Set(["dns-support-off", "dns-hostnames-off", "platform-too-old"]);

/** A rehearsed plan has values in the place of what only the deployment tells. */
export type AnyForm = Form | "rehearsed";

/** The plan of a program, changed where no program could. */
export function recordedIn(
    n: Network,
    form: AnyForm,
    change: (recording: Recorded[]) => Recorded[] = unchanged,
): Raw {
    return form === "rehearsed" ? rehearsed(n) : (change(n.record(form)) as unknown as Raw);
}

export function isAdvice(all: Edits): boolean {
    return all.some((each) => edits.advice.is(each));
}

/**
 * Makes each change that a finding asks for, one alternative after the other, and asks again: what the fix
 * stands for has to be gone, and nothing else may have come.
 *
 * @param build the same program, made anew
 * @param before all that was found in it
 * @param isAllowed what else may come
 * @returns how many alternatives were made
 */
export function tryFixes(
    finding: Finding,
    before: readonly Finding[],
    build: () => Network,
    ask: (n: Network) => readonly Finding[],
    title: string,
    isAllowed: (each: Finding, mended: Finding) => boolean = () => false,
): number {
    const alternatives = finding.fix.filter((each) => !isAdvice(each));
    for (const alternative of alternatives) {
        const n = build();
        const editor = new Editor(n);
        for (const edit of alternative) editor.apply(edit);
        deepEqual(
            newAmong(
                ask(n).filter((each) => !isAllowed(each, finding)),
                before,
                finding,
            ),
            [],
            `${title}: ${finding.problem}\nfix: ${fixText([alternative])}`,
        );
    }
    return alternatives.length;
}

/** What was not there before, or should have gone; advice of other policies may come. */
function newAmong(
    after: readonly Finding[],
    before: readonly Finding[],
    mended: Finding,
): readonly string[] {
    const isHidden = mended.path.some((path) => hidesTheRest.has(stopOf(path)?.code ?? ""));
    const rest = before.filter((each) => each !== mended);
    return after
        .filter((each) => each.policy === mended.policy || each.level === "mandatory")
        .filter((each) => each.policy === mended.policy || !isHidden || each.path.length === 0)
        .filter((each) => {
            const was = isSame(each, mended) || !isPartOf(each, [...rest, mended]);
            return was && !isPartOf(each, rest);
        })
        .map(({ policy, resource, ...each }) =>
            [`${policy} of ${resource.name}: ${each.problem}`, ...stopsOf(each)].join("\n"),
        );
}

/** All that it tells others told already, of the same resource. */
function isPartOf(finding: Finding, others: readonly Finding[]): boolean {
    const { policy, resource, problem } = finding;
    const own = others.filter(
        (each) => each.policy === policy && each.resource.urn === resource.urn,
    );
    const stops = stopsOf(finding);
    if (stops.length === 0) return own.some((each) => each.problem === problem);
    const told = new Set(own.flatMap(stopsOf));
    return stops.every((stop) => told.has(stop));
}

function isSame(one: Finding, other: Finding): boolean {
    const [own, others] = [stopsOf(one), stopsOf(other)];
    return (
        one.policy === other.policy &&
        one.resource.urn === other.resource.urn &&
        (own.length === 0 ? one.problem === other.problem : own.join() === others.join())
    );
}

/** With what lies beyond, which the fix names too. */
function stopsOf({ path }: Pick<Finding, "path">): readonly string[] {
    return path.flatMap((each) => keysOf(stopOf(each)));
}

function keysOf(stop: Stop | undefined): readonly string[] {
    return stop === undefined ? [] : [stop.key, ...keysOf(stop.beyond)];
}

/** It stands at something that the fix made. */
function isMade(stop: string): boolean {
    return /^\S+ \S+::made-/.test(stop);
}

/** What stops the packet where it did not get before: it was broken all the time, and nothing that was made is. */
export function isFurther(finding: Finding, mended: Finding): boolean {
    const before = new Set(stopsOf(mended));
    const stops = stopsOf(finding);
    return stops.length > 0 && !stops.some(isMade) && stops.some((stop) => !before.has(stop));
}
