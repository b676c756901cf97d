import assert from "node:assert/strict";
import fc from "fast-check";
import type { Raw, RawProperties } from "../../src/plan";
import { secret, unknown } from "./support";

const marked = (mark: string, more: object): Raw => ({
    "4dabf18193072939515e22adb298388d": mark,
    ...more,
});
const asset = marked("c44067f5952c0a294b673a41bacd8c17", { text: "x" });
const archive = marked("0def7320c3a5731c473e5ecbe6d01bc7", { assets: { a: asset } });
const reference = marked("5cf8f73096256a8f31e491e813e4eb8e", { urn: "urn:x", id: unknown });
const output = marked("d0e6a833031e9bbcd3f4e8bde6ca49a4", { dependencies: ["urn:x"] });

const keys = fc.constantFrom("arn", "port", "x", "", "__proto__", "constructor", "ids");

/** Whatever a provider may answer, unknown values, secrets and what else travels at every depth. */
const { value } = fc.letrec<{ value: Raw }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom<Raw>(null, true, false, -0.5, 1e300, "", unknown),
        fc.constantFrom(secret(unknown), secret("known"), secret([unknown, "a"])),
        fc.constantFrom(asset, archive, reference, output),
        fc.string({ unit: "binary" }),
        fc.constant("x".repeat(70_000)),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(keys, tie("value"), { maxKeys: 3, noNullPrototype: true }),
    ),
}));
const names = fc.constantFrom("arn", "dnsName", "cacheNodes", "ownerId", "tags", "port", "what");

export const odd = fc.dictionary(names, value, {
    maxKeys: 5,
    noNullPrototype: true,
}) as fc.Arbitrary<RawProperties>;

/** Fails if anything has changed but what was unknown. */
export function sameButForUnknown(before: Raw, after: Raw | undefined): void {
    if (before === unknown || before === output) return;
    if (Array.isArray(before)) {
        const [was, is] = [before as readonly Raw[], after as readonly Raw[]];
        assert.equal(is.length, was.length);
        was.forEach((each, i) => {
            sameButForUnknown(each, is[i]);
        });
    } else if (typeof before === "object" && before !== null) {
        const is = after as RawProperties;
        for (const [key, each] of Object.entries(before as RawProperties)) {
            assert.equal(Object.hasOwn(is, key), true);
            sameButForUnknown(each, is[key]);
        }
    } else assert.equal(after, before);
}
