import assert from "node:assert/strict";
import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { policies } from "../../policies";
import { inNativeTerms } from "../support/native";
import { Network } from "../support/networks";
import { loadTables, unchanged } from "../support/pages";
import type { Form } from "../support/program";
import { verdicts } from "../support/verdicts";

/*
 * The same network in both dialects: `aws`, and `aws-native`, which has CloudFormation's terms.
 */

let said = 0;
for (const policy of policies) {
    const table = loadTables().get(policy.name);
    if (table === undefined) continue;
    const asked = { policies: [preflightInputs, preflightSettings, policy, unverifiedNetwork] };
    describe(`${policy.name} in CloudFormation's terms`, () => {
        for (const row of [...table.valid, ...table.violates, ...table.cannotKnow]) {
            it(`finds the same: ${row.name}`, () => {
                for (const form of row.forms ?? (["first preview", "deployed"] as Form[])) {
                    const n = new Network();
                    row.network(n);
                    const recorded = (row.change ?? unchanged)(n.record(form));
                    const native = inNativeTerms(recorded, () => true);
                    said += native.recording.filter(({ type }) => type.startsWith("aws-native:")).length;
                    const { settings = {} } = row;
                    const options = { ...asked, settings };
                    const before = verdicts(recorded, {}, options);
                    const after = new Map(
                        [...verdicts(native.recording, {}, options)].map(([key, verdict]) => {
                            const at = key.indexOf("urn:");
                            const urn = key.slice(at);
                            return [key.slice(0, at) + (native.before.get(urn) ?? urn), verdict];
                        }),
                    );
                    assert.deepEqual(after, before, form);
                }
            });
        }
    });
}
after(() => console.log(said));
