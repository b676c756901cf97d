import assert from "node:assert/strict";
import * as sdkProxy from "@pulumi/policy/proxy";
import type { Raw, Reading } from "../../src/plan";
import { open } from "../../src/plan/raw";
import { encrypted, inShort, listInShort, plaintext, resourceOf, secret, unknown } from "./support";

const service = "aws:ecs/service:Service";

/** The place of a property that the program set to this. */
function place(raw: Raw, property = "it"): Reading {
    return resourceOf({ type: service, inputs: { [property]: raw } }).at(property);
}

const malformed = "unknown: malformed";

describe("text, true or false, and numbers", () => {
    const rows: readonly (readonly [
        Raw,
        { string: unknown; boolean: unknown; number: unknown },
    ])[] = [
        ["awsvpc", { string: "awsvpc", boolean: malformed, number: malformed }],
        ["true", { string: "true", boolean: true, number: malformed }],
        ["false", { string: "false", boolean: false, number: malformed }],
        ["8080", { string: "8080", boolean: malformed, number: 8080 }],
        [8080, { string: "8080", boolean: malformed, number: 8080 }],
        [0, { string: "0", boolean: malformed, number: 0 }],
        [true, { string: malformed, boolean: true, number: malformed }],
        [false, { string: malformed, boolean: false, number: malformed }],
        ["  ", { string: "  ", boolean: malformed, number: malformed }],
        ["1e999", { string: "1e999", boolean: malformed, number: malformed }],
        ["", { string: "unset", boolean: "unset", number: "unset" }],
        [null, { string: "unset", boolean: "unset", number: "unset" }],
        [[], { string: malformed, boolean: malformed, number: malformed }],
        [["a"], { string: malformed, boolean: malformed, number: malformed }],
        [{ a: 1 }, { string: malformed, boolean: malformed, number: malformed }],
    ];
    for (const [raw, expected] of rows) {
        it(`of ${JSON.stringify(raw)}`, () => {
            const reading = place(raw);
            assert.deepEqual(
                {
                    string: inShort(reading.string()),
                    boolean: inShort(reading.boolean()),
                    number: inShort(reading.number()),
                },
                expected,
            );
        });
    }
});

describe("places", () => {
    it("of a block are its keys; a missing one is unset", () => {
        const block = place({ subnets: ["a"], securityGroups: null });
        assert.deepEqual(listInShort(block.at("subnets")), ["a"]);
        assert.equal(inShort(block.at("securityGroups").string()), "unset");
        assert.equal(inShort(block.at("assignPublicIp").at("deeper").string()), "unset");
    });

    it("of a list are its elements, each known or not; an unset list is empty", () => {
        assert.deepEqual(listInShort(place(["a", unknown, null, 5, ["b"]])), [
            "a",
            "unknown: computed",
            "unset",
            "5",
            malformed,
        ]);
        assert.deepEqual(listInShort(place(null)), []);
    });

    it("of something else are malformed", () => {
        assert.equal(listInShort(place("a")), malformed);
        assert.equal(listInShort(place({ a: 1 })), malformed);
        assert.equal(inShort(place("a").at("b").string()), malformed);
        assert.equal(inShort(place(["a"]).at("0").string()), malformed);
    });

    it("of an unknown block are unknown, for the block's reason", () => {
        const block = place(unknown);
        assert.equal(inShort(block.at("subnets").elements()), "unknown: computed");
        assert.equal(inShort(block.at("subnets").isSet()), "unknown: computed");
    });

    it("are own keys alone, whatever they are called", () => {
        const block = place(JSON.parse('{ "__proto__": { "inherited": "a" } }') as Raw);
        assert.equal(inShort(block.at("__proto__").at("inherited").string()), "a");
        for (const key of ["inherited", "constructor", "toString", "length", "hasOwnProperty"]) {
            assert.equal(inShort(block.at(key).string()), "unset", key);
            assert.equal(inShort(place({ a: 1 }, "it").resource.at(key).string()), "unset", key);
        }
    });

    it("are set if there is anything, or a default", () => {
        assert.equal(inShort(place(false).isSet()), true);
        assert.equal(inShort(place([]).isSet()), true);
        assert.equal(inShort(place(null).isSet()), false);
        assert.equal(inShort(place(null, "platformVersion").isSet()), true);
        assert.equal(inShort(place(null, "launchType").isSet()), false);
        assert.equal(inShort(place(unknown).isSet()), "unknown: computed");
    });

    it("have defaults inside blocks too, at any position of a list", () => {
        const { resource } = place({}, "networkConfiguration");
        const assignPublicIp = resource.at("networkConfiguration").at("assignPublicIp");
        assert.equal(inShort(assignPublicIp.boolean()), false);
        assert.equal(inShort(assignPublicIp.isSet()), true);
    });
});

