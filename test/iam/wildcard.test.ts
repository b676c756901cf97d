import assert from "node:assert/strict";
import fc from "fast-check";
import { covers } from "../../src/iam/wildcard";

/** Two letters, a colon, and what is open: enough for every way in which patterns can meet. */
const letters = ["a", "b", ":"];
const patternOf = (parts: readonly string[]): fc.Arbitrary<string> =>
    fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((list) => list.join(""));
const patterns = patternOf([...letters, "*", "?"]);
const texts = patternOf(letters);

/** Every text of up to so many letters. */
function textsUpTo(length: number): readonly string[] {
    let all = [""];
    for (let i = 0; i < length; i++) {
        all = [...new Set([...all, ...all.flatMap((text) => letters.map((each) => text + each))])];
    }
    return all;
}

/** The plainest reference: a `*` takes nothing, or one character and goes on. */
function isMatch(pattern: string, text: string, star: RegExp): boolean {
    const [token, ...rest] = pattern;
    const [first, ...others] = text;
    if (token === undefined) return first === undefined;
    if (token === "*") {
        const takesNone = isMatch(rest.join(""), text, star);
        return (
            takesNone ||
            (first !== undefined && star.test(first) && isMatch(pattern, others.join(""), star))
        );
    }
    if (first === undefined) return false;
    return (token === "?" || token === first) && isMatch(rest.join(""), others.join(""), star);
}

const everything = textsUpTo(6);

/** What may stand where parts of a text are not known. */
function instancesOf(text: string): readonly string[] {
    const star = text === "*" ? /[^]/ : /[^:]/;
    return everything.filter((each) => isMatch(text, each, star));
}

describe("a pattern of IAM's", () => {
    it("covers a text that is known, or does not, as a naive reference says", () => {
        fc.assert(
            fc.property(patterns, texts, (pattern, text) => {
                const expected = isMatch(pattern, text, /[^]/) ? "yes" : "no";
                assert.equal(covers(pattern, text), expected);
            }),
            { numRuns: 2000 },
        );
    });

    it("covers what is known in part only if it covers whatever may stand there", () => {
        fc.assert(
            fc.property(patterns, patterns, (pattern, text) => {
                const matches = instancesOf(text).map((each) => isMatch(pattern, each, /[^]/));
                const match = covers(pattern, text);
                if (match === "yes") assert.ok(matches.every((each) => each));
                if (match === "no") assert.ok(!matches.some((each) => each));
            }),
            { numRuns: 500 },
        );
    });

    it("is undecided only where what may stand there differs, or `?` and `*` stand side by side", () => {
        fc.assert(
            fc.property(patterns, patterns, (pattern, text) => {
                fc.pre(!/[?*]{2}/.test(pattern) && !/[?*]{2}/.test(text) && pattern.length < 5);
                const instances = instancesOf(text);
                fc.pre(text.length < 4);
                const matches = instances.map((each) => isMatch(pattern, each, /[^]/));
                if (covers(pattern, text) !== "perhaps") return;
                assert.ok(matches.some((each) => each) && matches.some((each) => !each));
            }),
            { numRuns: 500 },
        );
    });

    const cases: readonly (readonly [string, string, string])[] = [
        ["*", "*", "yes"],
        ["arn:aws:s3:::*", "arn:aws:s3:::a/b", "yes"],
        [
            "arn:aws:logs:*:*:log-group:/a:*",
            "arn:aws:logs:us-east-1:*:log-group:/a:log-stream:b/*",
            "yes",
        ],
        [
            "arn:aws:logs:*:*:log-group:/a:*",
            "arn:aws:logs:us-east-1:*:log-group:/ab:log-stream:*",
            "no",
        ],
        [
            "arn:aws:logs:*:*:log-group:/a",
            "arn:aws:logs:us-east-1:1:log-group:/a:log-stream:*",
            "no",
        ],
        ["arn:aws:logs:us-east-1:1:*", "arn:aws:logs:us-east-1:*:log-group:a", "perhaps"],
        ["arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::a/b", "perhaps"],
        ["arn:aws:s3:::${aws:username}", "arn:aws:sqs:::a", "no"],
        ["", "", "yes"],
        ["", "a", "no"],
        ["?", "", "no"],
    ];
    for (const [pattern, text, expected] of cases) {
        it(`${JSON.stringify(pattern)} on ${JSON.stringify(text)}: ${expected}`, () => {
            assert.equal(covers(pattern, text), expected);
        });
    }

    it("takes no longer than the two are long", () => {
        const text = "a".repeat(2000);
        assert.equal(covers("a*".repeat(1000) + "b", text), "no");
    });
});
