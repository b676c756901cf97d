import assert from "node:assert/strict";
import fc from "fast-check";
import { policies } from "../policies";
import { runPack } from "./support/harness";
import { unknown, type Recorded } from "./support/program";
import { randomPrograms } from "./support/random-programs";
import { assertNoFlip, ofStack, ofWhatStands, verdicts } from "./support/verdicts";

/** Hides the values at some places, as if another resource made them. */
function hide(recording: readonly Recorded[], salt: number): Recorded[] {
    let state = salt;
    const chance = (): number => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
    // An id is unknown only while the thing does not exist, and then nobody can name it.
    const hideIn = (value: unknown, key = ""): unknown => {
        if (isId.test(key)) return value;
        if (value !== null && value !== undefined && chance() < 0.08) return unknown;
        // JSON kept as text may be half-known.
        if (typeof value === "string" && value.startsWith("[{")) {
            return JSON.stringify(hideIn(JSON.parse(value)));
        }
        if (Array.isArray(value)) return value.map((each) => hideIn(each));
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(
            Object.entries(value).map(([key, each]) => [key, hideIn(each, key)]),
        );
    };
    const hideAll = (properties: Record<string, unknown>): Record<string, unknown> =>
        Object.fromEntries(
            Object.entries(properties).map(([key, each]) => [key, hideIn(each, key)]),
        );
    return recording.map((resource) => ({
        ...resource,
        inputs: hideAll(resource.inputs ?? {}),
        outputs: hideAll(resource.outputs),
    }));
}

const isId =
    /^(id|arn|(main|default)RouteTableId|defaultSecurityGroupId|defaultNetworkAclId|prefixListId)$/;

const runs = { numRuns: Number(process.env.LAW_RUNS ?? 12) };

/** Policies that do not apply to every stack, and the same ones as if they did. */
const withSubject = policies.filter(
    ({ kind, ...policy }) => kind !== "stack" || "subject" in policy,
);
const withoutSubject = withSubject.map((policy) =>
    policy.kind === "stack" ? { ...policy, subject: { what: "", isIn: () => true } } : policy,
);

/*
 * What the pack says of random networks. A long run, as before a release:
 * `LAW_RUNS=3000 npx mocha --no-config -r test/support/register.js test/laws.test.ts`.
 */
for (const [name, networks] of Object.entries(randomPrograms)) {
    describe(`laws of the pack, on random ${name}`, function () {
        this.timeout(60_000 + runs.numRuns * 200);

        it("a first preview never says the opposite of the deployed stack", () => {
            fc.assert(
                fc.property(networks, (n) => {
                    assertNoFlip(
                        ofWhatStands(verdicts(n.record("deployed"))),
                        ofWhatStands(verdicts(n.record("first preview"))),
                        `first preview of\n${String(n)}`,
                    );
                }),
                runs,
            );
        });

        it("hiding known values never flips an answer", () => {
            fc.assert(
                fc.property(networks, fc.nat(), (n, salt) => {
                    for (const form of ["deployed", "first preview"] as const) {
                        const recording = n.record(form);
                        assertNoFlip(
                            verdicts(recording),
                            verdicts(hide(recording, salt)),
                            `hidden in ${form} of\n${String(n)}`,
                        );
                    }
                }),
                runs,
            );
        });

        it("a policy that does not apply has nothing to say", () => {
            fc.assert(
                fc.property(networks, (n) => {
                    for (const form of ["deployed", "first preview"] as const) {
                        const recording = n.record(form);
                        const said = [withSubject, withoutSubject].map((each) =>
                            runPack(recording, { policies: each }),
                        );
                        assert.deepEqual(said[0], said[1], `${form} of\n${String(n)}`);
                    }
                }),
                runs,
            );
        });

        it("without the inputs nothing flips", () => {
            fc.assert(
                fc.property(networks, (n) => {
                    for (const form of ["deployed", "first preview"] as const) {
                        const recording = n.record(form);
                        const bare = recording.map(({ inputs: _, ...rest }) => rest);
                        assertNoFlip(
                            ofStack(verdicts(recording)),
                            ofStack(verdicts(bare)),
                            `no inputs in ${form} of\n${String(n)}`,
                        );
                    }
                }),
                runs,
            );
        });

        it("the order of resources changes nothing", () => {
            fc.assert(
                fc.property(networks, fc.nat(), (n, salt) => {
                    const recording = n.record("first preview");
                    const shuffled = recording
                        .map((resource, i) => ({ resource, key: Math.imul(i + 1, salt | 1) >>> 0 }))
                        .sort((a, b) => a.key - b.key)
                        .map(({ resource }) => resource);
                    assert.deepEqual(
                        new Map([...verdicts(shuffled)].sort()),
                        new Map([...verdicts(recording)].sort()),
                    );
                }),
                runs,
            );
        });
    });
}
