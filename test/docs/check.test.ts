import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { formats } from "../../src/cli/render";
import { cli } from "../cli/support";

/*
 * docs/check.md and the examples for CI: what they tell people to run must be there.
 */

const root = join(__dirname, "..", "..");
const page = join(root, "docs", "check.md");
const text = readFileSync(page, "utf8");
const examples = join(root, "examples", "ci");

/** The options of `check`, by their help. */
async function options(): Promise<readonly string[]> {
    const { out } = await cli(["check", "--help"]);
    return [...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option = ""]) => option);
}

/** The command lines of `check` in a text. */
function commandsIn(content: string): readonly string[] {
    return [...content.matchAll(/fargate-preflight check ([^|\n]*)/g)].map(([, rest = ""]) => rest);
}

describe("docs/check.md", () => {
    it("has every option and every format", async () => {
        for (const option of await options()) {
            if (option === "--help") continue;
            assert.ok(
                [" ", "`"].some((end) => text.includes(`| \`${option}${end}`)),
                option,
            );
        }
        for (const format of formats) assert.ok(text.includes(`\n**${format}** `), format);
    });
});

describe("the examples for CI", () => {
    for (const name of readdirSync(examples).filter((each) => each.endsWith(".yml"))) {
        const example = readFileSync(join(examples, name), "utf8");

        it(`${name} is YAML`, async () => {
            await prettier.format(example, { parser: "yaml" });
            assert.doesNotMatch(example, /\t/);
            assert.ok(text.includes(`(../examples/ci/${name})`));
        });

        it(`${name} uses options that exist, and says where the program is`, async () => {
            const known = await options();
            const commands = commandsIn(example);
            assert.ok(commands.length > 0);
            for (const command of commands) {
                for (const [option] of command.matchAll(/--[\w-]+/g)) {
                    assert.ok(known.includes(option), option);
                }
                const format = /--format (\w+)/.exec(command)?.[1];
                assert.ok((formats as readonly string[]).includes(format ?? ""), command);
                const given = /^ *OPTIONS: (.*)$/m.exec(example)?.[1] ?? "";
                assert.match(command.replace("$OPTIONS", given), /--source-root infra/);
            }
        });
    }
});
