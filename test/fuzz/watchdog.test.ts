import { equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const mocha = require.resolve("mocha/bin/_mocha");

describe("a case that never ends", () => {
    it("is named, and ends the run", () => {
        const options = ["--no-config", "--require", join("test", "support", "register.js")];
        const { signal, stderr } = spawnSync(
            process.execPath,
            [mocha, ...options, join(__dirname, "endless.ts")],
            { cwd: join(__dirname, "..", ".."), encoding: "utf8" },
        );
        equal(signal, "SIGKILL");
        match(stderr, /counting: a case did not end within \d+ ms \(RANDOM_SEED=\d+\): [5-9]\n/);
    });
});