describe("what cannot be read", () => {
    const computed = "unknown: computed";
    const hidden = "unknown: secret";
    const rows: Readonly<Record<string, readonly [Raw, unknown]>> = {
        "an unknown text": [unknown, computed],
        "a text with an unknown part": [`arn:aws:ecs:${unknown}:cluster/web`, computed],
        "a masked secret": ["[secret]", hidden],
        "a text that merely mentions one": ["a [secret] b", "a [secret] b"],
        "an encrypted secret": [encrypted, hidden],
        "a secret in plain text": [plaintext("awsvpc"), "awsvpc"],
        "a secret in plain text that is a number": [plaintext(5), "5"],
        "a secret in plain text that is unset": [plaintext(null), "unset"],
        "a secret in plain text that is unknown": [plaintext(unknown), computed],
        "a secret in plain text within another": [plaintext(plaintext("awsvpc")), "awsvpc"],
        "an encrypted secret within one in plain text": [plaintext(encrypted), hidden],
        "a secret whose plain text is broken": [secret({ plaintext: "{" }), hidden],
        "a secret on the wire": [secret({ value: "awsvpc" }), "awsvpc"],
        "a secret on the wire that is unknown": [secret({ value: unknown }), computed],
        "a secret without anything": [secret({}), hidden],
        "an object marked as something else": [
            { "4dabf18193072939515e22adb298388d": "other", value: "a" },
            malformed,
        ],
    };
    for (const [name, [raw, expected]] of Object.entries(rows)) {
        it(name, () => {
            assert.equal(inShort(place(raw).string()), expected);
            assert.deepEqual(listInShort(place([raw])), [expected]);
            assert.equal(inShort(place({ nested: raw }).at("nested").string()), expected);
        });
    }

    it("a secret list in plain text is a list", () => {
        assert.deepEqual(listInShort(place(plaintext(["a", unknown]))), ["a", computed]);
    });

    it("however deep it is wrapped", () => {
        let raw: Raw = "awsvpc";
        for (let i = 0; i < 100_000; i++) raw = secret({ value: raw });
        assert.equal(inShort(place(raw).string()), "awsvpc");
    });

    it("is every unknown value of the SDK, whatever its type", () => {
        // The SDK does not publish their types.
        const sentinels = Object.entries(sdkProxy as Readonly<Record<string, Raw>>).filter(
            ([name]) => /^unknown.*Value$/.test(name),
        );
        assert.equal(sentinels.length, 7);
        for (const [name, sentinel] of sentinels) {
            assert.deepEqual(open(sentinel), { missing: "unknown" }, name);
        }
    });

    it("never tells a value in its reason", () => {
        const value = "hunter2";
        const readings = [place(value), place([value]), place({ value }), place(`{"a":"${value}`)];
        for (const reading of readings) {
            const tried = [
                reading.boolean(),
                reading.number(),
                reading.at("a").string(),
                reading.json().at("a").string(),
            ];
            for (const each of tried) {
                if (!each.known) assert.doesNotMatch(JSON.stringify(each.why), /hunter2/);
            }
        }
    });
});

describe("JSON kept as text", () => {
    const images = (raw: Raw): unknown => {
        const containers = place(raw, "containerDefinitions").json().elements();
        if (!containers.known) return inShort(containers);
        return containers.value.map((container) => inShort(container.at("image").string()));
    };

    it("is read in its parts", () => {
        assert.deepEqual(images('[{ "image": "nginx" }, { "name": "x" }]'), ["nginx", "unset"]);
    });

    it("is read in its known parts, where others are unknown", () => {
        assert.deepEqual(images(` [{ "image": "nginx" }, { "image": "${unknown}:1" }]`), [
            "nginx",
            "unknown: computed",
        ]);
    });

    it("is unknown as text, where a part is unknown", () => {
        const half = place(`{"image":"${unknown}"}`);
        assert.equal(inShort(half.string()), "unknown: computed");
        assert.equal(inShort(half.isSet()), true);
        assert.equal(inShort(place('{"image":"nginx"}').string()), '{"image":"nginx"}');
    });

    it("is unknown as a whole, where an unknown value breaks it", () => {
        assert.equal(images(`[{ "port": ${unknown} }]`), "unknown: computed");
        assert.equal(images(unknown), "unknown: computed");
    });

    it("may stand there as a list already, or be a secret in plain text", () => {
        assert.deepEqual(images([{ image: "nginx" }]), ["nginx"]);
        assert.deepEqual(images(plaintext('[{ "image": "nginx" }]')), ["nginx"]);
    });

    it("is malformed if it is none, and unset if there is none", () => {
        assert.equal(images("nginx"), malformed);
        assert.equal(images("{}"), malformed);
        assert.deepEqual(images(""), []);
        assert.deepEqual(images("null"), []);
    });

    it("names the places inside by their path", () => {
        const [, second] = (
            place(`[{}, { "image": "${unknown}" }]`, "containerDefinitions").json().elements() as {
                value: readonly Reading[];
            }
        ).value;
        const image = second?.at("image").string();
        assert.equal(
            image?.known === false ? image.why.property : undefined,
            "containerDefinitions[1].image",
        );
    });
});
