import assert from "node:assert/strict";
import fc from "fast-check";
import { judgePolicies, type Call, type Match } from "../../src/iam";
import { covers, stronger, weaker } from "../../src/iam/wildcard";
import { Reading, type Raw } from "../../src/plan";
import { resourceOf, unknown } from "../plan/support";

type Verdict = "allowed" | "refused" | "cannot know";

function judged(documents: readonly Raw[], call: Call): ReturnType<typeof judgePolicies> {
    const resource = resourceOf({ type: "aws:iam/role:Role" });
    return judgePolicies(
        documents.map((each) => Reading.of(resource, "policy", each)),
        call,
    );
}

/** What documents say together, as a role's do. */
function verdict(documents: readonly Raw[], call: Call): Verdict {
    const { allowed, denied, doubts } = judged(documents, call);
    if (denied === "yes") return "refused";
    if (doubts.length > 0) return "cannot know";
    if (allowed === "no") return "refused";
    return allowed === "yes" && denied === "no" ? "allowed" : "cannot know";
}

type Statement = Readonly<Record<string, Raw>>;

/** How far a statement without conditions is about a call. */
function matchOf(statement: Statement, { action, resource = "*", orResource }: Call): Match {
    const of = (key: string, match: (pattern: string) => Match): Match => {
        const not = statement[`Not${key}`];
        const patterns = [not ?? statement[key] ?? []].flat() as readonly string[];
        const found = patterns.map(match).reduce(stronger, "no");
        if (not === undefined) return found;
        return found === "perhaps" ? found : found === "yes" ? "no" : "yes";
    };
    return weaker(
        of("Action", (pattern) => covers(pattern.toLowerCase(), action.toLowerCase())),
        of("Resource", (pattern) => {
            const match = covers(pattern, resource);
            const or = orResource === undefined ? "no" : covers(pattern, orResource);
            return match === "no" && or !== "no" ? "perhaps" : match;
        }),
    );
}

const oneOrMore = (values: readonly string[]): fc.Arbitrary<Raw> =>
    fc.oneof(
        fc.constantFrom(...values),
        fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }),
    );
const actions = oneOrMore([
    "*",
    "logs:*",
    "logs:Put*",
    "LOGS:putlogevents",
    "s3:GetObject",
    "ecr:*",
]);
const arn = "arn:aws:logs:us-east-1:1:log-group:a";
const resources = oneOrMore([
    "*",
    `${arn}:*`,
    arn,
    `${arn}2:*`,
    "arn:aws:s3:::*",
    "arn:aws:logs:*",
]);

/** With these keys, or with their negation. */
const part = (key: string, values: fc.Arbitrary<Raw>): fc.Arbitrary<Statement> =>
    fc
        .tuple(fc.constantFrom(key, key, `Not${key}`), values)
        .map(([name, value]) => ({ [name]: value }));

const statementsOf = (...effects: readonly string[]): fc.Arbitrary<Statement> =>
    fc
        .tuple(
            fc.constantFrom(...effects),
            part("Action", actions),
            part("Resource", resources),
            fc.constantFrom<Statement>({}, {}, {}, { Condition: { Bool: { "aws:x": "true" } } }),
        )
        .map(([Effect, action, resource, condition]) => ({
            Effect,
            ...action,
            ...resource,
            ...condition,
        }));

const statements = fc.array(statementsOf("Allow", "Allow", "Deny"), { maxLength: 4 });
const calls = fc.constantFrom<Call>(
    { action: "logs:PutLogEvents", resource: `${arn}:log-stream:x` },
    { action: "logs:PutLogEvents", resource: "arn:aws:logs:us-east-1:*:log-group:a:log-stream:*" },
    { action: "logs:PutLogEvents" },
    { action: "s3:GetObject", resource: "arn:aws:s3:::b/c" },
    { action: "ssm:GetParameters", resource: "arn:aws:ssm:us-east-1:1:parameter/a" },
    { action: "*" },
);
const document = (all: readonly Statement[]): Raw => JSON.stringify({ Statement: all });

