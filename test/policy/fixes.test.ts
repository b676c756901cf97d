import { deepEqual, ok } from "node:assert/strict";
import { Ajv } from "ajv";
import { policies } from "../../policies";
import { reportedEdit } from "../../src/cli/report";
import { planFromJson, type Raw } from "../../src/plan";
import {
    interest,
    resolveConfiguration,
    runPolicies,
    type Finding,
    type Settings,
} from "../../src/policy";
import { edits, fixText, stopOf, type Edits, type Stop } from "../../src/reach";
import schema from "../../docs/check-output.schema.json";
import { Editor } from "../support/apply";
import { brokenRows, findingsIn as findingsOf, shownFaults } from "../support/codes";
import { Network } from "../support/networks";
import { loadTables, unchanged } from "../support/pages";
import type { Form } from "../support/program";
import type { Table } from "../support/table";

/** Every how many rows one is played; `TABLES_STEP=1` plays all. */
const step = Number(process.env.TABLES_STEP ?? 6);

type Row = Table["violates"][number] | Table["cannotKnow"][number];

/**
 * Of a name that is not resolved nothing else is asked, nor of a platform that starts no tasks: what stops
 * packets further on is told afterwards.
 */
const hidesTheRest = new Set(["dns-support-off", "dns-hostnames-off", "platform-too-old"]);

describe("fixes", () => {
    const tried = { alternatives: 0 };
    let number = 0;
    for (const [policy, { violates, cannotKnow }] of loadTables()) {
        const rows = [...violates, ...cannotKnow].filter(() => number++ % step === 0);
        it(`of ${policy} mend what they stand for, and break nothing else`, () => {
            for (const row of rows) {
                for (const form of formsOf(row)) tried.alternatives += tryAll(policy, row, form);
            }
        });
    }

    it("are tried indeed", () => {
        ok(tried.alternatives > 900 / step, String(tried.alternatives));
    });

    it("are of every kind, and as the schema says", () => {
        const { definitions } = schema;
        const validate = new Ajv({ strict: false }).compile({
            definitions,
            $ref: "#/definitions/edit",
        });
        const seen = new Set<string>();
        const stops = [...shownFaults().values()].flatMap(({ fixes }) => fixes);
        const told = [...brokenRows()].flatMap((row) => findingsOf(row, [row.policy]));
        for (const edit of [...stops, ...told.flatMap(({ fix }) => fix)].flat()) {
            const reported: unknown = JSON.parse(JSON.stringify(reportedEdit(edit)));
            ok(validate(reported), JSON.stringify([reported, validate.errors], undefined, 2));
            seen.add(edit.code);
        }
        deepEqual(
            [...seen].sort(),
            Object.values(edits)
                .map(({ code }) => code)
                .sort(),
        );
    });

    it("are edits for what stops packets, but for what only a person can decide", () => {
        const advised = [...shownFaults()]
            .filter(([, { fixes }]) => fixes.length > 0 && fixes.every(isAdvice))
            .map(([code]) => code);
        deepEqual(advised.sort(), [
            "egress-only-gateway-of-other-vpc",
            "endpoint-not-interface",
            "endpoint-policy-denies",
            "endpoint-serves-no-ipv6",
            "endpoint-without-subnet",
            "gateway-endpoint-not-on-route-table",
            "load-balancer-not-in-zone",
            "nat-gateway-of-other-vpc",
            "public-access-blocked",
        ]);
    });
});

function isAdvice(all: Edits): boolean {
    return all.some((each) => edits.advice.is(each));
}

function formsOf(row: Row): readonly Form[] {
    if ("violated" in row) return ["deployed"];
    const forms = row.forms ?? (["first preview", "deployed"] as const);
    // What a first preview does not tell has no fix yet.
    return row.firstPreview === undefined ? forms : ["deployed"];
}

/** Makes each change that a policy's findings ask for, and runs the whole pack again. */
function tryAll(policy: string, row: Row, form: Form): number {
    const told = { oneFindingPerCause: true };
    const ask = (n: Network): readonly Finding[] => findingsIn(policy, n, row, form, told);
    const ownIn = (all: readonly Finding[]): readonly Finding[] =>
        all.filter((finding) => finding.policy === policy);
    let before = ask(built(row));
    if (ownIn(before).length === 0) {
        // Another policy has told it.
        told.oneFindingPerCause = false;
        before = ask(built(row));
    }
    ok(ownIn(before).length > 0, `${row.name} (${form}) has no finding`);
    let tried = 0;
    for (const finding of ownIn(before)) {
        for (const alternative of finding.fix.filter((each) => !isAdvice(each))) {
            const n = built(row);
            const editor = new Editor(n);
            for (const edit of alternative) editor.apply(edit);
            deepEqual(
                newAmong(ask(n), before, finding),
                [],
                `${row.name} (${form}): ${finding.problem}\nfix: ${fixText([alternative])}`,
            );
            tried += 1;
        }
    }
    return tried;
}

function built(row: Row): Network {
    const n = new Network();
    ("violated" in row ? row.violated : row.network)(n);
    return n;
}

/** By all policies, and this one even if it is off by default. */
function findingsIn(
    asked: string,
    n: Network,
    row: Row,
    form: Form,
    more: Settings,
): readonly Finding[] {
    const { "preflight-settings": shared, ...others } = row.settings ?? {};
    const settings = { ...others, "preflight-settings": { ...more, ...shared } };
    const { configure: given } = resolveConfiguration(policies, settings);
    const configure: typeof given = (policy) => {
        const configured = given(policy);
        const isOff = policy.name === asked && configured.level === "disabled";
        return isOff ? { ...configured, level: "advisory" } : configured;
    };
    const recording = (row.change ?? unchanged)(n.record(form));
    const { plan } = planFromJson(recording as unknown as Raw, interest);
    return runPolicies(plan, policies, configure).findings;
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
