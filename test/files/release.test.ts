import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Folder } from "../cli/support";

const script = join(__dirname, "..", "..", "scripts", "release.js");
const changes =
    "# Changelog\n\n## Unreleased\n\n- A change.\n\n## 0.1.0 - 2026-01-01\n\n- It began.\n";

describe("npm run release", function () {
    this.timeout(60_000);
    let folder: Folder;

    const git = (...args: readonly string[]): string =>
        execFileSync("git", args, { cwd: folder.path, encoding: "utf8" });
    const write = (name: string, text: string): void => {
        writeFileSync(join(folder.path, name), text);
    };
    const release = (...args: readonly string[]): { status: number | null; said: string } => {
        const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
            cwd: folder.path,
            encoding: "utf8",
        });
        return { status, said: stdout + stderr };
    };

    beforeEach(() => {
        folder = new Folder();
        const scripts = {
            build: `node -e "fs.mkdirSync('bin');fs.writeFileSync('bin/made.js','')"`,
            sbom: `node -p "'its parts'"`,
        };
        write("package.json", JSON.stringify({ name: "a-pack", version: "0.1.0", scripts }));
        write(".gitignore", "bin/\n");
        write("CHANGELOG.md", changes);
        git("init", "--quiet");
        git("config", "user.email", "somebody@example.com");
        git("config", "user.name", "Somebody");
        git("add", ".");
        git("commit", "--quiet", "--message", "Begin");
    });
    afterEach(() => {
        folder.remove();
    });

    it("sets the version, dates the changes, commits, tags and packs", () => {
        mkdirSync(join(folder.path, "bin"));
        write("bin/old.js", "");
        const { status, said } = release("0.2.0");
        assert.equal(status, 0, said);
        const { version } = JSON.parse(readFileSync(join(folder.path, "package.json"), "utf8")) as {
            version: string;
        };
        assert.equal(version, "0.2.0");
        assert.match(
            readFileSync(join(folder.path, "CHANGELOG.md"), "utf8"),
            /## Unreleased\n\n## 0\.2\.0 - \d{4}-\d\d-\d\d\n\n- A change\./,
        );
        assert.equal(git("tag").trim(), "v0.2.0");
        assert.match(git("log", "--format=%s", "-1"), /^Version 0\.2\.0/);
        assert.ok(readdirSync(folder.path).includes("a-pack-0.2.0.tgz"));
        const parts = readFileSync(join(folder.path, "a-pack-0.2.0.cdx.json"), "utf8");
        assert.equal(parts.trim(), "its parts");
        // What was compiled before is not packed: its source may be gone.
        assert.deepEqual(readdirSync(join(folder.path, "bin")), ["made.js"]);
        assert.match(said, /git push --follow-tags/);
    });

    const refused: readonly (readonly [string, readonly string[], () => void, RegExp])[] = [
        ["no version", [], () => undefined, /^usage: /],
        ["what is no version", ["next"], () => undefined, /^usage: /],
        ["the same version", ["0.1.0"], () => undefined, /does not come after 0\.1\.0/],
        ["an older version", ["0.0.9"], () => undefined, /does not come after 0\.1\.0/],
        [
            "changes that are not committed",
            ["0.2.0"],
            () => write("CHANGELOG.md", `${changes}\n`),
            /not committed/,
        ],
        [
            "nothing that is new",
            ["0.2.0"],
            () => {
                write("CHANGELOG.md", changes.replace("- A change.\n\n", ""));
                git("commit", "--quiet", "--all", "--message", "Nothing");
            },
            /nothing under Unreleased/,
        ],
    ];
    for (const [name, args, prepare, says] of refused) {
        it(`refuses ${name}`, () => {
            prepare();
            const { status, said } = release(...args);
            assert.equal(status, 2, said);
            assert.match(said, says);
            assert.equal(git("tag").trim(), "");
        });
    }
});
