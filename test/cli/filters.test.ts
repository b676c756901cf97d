import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { checkJson, checkOne, cli, Folder, plan } from "./support";

/* Which policies are asked, and what fails: a gate never opens by it unseen. */

const healthy = plan("nat.preview.json");
const broken = plan("private-no-nat.preview.json");
const open = plan("awsx-nat.preview.json");

/** Those that are asked of a plan, but for one: the pack's own are never left out. */
const others =
    policies.filter(
        ({ kind, level }) =>
            level !== "disabled" && !["inputs", "settings", "unverified"].includes(kind),
    ).length - 1;

describe("--policy and --severity", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
    });
    after(() => {
        folder.remove();
    });

    const found = async (...args: string[]): Promise<string[]> => {
        const { findings } = await checkOne(...args);
        return findings.map(({ policy }) => policy);
    };

    it("ask what was chosen: the cause that another would have told too", async () => {
        assert.deepEqual(await found(broken), [
            "task-image-pull",
            "service-start-order",
            "vpc-flow-logs",
        ]);
        assert.deepEqual(await found(broken, "--policy", "task-image-pull"), ["task-image-pull"]);
        assert.deepEqual(await found(broken, "--policy", "task-logs"), ["task-logs"]);
        const two = ["--policy", "vpc-flow-logs", "--policy", "task-secrets"];
        assert.deepEqual(await found(broken, ...two), ["vpc-flow-logs"]);
        assert.deepEqual(await found(broken, "--severity", "low"), await found(broken));
        assert.deepEqual(await found(broken, "--severity", "medium"), [
            "task-image-pull",
            "service-start-order",
        ]);
        assert.deepEqual(await found(broken, "--severity", "critical"), ["task-image-pull"]);
        assert.deepEqual(
            await found(broken, "--severity", "critical", "--policy", "task-image-pull"),
            ["task-image-pull"],
        );
    });

    it("keep what tells that a check has no answer", async () => {
        assert.deepEqual(await found(open, "--policy", "task-image-pull"), ["unverified-network"]);
        const { unverified } = await checkOne(open, "--policy", "task-image-pull");
        assert.deepEqual([...new Set(unverified.map(({ policy }) => policy))], ["task-image-pull"]);
    });

    it("keep the settings of what they leave out, and of what is asked", async () => {
        const config = folder.write(
            "config.json",
            JSON.stringify({
                "preflight-settings": { trustDependencies: false },
                "service-platform-version": { minimumLinuxVersion: "1.4.0" },
                "task-image-pull": "advisory",
            }),
        );
        const args = ["--config", config, "--policy", "task-image-pull"];
        assert.deepEqual(await found(broken, ...args), ["unverified-network"]);
        const own = folder.write("own.json", JSON.stringify({ "task-image-pull": "advisory" }));
        const { summary } = await checkOne(broken, "--config", own, "--policy", "task-image-pull");
        assert.deepEqual([summary.mandatory, summary.advisory], [0, 1]);
    });

    for (const format of ["text", "json", "sarif", "junit", "github", "markdown", "html"]) {
        it(`say in ${format} what they leave out`, async () => {
            for (const files of [[broken], [healthy, broken]]) {
                const args = ["--policy", "task-logs", "--severity", "high", "--format", format];
                const { out } = await cli(["check", ...files, ...args]);
                const said = `--policy task-logs --severity high: ${String(others)} other policies left out`;
                assert.ok(out.includes(said), out.slice(0, 2000));
            }
        });
    }

    const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
        ["a name that no policy has", ["--policy", "task-logz"], /did you mean task-logs/],
        ["a name that is far from all", ["--policy", "x"], /`list` shows them all/],
        ["files for names", ["--policy", "plan.json"], /no such policy/],
        [
            "a policy that is off by default",
            ["--policy", "service-public-ip"],
            /service-public-ip: this policy is turned off; expected one that is on/,
        ],
        [
            "a policy that is off, beside one that is on",
            ["--policy", "task-logs", "--policy", "service-public-ip"],
            /service-public-ip: this policy is turned off/,
        ],
        [
            "those alone that tell of the check",
            ["--policy", "unverified-network", "--policy", "preflight-settings"],
            /no policy is left that checks the network/,
        ],
        [
            "what leaves nothing together",
            ["--policy", "vpc-flow-logs", "--severity", "critical"],
            /--policy vpc-flow-logs --severity critical: no policy is left/,
        ],
        ["a severity that there is not", ["--severity", "grave"], /critical, high, medium, low/],
        ["what to fail on that there is not", ["--fail-on", "all"], /mandatory, advisory/],
        [
            "a baseline of a part",
            ["--policy", "task-logs", "--write-baseline", join("x", "baseline.json")],
            /--write-baseline: expected --baseline too/,
        ],
    ];
    for (const [name, args, says] of refused) {
        it(`refuse ${name}`, async () => {
            const { status, out, err } = await cli(["check", broken, ...args]);
            assert.deepEqual([status, out], [2, ""]);
            assert.match(err, says);
            assert.doesNotMatch(err, /\n {4}at /);
        });
    }

    it("refuse a policy that the configuration turns off", async () => {
        const config = folder.write("off.json", JSON.stringify({ "task-logs": "disabled" }));
        const args = ["check", broken, "--config", config, "--policy", "task-logs"];
        const { status, err } = await cli(args);
        assert.equal(status, 2);
        assert.match(err, /task-logs: this policy is turned off/);
    });

    it("go with a baseline: what it knows of others stays in it, and is not gone", async () => {
        const file = join(folder.path, "baseline.json");
        const all = await cli(["check", broken, "--write-baseline", file]);
        assert.equal(all.status, 0);
        const before = readFileSync(file, "utf8");
        const one = ["check", broken, "--policy", "vpc-flow-logs", "--baseline", file];
        const { status, out } = await cli([...one, "--write-baseline", file]);
        assert.equal(status, 0);
        assert.match(out, /\[baseline\] vpc-flow-logs/);
        assert.doesNotMatch(out, /gone since/);
        assert.equal(readFileSync(file, "utf8"), before);
    });

    it("go with exceptions: of one for another policy nothing is said", async () => {
        const reason = "later";
        const exceptions = folder.write(
            "exceptions.json",
            JSON.stringify({
                exceptions: [
                    { policy: "vpc-flow-logs", project: "*", resource: "vpc", reason },
                    { code: "no-route", resource: "web", reason },
                ],
            }),
        );
        const args = ["check", broken, "--exceptions", exceptions];
        const { status, out } = await cli([...args, "--policy", "task-logs"]);
        assert.equal(status, 0);
        assert.match(out, /\[excepted\] task-logs \(no-route\)/);
        assert.doesNotMatch(out, /accepts nothing/);
    });
});

