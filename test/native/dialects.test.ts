import assert from "node:assert/strict";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { policies } from "../../policies";
import { inNativeTerms } from "../support/native";
import { Network } from "../support/networks";
import { loadTables, unchanged } from "../support/pages";
import type { Form } from "../support/program";
import type { Table } from "../support/table";
import { verdicts } from "../support/verdicts";

/*
 * The same network in both dialects: `aws`, and `aws-native`, which has CloudFormation's terms.
 */

type Row = Table["valid"][number];

/** Every how many rows one is played; `TABLES_STEP=1` plays all. */
const step = Number(process.env.TABLES_STEP ?? 3);

const otherwise: ReadonlySet<string> = new Set([
    // It may be the default one of a VPC that exists: CloudFormation does not tell the id of that.
    "a gateway endpoint on a route table that is not in the plan",
    // CloudFormation accepts the request itself.
    "a VPC peering connection that nobody accepts in the plan",
    // The `aws` provider sends a default of its own, with which AWS compares.
    "no more tasks than there are, and nothing said of fewer",
    // It left the directory out before its version 6, which CloudFormation never did.
    "an access point, and a directory that a provider before version 6 leaves out",
    "the same by a default provider, whose name tells its version",
    "a directory, and a provider of which the version is not known",
]);

/**
 * Each row in one form, the first preview or the deployed stack, in turn. What is recorded otherwise than
 * the engine does it is deployed: of a first preview `aws-native` tells nothing but inputs.
 */
function formOf({ forms = ["first preview", "deployed"], change }: Row, i: number): Form {
    const isDeployed = change !== undefined && forms.includes("deployed");
    return isDeployed ? "deployed" : (forms[i % forms.length] ?? "deployed");
}

for (const policy of policies) {
    const table = loadTables().get(policy.name);
    if (table === undefined) continue;
    const asked = [preflightInputs, preflightSettings, policy, unverifiedNetwork];
    const rows = [...table.valid, ...table.violates, ...table.cannotKnow];
    describe(`${policy.name}, in CloudFormation's terms`, () => {
        let natives = 0;
        for (const [i, row] of rows.entries()) {
            if (otherwise.has(row.name) || i % step !== 0) continue;
            const form = formOf(row, i);
            it(`finds the same: ${row.name} (${form})`, () => {
                const n = new Network();
                row.network(n);
                const recorded = (row.change ?? unchanged)(n.record(form));
                const native = inNativeTerms(recorded, () => true);
                natives += native.filter(({ type }) => type.startsWith("aws-native:")).length;
                const options = { policies: asked, settings: row.settings ?? {} };
                assert.deepEqual(verdicts(native, {}, options), verdicts(recorded, {}, options));
            });
        }

        it("is asked in these terms at all", () => {
            assert.notEqual(natives, 0);
        });
    });
}
