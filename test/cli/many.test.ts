import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { built } from "../support/built";
import { cli, Folder, plan, type Output, type Result } from "./support";

describe("many files", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
        const names = [
            "private-no-nat.preview",
            "nat.export",
            "nat.recording",
            "isolated.recording",
        ];
        for (const [i, name] of names.entries()) {
            const text = readFileSync(plan(`${name}.json`), "utf8");
            // Blank space makes the files worth a thread each.
            folder.write(`${String(i)}.json`, text + " ".repeat(8e6));
        }
        folder.write("4.json", "{");
    });
    after(() => {
        folder.remove();
    });

    /** The compiled command, in a process of its own: only there are threads what they are for people. */
    const inProcess = (argv: readonly string[], stdin: string): Result => {
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            [built("src", "cli", "main.js"), ...argv],
            { encoding: "utf8", input: stdin },
        );
        return { status: status ?? -1, out: stdout, err: stderr };
    };

    it("are checked in threads as one after the other", async function () {
        this.timeout(120_000);
        const stdin = readFileSync(plan("ipv6.recording.json"), "utf8");
        const config = folder.write("levels.config", '{"vpc-flow-logs": "mandatory"}');
        const at = (name: string): string => join(folder.path, name);
        const argv = [
            ...["check", at("*.json"), "-", "absent.json"],
            ...["--format", "json", "--config", config, "--jobs"],
        ];
        const together = inProcess([...argv, "2"], stdin);
        assert.deepEqual(together, await cli([...argv, "1"], { stdin }));
        assert.equal(together.status, 2);
        const { files } = JSON.parse(together.out) as Output;
        assert.deepEqual(
            files.map((each) => ("summary" in each ? each.summary.mandatory : each.file)),
            [2, 1, 1, 1, at("4.json"), 1, "absent.json"],
        );
        assert.equal(together.err.trim().split("\n").length, 2);
    });

    it("show how far it is where somebody watches", async () => {
        const files = ["0.json", "1.json", "4.json"].map((name) => join(folder.path, name));
        const argv = ["check", ...files, "--jobs", "1"];
        const { err } = await cli(argv, { isWatched: true });
        const shown = "\r1 of 3 files\r2 of 3 files\r\u001b[K";
        assert.ok(err.startsWith(`${shown}fargate-preflight: `), JSON.stringify(err));
        assert.ok((await cli(argv)).err.startsWith("fargate-preflight: "));
        assert.equal((await cli(["check", ...files.slice(0, 2)], { isWatched: true })).err, "");
    });

    const jobs = ["0", "-1", "1.5", "many", ""];
    for (const number of jobs) {
        it(`cannot be checked by ${JSON.stringify(number)} jobs`, async () => {
            const { status, err } = await cli([
                "check",
                plan("nat.export.json"),
                `--jobs=${number}`,
            ]);
            assert.equal(status, 2);
            assert.match(
                err,
                /^error: option '--jobs <number>' argument '.*' is invalid\. Expected/,
            );
        });
    }
});
