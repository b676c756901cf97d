import { deepEqual, ok } from "node:assert/strict";
import { Ajv } from "ajv";
import { policies } from "../../policies";
import { reportedEdit } from "../../src/cli/report";
import { planFromJson } from "../../src/plan";
import {
    interest,
    resolveConfiguration,
    runPolicies,
    type Finding,
    type Settings,
} from "../../src/policy";
import { edits } from "../../src/reach";
import schema from "../../docs/check-output.schema.json";
import { brokenRows, findingsIn as findingsOf, shownFaults } from "../support/codes";
import { isAdvice, recordedIn, tryFixes, type AnyForm } from "../support/fixes";
import { Network } from "../support/networks";
import { loadTables } from "../support/pages";
import type { Table } from "../support/table";

/** Every how many rows one is played; `TABLES_STEP=1` plays all. */
const step = Number(process.env.TABLES_STEP ?? 6);

type Row = Table["violates"][number] | Table["cannotKnow"][number];

describe("fixes", () => {
    const tried = { "first preview": 0, rehearsed: 0, deployed: 0 };
    let number = 0;
    for (const [policy, { violates, cannotKnow }] of loadTables()) {
        const rows = [...violates, ...cannotKnow].filter(() => number++ % step === 0);
        it(`of ${policy} mend what they stand for, and break nothing else`, () => {
            for (const row of rows) {
                for (const form of formsOf(row)) tried[form] += tryAll(policy, row, form);
            }
        });
    }

    it("are tried indeed", () => {
        const told = JSON.stringify(tried);
        for (const number of Object.values(tried)) ok(number > 200 / step, told);
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
            "firewall-drops-all",
            "gateway-endpoint-not-on-route-table",
            "internet-gateway-without-nat",
            "load-balancer-not-in-zone",
            "nat-gateway-of-other-vpc",
            "peering-with-another-vpc",
            "public-access-blocked",
            "transit-gateway-route-blackhole",
        ]);
    });
});

function formsOf(row: Row): readonly AnyForm[] {
    // What is changed by hand is changed in a recording.
    const rehearsable = row.change === undefined ? (["rehearsed"] as const) : [];
    if ("violated" in row) return [...rehearsable, row.completed ?? "deployed"];
    // What a first preview does not tell has no fix yet.
    const first = row.firstPreview === undefined ? (["first preview"] as const) : [];
    return row.forms ?? [...first, ...rehearsable, "deployed"];
}

/** Makes each change that a policy's findings ask for, and runs the whole pack again. */
function tryAll(policy: string, row: Row, form: AnyForm): number {
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
    // What is rehearsed may leave open what only the deployment tells.
    if (form !== "rehearsed") ok(ownIn(before).length > 0, `${row.name} (${form}) has no finding`);
    let tried = 0;
    for (const finding of ownIn(before)) {
        tried += tryFixes(finding, before, () => built(row), ask, `${row.name} (${form})`);
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
    form: AnyForm,
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
    const { plan } = planFromJson(recordedIn(n, form, row.change), interest);
    return runPolicies(plan, policies, configure).findings;
}
