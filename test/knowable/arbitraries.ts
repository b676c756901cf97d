import fc from "fast-check";
import { cannotKnow, ok, violated, type Answer, type Gap } from "../../src/knowable";

/** Few different ones, so that repetitions occur. */
export const gaps: fc.Arbitrary<Gap> = fc
    .record({
        resource: fc.constantFrom("vpc", "subnet"),
        property: fc.constantFrom("id", "routes[0].gatewayId"),
        reason: fc.constantFrom("made-by-plan", "outside", "secret"),
        what: fc.constantFrom("it does not exist yet", "it is not in the plan"),
    })
    .map((gap) => ({ ...gap, urn: `urn:pulumi:dev::web::aws:test:Test::${gap.resource}` }));

export const someGaps = fc.array(gaps, { minLength: 1, maxLength: 4 });

const drafts = fc.record({
    verdict: fc.constantFrom("ok", "violated", "cannot-know"),
    why: someGaps,
    assumed: fc.uniqueArray(fc.constantFrom("a is b", "b is c", "c is d"), { maxLength: 2 }),
});

type Draft = typeof drafts extends fc.Arbitrary<infer D> ? D : never;

/** An answer with two pieces of evidence that no answer at another place has. */
function toAnswer(draft: Draft, place: number): Answer<number> {
    const evidence = [2 * place, 2 * place + 1];
    const { assumed } = draft;
    switch (draft.verdict) {
        case "ok":
            return { ...ok(...evidence), assumed };
        case "violated":
            return { ...violated(...evidence), assumed };
        default:
            return { ...cannotKnow(draft.why, ...evidence), assumed };
    }
}

export const answers = drafts.map((draft) => toAnswer(draft, 0));

export const answerLists = fc.array(drafts, { maxLength: 6 }).map((list) => list.map(toAnswer));
