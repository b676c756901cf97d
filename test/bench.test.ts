import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";

const growth = path.join(__dirname, "..", "bench", "growth.js");

/** They call the pack's insides without types, so a change of those shows here alone. */
describe("a benchmark", () => {
    it("still measures what is there", function () {
        this.timeout(60_000);
        const args = [growth, "--one", "target groups of a listener", "deployed"];
        const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
        assert.equal(stderr, "");
        const { small, large } = JSON.parse(stdout) as Record<string, number>;
        assert.ok(Number(small) > 0 && Number(large) > 0, stdout);
    });
});
