import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import modules from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";

const command = path.join(__dirname, "..", "..", "bin", "src", "cli", "main.js");

describe("what Node compiles", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(path.join(tmpdir(), "compiled-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    function run(place: string): void {
        const env = { ...process.env, NODE_COMPILE_CACHE: place };
        const args = [command, "--version"];
        const { stdout, stderr, status } = spawnSync(process.execPath, args, {
            env,
            encoding: "utf8",
        });
        assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
        assert.deepEqual([stderr, status], ["", 0]);
    }

    it("is kept between runs, where Node can", () => {
        const place = path.join(folder, "here");
        run(place);
        assert.equal(existsSync(place), "enableCompileCache" in modules);
    });

    it("is not missed where nothing can be written", () => {
        run(path.join(command, "no-folder"));
    });
});
