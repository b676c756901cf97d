import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { filesOf } from "../../src/cli/files";
import { Folder } from "./support";

describe("files", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
        for (const name of ["b", "a/deep", "d.json"]) {
            mkdirSync(join(folder.path, name), { recursive: true });
        }
        for (const name of [
            "z.json",
            "b/10.json",
            "b/9.json",
            "a/deep/x.json",
            "a/y.txt",
            "[1].json",
        ]) {
            folder.write(name, "{}");
        }
    });
    after(() => {
        folder.remove();
    });

    const rows: readonly (readonly [string, readonly string[], readonly string[]])[] = [
        ["plain names, even twice", ["z.json", "z.json"], ["z.json", "z.json"]],
        ["standard input", ["-"], ["-"]],
        ["standard input once", ["-", "z.json", "-"], ["-", "z.json"]],
        ["a pattern, sorted", ["b/*.json"], ["b/10.json", "b/9.json"]],
        [
            "all below",
            ["**/*.json"],
            ["[1].json", "a/deep/x.json", "b/10.json", "b/9.json", "z.json"],
        ],
        ["braces", ["{z,b/9}.json"], ["b/9.json", "z.json"]],
        ["no folders", ["?.json"], ["z.json"]],
        ["each file of patterns once", ["b/9.json", "b/*.json"], ["b/9.json", "b/10.json"]],
        ["a file that is called like a pattern", ["[1].json"], ["[1].json"]],
        ["a pattern that matches nothing as it is", ["c/*.json", "z.json"], ["c/*.json", "z.json"]],
        ["a folder as it is", ["b"], ["b"]],
    ];
    for (const [name, given, expected] of rows) {
        const below = (each: string): string => (each === "-" ? each : join(folder.path, each));
        it(`are ${name}`, async () => {
            assert.deepEqual(await filesOf(given.map(below)), expected.map(below));
        });

        it(`are ${name}, from here`, async () => {
            const here = (each: string): string =>
                each === "-" ? each : relative(process.cwd(), below(each));
            assert.deepEqual(await filesOf(given.map(here)), expected.map(here));
        });
    }
});