describe("policies of IAM", () => {
    it("refuse no less with one more Deny", () => {
        fc.assert(
            fc.property(statements, statementsOf("Deny"), calls, (all, deny, call) => {
                const before = verdict([document(all)], call);
                const after = verdict([document([...all, deny])], call);
                if (before === "refused") assert.equal(after, "refused");
                if (before === "cannot know") assert.notEqual(after, "allowed");
            }),
        );
    });

    it("allow no less with one more Allow", () => {
        fc.assert(
            fc.property(statements, statementsOf("Allow"), calls, (all, allow, call) => {
                const before = verdict([document(all)], call);
                const after = verdict([document([...all, allow])], call);
                if (before === "allowed") assert.equal(after, "allowed");
                if (before === "cannot know") assert.notEqual(after, "refused");
            }),
        );
    });

    it("say the same in one document or in several, in whatever order", () => {
        fc.assert(
            fc.property(statements, calls, (all, call) => {
                const together = verdict([document(all)], call);
                assert.equal(
                    verdict(
                        [...all].reverse().map((each) => document([each])),
                        call,
                    ),
                    together,
                );
            }),
        );
    });

    it("say no different thing where a part of them is not known", () => {
        fc.assert(
            fc.property(statements, fc.nat(), fc.nat(), calls, (all, which, key, call) => {
                fc.pre(all.length > 0);
                const index = which % all.length;
                const hidden = all.map((each, i) => {
                    if (i !== index) return each;
                    const names = Object.keys(each);
                    return { ...each, [names[key % names.length] ?? ""]: unknown };
                });
                const known = verdict([document(all)], call);
                const partly = verdict([document(hidden)], call);
                assert.ok(partly === known || partly === "cannot know", `${known}: ${partly}`);
            }),
        );
    });

    it("say no different thing of a call that is known in part", () => {
        fc.assert(
            fc.property(statements, (all) => {
                const documents = [document(all)];
                const whole: Call = {
                    action: "logs:PutLogEvents",
                    resource: `${arn}:log-stream:x`,
                };
                const known = verdict(documents, whole);
                for (const resource of [
                    `${arn}:log-stream:*`,
                    arn.replace(":1:", ":*:") + ":log-stream:x",
                    undefined,
                ]) {
                    const call = {
                        action: whole.action,
                        ...(resource === undefined ? {} : { resource }),
                    };
                    const partly = verdict(documents, call);
                    assert.ok(partly === known || partly === "cannot know", `${known}: ${partly}`);
                }
            }),
        );
    });

    it("say what their statements say one by one, however many name whole resources", () => {
        const whole = ["a", "b", "ab", "abc", "b/c", "z"].map((name) => `arn:aws:s3:::${name}`);
        const named = fc
            .tuple(
                fc.constantFrom("Allow", "Deny"),
                part("Action", actions),
                part("Resource", oneOrMore([...whole, ...whole, "arn:aws:s3:::a*", "*"])),
            )
            .map(([Effect, action, resource]) => ({ Effect, ...action, ...resource }));
        const texts = fc.constantFrom(...whole, "arn:aws:s3:::*", "arn:aws:s3:::a*", "*");
        const either = fc.tuple(texts, fc.option(texts)).map(([resource, or]): Call => ({
            action: "s3:GetObject",
            resource,
            ...(or === null ? {} : { orResource: or }),
        }));
        fc.assert(
            fc.property(fc.array(named, { maxLength: 12 }), either, (all, call) => {
                const { allowed, denied } = judged([document(all)], call);
                const of = (effect: string): Match =>
                    all
                        .filter(({ Effect }) => Effect === effect)
                        .map((each) => matchOf(each, call))
                        .reduce(stronger, "no");
                assert.deepEqual([allowed, denied], [of("Allow"), of("Deny")]);
            }),
            { numRuns: 500 },
        );
    });

    it("say nothing of what has another effect than these two", () => {
        const allow = { Effect: "Allow", Action: "s3:*", Resource: "*" };
        const { allowed, doubts } = judged([document([{ ...allow, Effect: "allow" }])], {
            action: "s3:GetObject",
        });
        assert.equal(allowed, "no");
        assert.deepEqual(
            doubts.map(({ property, reason, what }) => `${property}: ${reason}: ${what}`),
            ["policy.Statement[0].Effect: malformed: it is neither Allow nor Deny"],
        );
    });

    it("cannot be known as a whole where one document is not", () => {
        const allow = document([{ Effect: "Allow", Action: "*", Resource: "*" }]);
        assert.equal(verdict([allow, unknown], { action: "s3:GetObject" }), "cannot know");
        const deny = document([{ Effect: "Deny", Action: "*", Resource: "*" }]);
        assert.equal(verdict([deny, unknown], { action: "s3:GetObject" }), "refused");
    });
});
