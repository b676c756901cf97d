import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { after, before, describe, it } from "mocha";
import manifest from "../../package.json";
import { startPack } from "../support/engine";
import { recording, reporting, root } from "./support";

/** Loaded first in the pack's process: writes down every module that is loaded after it. */
const recorder = `
const { appendFileSync } = require("node:fs");
const Module = require("node:module");
const { load } = Module.prototype;
Module.prototype.load = function (file) {
    appendFileSync(process.env.LOADED_FILES, file + "\\n");
    return load.call(this, file);
};
`;

describe("loading the pack", () => {
    const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
    let loaded: readonly string[];
    before(async () => {
        const hook = join(dir, "recorder.js");
        const list = join(dir, "loaded");
        writeFileSync(hook, recorder);
        const pack = await startPack(root, {
            env: { NODE_OPTIONS: `--require ${JSON.stringify(hook)}`, LOADED_FILES: list },
        });
        // What is only loaded when it is needed counts, too.
        const report = await pack.replay(recording("public-no-public-ip"));
        deepEqual(reporting(report, "mandatory"), ["task-image-pull"]);
        await pack.stop();
        loaded = readFileSync(list, "utf8").trim().split("\n");
    });
    after(() => {
        rmSync(dir, { recursive: true });
    });

    it("compiles nothing", () => {
        deepEqual(
            loaded.filter((file) => file.endsWith(".ts")),
            [],
        );
    });

    it("loads only what is compiled", () => {
        const own = loaded
            .map((file) => relative(root, file).split(sep))
            .filter(([top]) => top !== "node_modules" && top !== "..");
        ok(own.some((path) => path.join("/") === manifest.main));
        // The SDK reads the version.
        deepEqual([...new Set(own.map(([top]) => top))].sort(), ["bin", "package.json"]);
    });

    it("loads neither the AWS provider, nor the AWS SDK, nor the CLI of this project", () => {
        const heavy =
            /[\\/](@pulumi[\\/]awsx?|@aws-sdk|@smithy|bin[\\/]src[\\/]cli|commander)[\\/]/;
        deepEqual(
            loaded.filter((file) => heavy.test(file)),
            [],
        );
    });

    it("begins at the compiled index, in JavaScript, without development dependencies", () => {
        equal(manifest.main, "bin/index.js");
        const lines = readFileSync(join(root, "PulumiPolicy.yaml"), "utf8").trimEnd().split("\n");
        deepEqual(lines.slice(lines.indexOf("runtime:")), [
            "runtime:",
            "    name: nodejs",
            "    options:",
            "        typescript: false",
            "        production: true",
        ]);
    });
});
