import { InputError } from "../files";
import { homeOf, type Configure } from "../policy";
import { nameInUrn, problemsIn } from "../plan";
import { policies } from "../../policies";
import { fingerprintVersion } from "./fingerprint";
import { asJson } from "./json";
import { readDocument } from "./read";
import type { Io } from "./io";
import { counted, isChecked, type CheckedFile, type Report, type ReportedFinding } from "./report";

/** A finding that was there when a baseline was written. */
export interface KnownFinding {
    readonly fingerprint: string;
    /** For people, and to tell whether it can be gone. */
    readonly policy: string;
    readonly urn: string;
}

const format = "fargate-preflight-baseline";

/** The JSON schema of a baseline; `docs/baseline.schema.json` is a copy of it. */
export const baselineSchema = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Baseline of fargate-preflight",
    description: "Findings that were there when it was written: only others block.",
    type: "object",
    required: ["format", "version", "fingerprints", "findings"],
    additionalProperties: false,
    properties: {
        $schema: { type: "string" },
        format: { const: format },
        version: { description: "The version of this format.", const: 1 },
        fingerprints: {
            description: "The version of the fingerprints, as SARIF names it.",
            const: fingerprintVersion,
        },
        findings: {
            type: "array",
            items: {
                type: "object",
                required: ["fingerprint", "policy", "urn"],
                additionalProperties: false,
                properties: {
                    fingerprint: { type: "string", pattern: "^[0-9a-f]{32}:[1-9][0-9]*$" },
                    policy: { type: "string", minLength: 1 },
                    urn: { type: "string", minLength: 1 },
                },
            },
        },
    },
} as const;

const expected = "a baseline, as `check --write-baseline` writes it";

/** How much of what is wrong is told. */
const most = 5;

/**
 * Reads a baseline.
 *
 * @throws InputError if it is none, or one of another version
 */
export async function readBaseline(file: string, io: Io): Promise<readonly KnownFinding[]> {
    const json = await readDocument(file, expected, io);
    const given = (json ?? {}) as Readonly<Record<string, unknown>>;
    if (given.format !== format) {
        throw new InputError(`this is no baseline; expected ${expected}`);
    }
    for (const [name, version] of [
        ["version", 1],
        ["fingerprints", fingerprintVersion],
    ] as const) {
        if (given[name] === version) continue;
        throw new InputError(
            `${name}: expected ${String(version)}, the only one that this version of fargate-preflight reads; write it anew with --write-baseline`,
        );
    }
    const problems = problemsIn(json, baselineSchema, {
        fingerprint: "a fingerprint, as --write-baseline writes it",
    });
    if (problems.length > 0) throw new InputError(problems.slice(0, most).join("; "));
    return (json as { readonly findings: readonly KnownFinding[] }).findings;
}

/** A baseline as text: the same for the same findings, in whatever order they were found. */
export function baselineOf(findings: readonly KnownFinding[]): string {
    const distinct = new Map(findings.map((each) => [each.fingerprint, each]));
    const keyOf = ({ urn, policy, fingerprint }: KnownFinding): string =>
        [urn, policy, fingerprint].join("\n");
    const sorted = [...distinct.values()]
        .map(({ fingerprint, policy, urn }) => ({ policy, urn, fingerprint }))
        .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    return asJson({ format, version: 1, fingerprints: fingerprintVersion, findings: sorted });
}

/** What a baseline takes up: findings of the network that no exception is, or was, for. */
export function knowable(reports: readonly Report[]): readonly ReportedFinding[] {
    return reports.filter(isChecked).flatMap(({ findings }) => findings.filter(mayBeKnown));
}

/** For what an exception was that has ended it counts again, whatever a baseline holds. */
function mayBeKnown({ isOfCheck, exceptions }: ReportedFinding): boolean {
    return !isOfCheck && exceptions.length === 0;
}

/** What is left of a baseline where exceptions are, or were, for some of it. */
export function withoutExcepted(
    known: readonly KnownFinding[],
    reports: readonly Report[],
): readonly KnownFinding[] {
    const excepted = new Set(
        reports
            .filter(isChecked)
            .flatMap(({ findings, accepted }) => [...findings, ...accepted])
            .flatMap(({ exceptions, fingerprint }) => (exceptions.length > 0 ? fingerprint : [])),
    );
    return known.filter(({ fingerprint }) => !excepted.has(fingerprint));
}

/** The report, in which what the baseline knows is accepted. */
export function withBaseline(report: Report, known: readonly KnownFinding[]): Report {
    if (!isChecked(report)) return report;
    const prints = new Set(known.map(({ fingerprint }) => fingerprint));
    const isOld = (each: ReportedFinding): boolean =>
        mayBeKnown(each) && prints.has(each.fingerprint);
    const old = report.findings.filter(isOld);
    return counted({
        ...report,
        findings: report.findings.filter((each) => !isOld(each)),
        accepted: [
            ...report.accepted,
            ...old.map((each) => ({ ...each, by: "baseline" as const })),
        ],
    });
}

/**
 * What is in the baseline, and was not found again in the stacks that were checked. Where the check could
 * not know, where a plan hides a part, and where the policy is turned off, nobody can say that it is gone.
 */
export function goneFrom(
    known: readonly KnownFinding[],
    reports: readonly Report[],
    configure: Configure,
): readonly KnownFinding[] {
    const checked = reports.filter(isChecked);
    const found = new Set(
        checked.flatMap(({ findings, accepted }) =>
            [...findings, ...accepted].map(({ fingerprint }) => fingerprint),
        ),
    );
    const whole = new Map<string, boolean>();
    for (const { stack, summary } of checked) {
        if (stack === null) continue;
        whole.set(stack, (whole.get(stack) ?? true) && summary.incomplete === null);
    }
    const open = new Set(checked.flatMap(questionsOf));
    const isAsked = new Set(
        policies.filter((each) => configure(each).level !== "disabled").map(({ name }) => name),
    );
    return known.filter(
        ({ fingerprint, policy, urn }) =>
            !found.has(fingerprint) &&
            isAsked.has(policy) &&
            whole.get(stackOf(urn)) === true &&
            !open.has(`${policy} ${urn}`),
    );
}

function questionsOf({ unverified }: CheckedFile): readonly string[] {
    return unverified.map(({ policy, urn }) => `${policy} ${urn}`);
}

function stackOf(urn: string): string {
    const home = homeOf(urn);
    return home === undefined ? "" : `${home.project}/${home.stack}`;
}

/** In words: `task-image-pull on web (shop/dev)`. */
export function knownInWords({ policy, urn }: KnownFinding): string {
    return `${policy} on ${nameInUrn(urn)} (${stackOf(urn)})`;
}