describe("--fail-on", () => {
    const rows: readonly (readonly [string, string, 0 | 1])[] = [
        [broken, "mandatory", 1],
        [broken, "advisory", 1],
        [broken, "unknown", 1],
        [broken, "never", 0],
        [healthy, "mandatory", 0],
        [healthy, "advisory", 1],
        [healthy, "unknown", 1],
        [healthy, "never", 0],
        // Nothing but what cannot be known.
        [open, "mandatory", 0],
        [open, "unknown", 1],
        [open, "never", 0],
    ];
    for (const [file, what, expected] of rows) {
        it(`${what}: ${String(expected)} of ${file.split("/").at(-1) ?? ""}`, async () => {
            const { status } = await cli(["check", file, "--fail-on", what]);
            assert.equal(status, expected);
        });
    }

    it("advisory takes no open question for a failure, unknown does, whatever tells them", async () => {
        const only = ["check", open, "--policy", "task-image-pull"];
        assert.equal((await cli([...only, "--fail-on", "advisory"])).status, 0);
        assert.equal((await cli([...only, "--fail-on", "unknown"])).status, 1);
        const folder = new Folder();
        try {
            const off = JSON.stringify({ "unverified-network": "disabled" });
            const config = ["--config", folder.write("config.json", off)];
            assert.equal((await cli([...only, ...config, "--fail-on", "unknown"])).status, 1);
            assert.equal((await cli([...only, ...config, "--fail-on", "advisory"])).status, 0);
        } finally {
            folder.remove();
        }
    });

    it("opens no gate of what cannot be read", async () => {
        const { status } = await cli(["check", healthy, "absent.json", "--fail-on", "never"]);
        assert.equal(status, 2);
    });

    it("takes nothing for a failure that is accepted", async () => {
        const folder = new Folder();
        try {
            const file = join(folder.path, "baseline.json");
            await cli(["check", healthy, "--write-baseline", file]);
            const args = ["check", healthy, "--baseline", file, "--fail-on", "advisory"];
            assert.equal((await cli(args)).status, 0);
        } finally {
            folder.remove();
        }
    });

    it("changes no format", async () => {
        const [one, other] = await Promise.all(
            ["mandatory", "never"].map((what) => checkJson(broken, "--fail-on", what)),
        );
        assert.deepEqual(one, other);
    });
});

describe("policies", () => {
    it("have each a severity by which they can be left out", async () => {
        for (const severity of new Set(policies.map((each) => each.severity))) {
            const { status } = await cli(["check", healthy, "--severity", severity]);
            assert.equal(status, 0);
        }
    });
});
