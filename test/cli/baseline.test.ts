import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import prettier from "prettier";
import type { Log } from "sarif";
import { baselineSchema } from "../../src/cli/baseline";
import { behindTwoPorts, isolatedNetwork, Network } from "../support/networks";
import { isValid, problems } from "./schema";
import { cli, Folder, plan, plans, type Output, type Result } from "./support";

const healthy = plan("nat.preview.json");
const broken = plan("private-no-nat.preview.json");

interface Baseline {
    readonly format: string;
    readonly version: number;
    readonly fingerprints: number;
    readonly findings: readonly { readonly policy: string; readonly urn: string }[];
}

/** What one of two ports is closed for, or both. */
function behind(...admitted: readonly number[]): Network {
    const n = new Network();
    behindTwoPorts(n, ...admitted);
    return n;
}

describe("baselines", () => {
    const folder = new Folder();
    after(() => folder.remove());

    let written = 0;
    const record = (n: Network, name = `${String((written += 1))}.recording.json`): string =>
        folder.write(name, JSON.stringify(n.record("deployed")));
    const file = join(folder.path, "baseline.json");
    const check = async (...argv: readonly string[]): Promise<Result> => cli(["check", ...argv]);
    const write = async (...argv: readonly string[]): Promise<Result> =>
        check(...argv, "--write-baseline", file);
    const read = (): Baseline => JSON.parse(readFileSync(file, "utf8")) as Baseline;

    it("of what is found: written, it is known, and nothing of it blocks", async () => {
        assert.equal((await check(broken)).status, 1);
        const first = await write(broken);
        assert.equal(first.status, 0, first.err);
        const { format, version, fingerprints, findings } = read();
        assert.deepEqual([format, version, fingerprints], ["fargate-preflight-baseline", 1, 2]);
        assert.deepEqual(
            findings.map(({ policy }) => policy),
            ["vpc-flow-logs", "service-start-order", "task-image-pull"],
        );
        const { status, out } = await check(broken, "--baseline", file);
        assert.equal(status, 0);
        assert.match(out, /\n {2}0 mandatory, 0 advisory; 3 in the baseline\n/);
    });

    it("are the same file for the same findings, in whatever order plans are named", async () => {
        const other = plan("public-no-public-ip.preview.json");
        await write(broken, other, healthy);
        const one = readFileSync(file, "utf8");
        await write(other, healthy, broken, broken);
        assert.equal(readFileSync(file, "utf8"), one);
    });

    it("let only what is new fail, though it differs in a port alone", async () => {
        const one = record(behind(8080));
        assert.equal((await write(one)).status, 0);
        assert.equal((await check(one, "--baseline", file)).status, 0);
        const both = record(behind());
        const { status, out } = await check(both, "--baseline", file);
        assert.equal(status, 1);
        assert.match(out, /\n {2}1 mandatory, \d+ advisory; \d+ in the baseline/);
        assert.match(
            out,
            /\[mandatory] load-balancer-to-task \(security-group-refuses\): [^\n]*\n[^\n]*TCP 8080/,
        );
        const other = record(behind(9090));
        assert.equal((await check(other, "--baseline", file)).status, 1);
    });

    describe("what is gone", () => {
        const gone = /gone since the baseline: load-balancer-to-task on web \(web\/dev\)/;
        const none = /gone since/;

        it("is said, and leaves the file when it is written again; what is new does not come in", async () => {
            await write(record(behind(8080)));
            const before = read().findings.length;
            const changed = record(behind(9090));
            const first = await check(changed, "--baseline", file, "--write-baseline", file);
            assert.equal(first.status, 1);
            assert.match(first.out, gone);
            assert.equal(read().findings.length, before - 1);
            const again = await check(changed, "--baseline", file);
            assert.equal(again.status, 1);
            assert.doesNotMatch(again.out, none);
        });

        it("never fails", async () => {
            await write(record(behind(8080)));
            const mended = await check(record(behind(8080, 9090)), "--baseline", file);
            assert.equal(mended.status, 0);
            assert.match(mended.out, gone);
        });

        for (const format of ["text", "json", "sarif", "junit", "github", "markdown", "html"]) {
            it(`is said in ${format}`, async () => {
                await write(record(behind(8080)));
                const mended = record(behind(8080, 9090));
                const { out } = await check(mended, "--baseline", file, "--format", format);
                assert.match(out.replace("load\\-", "load-"), gone);
            });
        }

        it("is not said of stacks that were not checked, nor of policies that are off", async () => {
            await write(record(behind(8080)));
            const known = readFileSync(file, "utf8");
            const elsewhere = folder.write(
                "elsewhere.json",
                known.replaceAll(":dev::web:", ":dev::shop:"),
            );
            const mended = record(behind(8080, 9090));
            assert.doesNotMatch((await check(mended, "--baseline", elsewhere)).out, none);
            const off = folder.write("off.json", '{"load-balancer-to-task": "disabled"}');
            const argv = [mended, "--baseline", file, "--config", off];
            assert.doesNotMatch((await check(...argv)).out, none);
        });

        it("is not said where it is excepted, or cannot be known", async () => {
            const one = record(behind(8080));
            await write(one);
            const exceptions = [{ policy: "load-balancer-to-task", resource: "web", reason: "so" }];
            const accepted = folder.write("e.json", JSON.stringify({ exceptions }));
            const excepted = await check(one, "--baseline", file, "--exceptions", accepted);
            assert.match(excepted.out, /; 1 excepted; \d+ in the baseline/);
            assert.doesNotMatch(excepted.out, none);
            const n = behind(8080);
            const group = n.resources.find(
                ({ type, name }) => name === "app" && type.endsWith(":SecurityGroup"),
            );
            assert.ok(group !== undefined);
            group.inputs.ingress = n.add("test:index:Choice", "choice").get("rules");
            const unknown = folder.write(
                "unknown.recording.json",
                JSON.stringify(n.record("first preview")),
            );
            const open = await check(unknown, "--baseline", file);
            assert.match(open.out, /could not be answered/);
            assert.doesNotMatch(open.out, /gone since the baseline: load-balancer-to-task/);
        });

        it("is not said of a plan that hides what is unchanged", async () => {
            await write(broken);
            const json = JSON.parse(readFileSync(broken, "utf8")) as { steps: { op: string }[] };
            const hidden = { ...json, steps: [], changeSummary: { same: 24 } };
            const hiding = folder.write("hiding.json", JSON.stringify(hidden));
            const { out } = await check(hiding, "--baseline", file);
            assert.doesNotMatch(out, none);
        });
    });

    it("keep nothing of what tells of the check: an open question stays one", async () => {
        const open = plan("awsx-nat.preview.json");
        const strict = folder.write("strict.json", '{"unverified-network": "mandatory"}');
        const { status } = await write(open, "--config", strict);
        assert.equal(status, 1);
        assert.ok(read().findings.every(({ policy }) => policy !== "unverified-network"));
        const again = await check(open, "--config", strict, "--baseline", file);
        assert.equal(again.status, 1);
        assert.match(again.out, /\[mandatory] unverified-network/);
    });

    it("hold no exception: when one ends, it blocks again", async () => {
        const exceptions = [
            { policy: "task-image-pull", resource: "web", reason: "so", until: "2026-12-31" },
        ];
        const accepted = folder.write("x.json", JSON.stringify({ exceptions }));
        const argv = ["check", broken, "--exceptions", accepted];
        const during = await cli([...argv, "--write-baseline", file], { today: "2026-12-31" });
        assert.equal(during.status, 0, during.out);
        const after = await cli([...argv, "--baseline", file], { today: "2027-01-01" });
        assert.equal(after.status, 1);
        assert.match(after.out, /\[mandatory] task-image-pull /);
    });

    it("accept nothing for which an exception has ended, and lose what is excepted when written again", async () => {
        await write(broken);
        const before = read().findings.length;
        const exceptions = [
            { code: "no-route", resource: "web", reason: "so", until: "2026-12-31" },
        ];
        const accepted = folder.write("later.json", JSON.stringify({ exceptions }));
        const argv = ["check", broken, "--exceptions", accepted, "--baseline", file];
        const [during, after] = [{ today: "2026-12-31" }, { today: "2027-01-01" }];
        assert.equal((await cli(argv, during)).status, 0);
        const ended = await cli(argv, after);
        assert.equal(ended.status, 1);
        assert.match(ended.out, /\[mandatory] task-image-pull /);
        assert.match(ended.out, /ended on 2026-12-31/);
        assert.equal((await cli([...argv, "--write-baseline", file], during)).status, 0);
        assert.equal(read().findings.length, before - 1);
        assert.equal((await check(broken, "--baseline", file)).status, 1);
        // Nor does a new one take it up.
        const anew = ["check", broken, "--exceptions", accepted, "--write-baseline", file];
        assert.equal((await cli(anew, after)).status, 1);
        assert.equal(read().findings.length, before - 1);
    });

    it("serve the exports of a whole organisation, together and one by one", async () => {
        const names = ["one", "two", "three"];
        for (const name of names) {
            const text = JSON.stringify(behind(8080).record("deployed"));
            const own = text.replaceAll(":dev::web::", `:dev::${name}::`);
            folder.write(`org-${name}.json`, own);
        }
        const all = join(folder.path, "org-*.json");
        assert.equal((await write(all)).status, 0);
        const { findings } = read();
        const projects = findings.map(({ urn }) => urn.split("::")[1]);
        assert.deepEqual([...new Set(projects)], [...names].sort());
        assert.equal((await check(all, "--baseline", file)).status, 0);
        for (const name of names) {
            const { status, out } = await check(
                join(folder.path, `org-${name}.json`),
                "--baseline",
                file,
            );
            assert.equal(status, 0, name);
            assert.doesNotMatch(out, /gone/);
        }
        const other = record(behind(8080), "org-x.json");
        const { status, out } = await check(all, "--baseline", file);
        assert.equal(status, 1, "a stack that the baseline does not know");
        assert.match(out, /org-x\.json +[1-9]/);
        assert.ok(other.endsWith("org-x.json"));
    });

    describe("are told", () => {
        const format = async (name: string): Promise<string> => {
            await write(broken, healthy);
            const closed = isolated();
            const { out } = await check(broken, closed, "--baseline", file, "--format", name);
            return out;
        };
        const isolated = (): string => {
            const n = new Network();
            const { subnet } = isolatedNetwork(n, []);
            n.service("new", [subnet]);
            return record(n);
        };

        it("in text", async () => {
            assert.match(
                await format("text"),
                /\n {2}\[baseline] task-image-pull \(no-route\): web at index\.ts:134:1\n/,
            );
        });

        it("in JSON", async () => {
            const output = JSON.parse(await format("json")) as Output;
            assert.ok(isValid(output), problems());
            const [known, found] = output.files;
            assert.ok(known !== undefined && "summary" in known);
            assert.ok(found !== undefined && "summary" in found);
            assert.deepEqual(
                known.accepted.map(({ by }) => by),
                ["baseline", "baseline", "baseline"],
            );
            assert.equal(known.summary.inBaseline, 3);
            assert.ok(found.findings.some(({ policy }) => policy === "task-image-pull"));
        });

        it("in SARIF, by their state", async () => {
            const [run] = (JSON.parse(await format("sarif")) as Log).runs;
            const states = (run?.results ?? []).map(
                ({ ruleId, baselineState }) => `${String(ruleId)} ${String(baselineState)}`,
            );
            assert.ok(states.includes("task-image-pull unchanged"), states.join());
            assert.ok(states.includes("task-image-pull new"), states.join());
            const { out } = await check(broken, "--format", "sarif");
            assert.ok(!out.includes("baselineState"));
        });

        it("in JUnit, as skipped", async () => {
            assert.match(
                await format("junit"),
                /name="task-image-pull"[^>]*>.*?<skipped message="in the baseline">/s,
            );
        });

        it("for GitHub, as notices", async () => {
            assert.match(
                await format("github"),
                /\n::notice [^\n]*title=task-image-pull%3A web%2C in [^:]+::in the baseline%0A/,
            );
        });

        it("in Markdown, folded", async () => {
            assert.match(
                await format("markdown"),
                /4 accepted findings<\/summary>\n\n- task-image-pull: .*\(in the baseline\)\n/,
            );
        });

        it("on the map, muted", async () => {
            const out = await format("html");
            assert.match(
                out,
                /<li class="item violated accepted"[^>]*>.*?<b>in the baseline<\/b>/s,
            );
        });
    });

    describe("are refused", () => {
        const good = JSON.stringify({
            format: "fargate-preflight-baseline",
            version: 1,
            fingerprints: 2,
            findings: [
                { policy: "a", urn: "urn:pulumi:a::b::c::d", fingerprint: `${"0".repeat(32)}:1` },
            ],
        });
        const rows: readonly (readonly [string, string, string])[] = [
            ["blank", "", "this is no baseline"],
            ["as no JSON", "{", "the JSON is cut off"],
            [
                "as a list",
                "[]",
                "this is no baseline; expected a baseline, as `check --write-baseline` writes it",
            ],
            [
                "as a plan",
                readFileSync(join(plans, "nat.preview.json"), "utf8"),
                "this is no baseline",
            ],
            ["of another format", good.replace("-baseline", "-other"), "this is no baseline"],
            [
                "of another version",
                good.replace('"version":1', '"version":2'),
                "version: expected 1, the only one",
            ],
            [
                "of older fingerprints",
                good.replace('"fingerprints":2', '"fingerprints":1'),
                "fingerprints: expected 2, the only one",
            ],
            [
                "with another field",
                good.replace('"policy"', '"polici"'),
                "findings[0].policy: it is missing",
            ],
            [
                "with what is no fingerprint",
                good.replace("0:1", "0"),
                "findings[0].fingerprint: expected a fingerprint",
            ],
        ];
        for (const [name, text, said] of rows) {
            it(name, async () => {
                const bad = folder.write("bad.json", text);
                const { status, out, err } = await check(healthy, "--baseline", bad);
                assert.equal(status, 2);
                assert.equal(out, "");
                assert.ok(err.includes(said), err);
            });
        }

        it("that are not there", async () => {
            const { status, err } = await check(healthy, "--baseline", "absent.json");
            assert.equal(status, 2);
            assert.match(err, /absent\.json: there is no such file/);
        });
    });

    it("are not written where a plan could not be read", async () => {
        const none = join(folder.path, "none.json");
        const { status, err } = await check(healthy, "absent.json", "--write-baseline", none);
        assert.equal(status, 2);
        assert.match(err, /none\.json: not written: a plan could not be checked/);
        assert.throws(() => readFileSync(none));
    });

    it("replace no file that is read, nor what is printed", async () => {
        const own = record(behind());
        for (const argv of [
            [own, "--write-baseline", own],
            [own, "--write-baseline", file, "--output", file],
            [own, "--baseline", file, "--output", file],
        ]) {
            await write(own);
            const { status, err } = await check(...argv);
            assert.equal(status, 2, argv.join(" "));
            assert.match(err, /cannot be written: it is one of the files that are read/);
        }
    });

    it("have a schema, which is published as it counts (UPDATE_DOCS=1 writes it)", async () => {
        const published = join(__dirname, "..", "..", "docs", "baseline.schema.json");
        const text = await prettier.format(JSON.stringify(baselineSchema), {
            ...(await prettier.resolveConfig(published)),
            parser: "json",
        });
        if (process.env.UPDATE_DOCS === "1") writeFileSync(published, text);
        assert.equal(readFileSync(published, "utf8"), text);
    });
});
