import { preflightInputs } from "../../policies/preflight-inputs";
import { preflightSettings } from "../../policies/preflight-settings";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, messageOf, runPolicies } from "../../src/policy";
import { assertGolden, type Saying } from "../support/golden";

/*
 * A row names a part of its message. All that the rows' messages say, and why something is not known, is in
 * test/golden/messages, with what fingerprints are made of in brackets.
 */

const messages: Saying = function* (policy, recording, { settings = {} }) {
    const asked = [preflightInputs, preflightSettings, policy, unverifiedNetwork];
    const { plan } = planFromJson(recording as unknown as Raw, interest);
    const { findings } = runPolicies(plan, asked, ({ name }) => ({
        level: "mandatory",
        settings: settings[name] ?? {},
    }));
    for (const finding of findings) {
        yield* messageOf(finding).split("\n");
        yield `  (${finding.causes.map(withoutUrns).join(", ")})`;
    }
};

/** A URN is its name: the rest is no matter of the message. */
function withoutUrns(cause: string): string {
    return cause.replace(/urn:pulumi:\S*::/g, "");
}

describe("messages", () => {
    assertGolden({
        name: "messages",
        rowsOf: ({ violates, cannotKnow }) => [...violates, ...cannotKnow],
        say: messages,
    });
});
