import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { policies } from "../../policies";
import { reportOf } from "../../src/cli/report";
import type { Reason } from "../../src/knowable";
import { planFromJson, type Raw } from "../../src/plan";
import { advice, interest } from "../../src/policy";
import { isValid, problems, schema } from "./schema";
import { allPlans, checkJson, checkOne, Folder, plan } from "./support";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Every place in a document, once per kind of place: positions in lists do not count. */
function placesIn(json: Json): Map<string, (string | number)[]> {
    const places = new Map<string, (string | number)[]>();
    const visit = (value: Json, path: (string | number)[]): void => {
        const kind = path.map((step) => (typeof step === "number" ? "*" : step)).join(".");
        const known = places.get(kind);
        if (known === undefined) places.set(kind, path);
        if (value === null || typeof value !== "object") return;
        const inner: [string | number, Json][] = Array.isArray(value)
            ? [...value.entries()]
            : Object.entries(value);
        for (const [step, each] of inner) visit(each, [...path, step]);
    };
    visit(json, []);
    return places;
}

/** A copy in which what stands at a place is changed. */
function changed(
    json: Json,
    path: readonly (string | number)[],
    change: (parent: Record<string, Json>, key: string) => void,
): Json {
    const copy = { root: structuredClone(json) };
    const steps = ["root", ...path.map(String)];
    let parent: Record<string, Json> = copy;
    for (const step of steps.slice(0, -1)) parent = parent[step] as Record<string, Json>;
    change(parent, steps.at(-1) ?? "");
    return copy.root;
}

describe("JSON output", () => {
    let output: Json;
    before(async () => {
        const folder = new Folder();
        const place = { project: "web", reason: "so it is" };
        const exceptions = [
            { code: "no-route", ...place, owner: "the platform team" },
            { policy: "task-exec", ...place, until: "9999-12-31" },
        ];
        const accepted = folder.write("exceptions.json", JSON.stringify({ exceptions }));
        const argv = [...allPlans, "absent.json", "--exceptions", accepted];
        // A file that cannot be read may hold what exceptions are for: of that run nothing is noted.
        const { notes } = await checkJson(plan("nat.preview.json"), "--exceptions", accepted);
        assert.ok(notes.length > 0);
        output = { ...(await checkJson(...argv)), notes } as unknown as Json;
        folder.remove();
    });

    it("is as its schema says, for every bundled plan", () => {
        assert.ok(isValid(output), problems());
    });

    it("is as its schema says, without Fargate and without any policy", async () => {
        const folder = new Folder();
        try {
            const empty = folder.write("empty.json", '{"version": 3, "deployment": {}}');
            const none = folder.write("none.json", '{"all": "disabled"}');
            assert.ok(isValid(await checkJson(empty)));
            assert.ok(isValid(await checkJson(...allPlans, "--config", none)));
        } finally {
            folder.remove();
        }
    });

    it("shows every field of the schema", () => {
        const names = new Set([...placesIn(output).keys()].map((kind) => kind.split(".").at(-1)));
        const fields = JSON.stringify(schema, (key, value: unknown) =>
            // Every kind of edit is shown by test/policy/fixes.test.ts.
            key === "description" || key === "edit" ? undefined : value,
        ).matchAll(/"required":\[([^\]]+)]/g);
        for (const [, list = ""] of fields) {
            for (const name of list.split(",")) assert.ok(names.has(name.slice(1, -1)), name);
        }
    });

    it("breaks its schema when anything in it is changed", () => {
        const places = placesIn(output);
        assert.ok(places.size > 40);
        for (const [kind, path] of places) {
            const wrong = changed(output, path, (parent, key) => {
                parent[key] = { wrong: true };
            });
            assert.ok(!isValid(wrong), `${kind} of another kind`);
            const key = path.at(-1);
            if (typeof key === "string" && !/\.about\.(so|nat|isPrivate|table)$/.test(kind)) {
                const less = changed(output, path, (parent) => {
                    Reflect.deleteProperty(parent, key);
                });
                assert.ok(!isValid(less), `without ${kind}`);
                const renamed = changed(output, path, (parent) => {
                    parent[`${key}s`] = parent[key] ?? null;
                });
                assert.ok(!isValid(renamed), `more than ${kind}`);
            }
        }
    });

    it("lists every reason why something is not known", () => {
        // The compiler asks for each of them.
        const reasons: Readonly<Record<Reason, true>> = {
            "made-by-plan": true,
            computed: true,
            outside: true,
            secret: true,
            skipped: true,
            malformed: true,
            open: true,
            "not-modelled": true,
        };
        const { definitions } = schema as {
            definitions: {
                gap: { properties: { reason: { enum: string[]; description: string } } };
            };
        };
        const { enum: listed, description } = definitions.gap.properties.reason;
        assert.deepEqual(listed, Object.keys(reasons));
        for (const reason of listed) assert.ok(description.includes(`${reason}: `), reason);
    });

    it("takes no other version, level, severity, reason or kind", () => {
        for (const [kind, path] of placesIn(output)) {
            if (!/\.(level|severity|gaps\.\*\.reason|summary\.kind)$|^version$/.test(kind))
                continue;
            const wrong = changed(output, path, (parent, key) => {
                parent[key] = "other";
            });
            assert.ok(!isValid(wrong), kind);
        }
    });

    it("has the findings in the order of the policies", () => {
        const json = JSON.parse(readFileSync(plan("nat.preview.json"), "utf8")) as Raw;
        const source = planFromJson(json, interest);
        const [resource] = source.plan.resources;
        assert.ok(resource !== undefined);
        const names = policies.map(({ name }) => name);
        const found = ["first", "second"].flatMap((problem) =>
            [...names].reverse().map((policy) => ({
                ...({ policy, level: "advisory", severity: "low" } as const),
                ...{ resource, problem, details: [], path: [], assumed: [], asOf: undefined },
                ...{
                    fix: advice("mend it"),
                    gaps: [],
                    isExcepted: false,
                    causes: [],
                    exceptions: [],
                },
            })),
        );
        const numbers = { withoutFargate: false, turnedOff: 0 };
        const result = { findings: found, excepted: [], unverified: found, ...numbers };
        const { findings, unverified } = reportOf("a.json", source, result, policies);
        const expected = names.flatMap((name) => [`${name} first`, `${name} second`]);
        assert.deepEqual(
            findings.map(({ policy, problem }) => `${policy} ${problem}`),
            expected,
        );
        assert.deepEqual(
            unverified.map(({ policy }) => policy),
            names.flatMap((name) => [name, name]),
        );
    });

    it("names the hops and the program's line", async () => {
        const { findings } = await checkOne(plan("public-no-public-ip.preview.json"));
        const finding = findings.find(({ policy }) => policy === "task-image-pull");
        assert.equal(finding?.source, "project:///index.ts#134,1");
        const [first] = finding.path;
        assert.deepEqual(first, {
            attempt: 0,
            way: "over the internet",
            wayCode: "internet",
            urn: "urn:pulumi:dev::web::aws:ecs/service:Service::web",
            kind: "service",
            name: "web",
            label: "service",
            says: null,
            code: null,
            rule: null,
            source: finding.source,
        });
        assert.ok(finding.message.includes(finding.fix));
        const end = finding.path.filter(({ wayCode }) => wayCode === "internet").at(-1);
        assert.equal(finding.codes[0], end?.code);
        assert.ok(end !== undefined && finding.message.includes(end.says ?? "nothing"));
        const recorded = await checkOne(plan("public-no-public-ip.recording.json"));
        assert.equal(recorded.findings[0]?.source, null);
    });
});
