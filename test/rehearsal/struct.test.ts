import assert from "node:assert/strict";
import fc from "fast-check";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { unknownText, type Raw, type RawProperties } from "../../src/plan";
import { propertiesOf, structOf, withProperties } from "../../src/rehearsal/struct";
import { field } from "../../src/rehearsal/wire";

const signature = "4dabf18193072939515e22adb298388d";
const special = (mark: string, more: object): fc.Arbitrary<Raw> =>
    fc.constant({ [signature]: mark, ...more });

/** What providers answer, the odd parts of it too. */
const { value } = fc.letrec<{ value: Raw }>((tie) => ({
    value: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constant(null),
        fc.boolean(),
        fc.double(),
        fc.string({ unit: "binary" }),
        fc.constant(unknownText),
        fc.constant("x".repeat(70_000)),
        special("1b47061264138c4ac30d75fd1eb44270", { value: unknownText }), // secret
        special("c44067f5952c0a294b673a41bacd8c17", { text: "an asset" }), // asset
        special("0def7320c3a5731c473e5ecbe6d01bc7", { assets: {} }), // archive
        special("5cf8f73096256a8f31e491e813e4eb8e", { urn: "urn:x", id: unknownText }), // resource
        special("d0e6a833031e9bbcd3f4e8bde6ca49a4", { value: unknownText, dependencies: [] }), // output
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(
            fc.oneof(fc.string(), fc.constantFrom("", "__proto__", "constructor", "toString")),
            tie("value"),
            { maxKeys: 4, noNullPrototype: true },
        ),
    ),
}));
const properties = fc.dictionary(fc.oneof(fc.string(), fc.constant("__proto__")), value, {
    maxKeys: 5,
    noNullPrototype: true,
}) as fc.Arbitrary<RawProperties>;

/** The same with another value for whatever is unknown. */
function fill(raw: Raw): Raw {
    if (raw === unknownText) return "stands in";
    if (Array.isArray(raw)) return (raw as readonly Raw[]).map(fill);
    if (typeof raw !== "object" || raw === null) return raw;
    const filled: Record<string, Raw> = {};
    for (const [key, each] of Object.entries(raw)) {
        Object.defineProperty(filled, key, { value: fill(each), enumerable: true });
    }
    return filled;
}

/** Fields that this code does not know, as a newer protocol may have them. */
const more = Buffer.concat([field(9, "more"), Buffer.from([(10 << 3) | 5, 1, 2, 3, 4])]);

describe("properties as they travel", () => {
    it("read as the SDK reads them", () => {
        const plain = fc.jsonValue({ maxDepth: 3 }).filter(isOrdinary);
        fc.assert(
            fc.property(fc.dictionary(fc.string(), plain), (given) => {
                const ordinary = JSON.parse(JSON.stringify(given)) as Record<
                    string,
                    JavaScriptValue
                >;
                fc.pre(isOrdinary(ordinary));
                const bytes = Buffer.from(Struct.fromJavaScript(ordinary).serializeBinary());
                assert.deepEqual(propertiesOf(bytes), ordinary);
                const back = Struct.deserializeBinary(structOf(ordinary as RawProperties));
                assert.deepEqual(back.toJavaScript(), ordinary);
            }),
        );
    });
    it("are the same after a journey", () => {
        fc.assert(
            fc.property(properties, (given) => {
                assert.deepEqual(propertiesOf(structOf(given)), given);
            }),
        );
    });
    it("stay the very same bytes if nothing changes", () => {
        fc.assert(
            fc.property(properties, (given) => {
                const bytes = Buffer.concat([structOf(given), more]);
                assert.equal(withProperties(bytes, propertiesOf(bytes)), bytes);
            }),
        );
    });
    it("change where an unknown value is filled, and nowhere else", () => {
        fc.assert(
            fc.property(properties, (given) => {
                const filled = fill(given) as RawProperties;
                const after = withProperties(Buffer.concat([structOf(given), more]), filled);
                assert.deepEqual(propertiesOf(after), filled);
                assert.deepEqual(after.includes(more), true);
                // What is known is in it as the bytes that came, whatever is filled beside it.
                for (const key of Object.keys(given)) {
                    const part = structOf(Object.fromEntries([[key, given[key] as Raw]]));
                    const isFilled = part.includes(unknownText);
                    if (!isFilled && key !== "__proto__") assert.ok(after.includes(part), key);
                }
            }),
        );
    });
    it("may be of four megabytes", () => {
        const text = "ä".repeat(2_000_000);
        const after = withProperties(structOf({ text, id: unknownText }), { text, id: "i-1" });
        assert.deepEqual(propertiesOf(after), { text, id: "i-1" });
    });
    it("gain and lose properties", () => {
        const before = structOf({ a: 1, b: [unknownText], c: { d: true } });
        const wanted = { b: ["x", "y"], c: { d: true, e: null }, f: false };
        assert.deepEqual(propertiesOf(withProperties(before, wanted)), wanted);
    });
    it("are refused if they are cut off", () => {
        const bytes = structOf({ a: "text" });
        assert.throws(() => propertiesOf(bytes.subarray(0, bytes.length - 1)), RangeError);
    });
});

/** The SDK's own class takes no key that an object inherits, and no negative zero through JSON. */
function isOrdinary(raw: unknown): boolean {
    if (Array.isArray(raw)) return raw.every(isOrdinary);
    if (typeof raw !== "object" || raw === null) return !Object.is(raw, -0);
    return Object.entries(raw).every(([key, each]) => !(key in {}) && isOrdinary(each));
}
