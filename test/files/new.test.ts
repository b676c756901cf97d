import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import prettier from "prettier";
import { Folder } from "../cli/support";

const root = join(__dirname, "..", "..");
const lists = ["policies/index.ts", "test/pack/info.test.ts", "CHANGELOG.md"];

describe("npm run new", () => {
    let folder: Folder;
    beforeEach(() => {
        folder = new Folder();
        for (const file of lists) {
            mkdirSync(dirname(join(folder.path, file)), { recursive: true });
            cpSync(join(root, file), join(folder.path, file));
        }
        mkdirSync(join(folder.path, "test", "policies"));
    });
    afterEach(() => {
        folder.remove();
    });

    const run = (...args: readonly string[]): { status: number | null; said: string } => {
        const script = join(root, "scripts", "new.js");
        const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
            cwd: folder.path,
            encoding: "utf8",
        });
        return { status, said: stdout + stderr };
    };
    const read = (file: string): string => readFileSync(join(folder.path, file), "utf8");

    it("begins a policy, and adds it to every list", async () => {
        const { status, said } = run("policy", "task-sleep");
        assert.equal(status, 0, said);
        const made = ["policies/task-sleep.ts", "test/policies/task-sleep.test.ts"];
        const options = await prettier.resolveConfig(join(root, "index.ts"));
        for (const file of [...made, "policies/index.ts", "test/pack/info.test.ts"]) {
            const formatted = { ...options, filepath: file };
            assert.ok(await prettier.check(read(file), formatted), file);
            assert.match(said, new RegExp(`wrote ${file}`));
        }
        assert.match(read("policies/index.ts"), /import \{ taskSleep \} from "\.\/task-sleep";/);
        assert.match(read("policies/index.ts"), /\n {4}taskSleep,\n {4}unverifiedNetwork,\n/);
        assert.match(read("test/pack/info.test.ts"), /"task-sleep", "stack", "advisory"/);
        assert.match(read("CHANGELOG.md"), /^- `task-sleep`: /m);
    });

    for (const args of [[], ["policy"], ["policy", "Task"], ["rule", "task-sleep"]]) {
        it(`says how it is used: ${args.join(" ") || "nothing given"}`, () => {
            const { status, said } = run(...args);
            assert.equal(status, 2);
            assert.match(said, /^usage: /);
        });
    }

    it("writes over nothing", () => {
        run("policy", "task-sleep");
        const before = read("policies/index.ts");
        const { status, said } = run("policy", "task-sleep");
        assert.equal(status, 2);
        assert.match(said, /is there already/);
        assert.equal(read("policies/index.ts"), before);
        assert.ok(existsSync(join(folder.path, "policies", "task-sleep.ts")));
    });
});
