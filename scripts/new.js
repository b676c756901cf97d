"use strict";

/*
 * Begins a policy: `npm run new -- policy NAME`. Writes its rule and the table of its tests, and adds it to
 * the lists that name every policy. The table fails until the rule is written.
 */
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const [what, name] = process.argv.slice(2);
const usage = "usage: npm run new -- policy NAME, such as task-logs";

function main() {
    if (what !== "policy" || !/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(name ?? "")) {
        return fail(usage);
    }
    const rule = join("policies", `${name}.ts`);
    const table = join("test", "policies", `${name}.test.ts`);
    const taken = [rule, table].find((file) => existsSync(file));
    if (taken !== undefined) return fail(`${taken} is there already`);
    const variable = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    // Nothing is written where a list is not as it is expected.
    const changed = [
        insert(
            join("policies", "index.ts"),
            [`import { ${variable} } from "./${name}";`, "import { unverifiedNetwork }"],
            [`    ${variable},`, "    unverifiedNetwork,"],
        ),
        insert(join("test", "pack", "info.test.ts"), [
            `    ["${name}", "stack", "advisory", "medium"],`,
            '    ["unverified-network"',
        ]),
        insert("CHANGELOG.md", [`- \`${name}\`: what it says.`, "- `ipv6-image-uri`"]),
    ];
    for (const [file, text] of [[rule, ruleOf(variable)], [table, tableOf(variable)], ...changed]) {
        writeFileSync(file, text);
        console.log(`wrote ${file}`);
    }
    console.log(`
next:
  1. AWS's rule with its source, in docs/aws-rules.md
  2. the table: npm run t -- ${table}
  3. the rule, its level and its severity (also in test/pack/info.test.ts), the line in CHANGELOG.md
  4. npm run docs, npm test`);
}

/** A file with lines, each before the line that begins so. */
function insert(file, ...places) {
    const lines = readFileSync(file, "utf8").split("\n");
    for (const [line, before] of places) {
        const at = lines.findIndex((each) => each.startsWith(before));
        if (at < 0) throw new Error(`${file} has no line that begins with ${before}`);
        lines.splice(at, 0, line);
    }
    return [file, lines.join("\n")];
}

function ruleOf(variable) {
    return `import { cannotKnow, ok, unless, type Answer } from "../src/knowable";
import { definePolicy } from "../src/policy";
import type { Path } from "../src/reach";
import type { Workload } from "../src/workload";

export const ${variable} = definePolicy({
    kind: "stack",
    name: "${name}",
    description: "Every Fargate workload must …",
    why: "AWS's rule, and what people see if it is broken (AWS rule …).",
    fix: "What to change, in general.",
    turnOff: "If …",
    severity: "medium",
    level: "advisory",
    *check({ model }) {
        for (const workload of model.workloads) {
            const { resource, label, name } = workload.launcher;
            yield {
                resource,
                answer: unless(holds(workload), workload.maybe),
                problem: \`\${label} \${name} …\`,
                fix: \`change … of \${name}\`,
            };
        }
    },
});

/** The rule: ok, violated with what is wrong, or why it cannot be known. */
function holds({ launcher }: Workload): Answer<Path> {
    return launcher.assignPublicIp.known ? ok() : cannotKnow(launcher.assignPublicIp.why);
}
`;
}

function tableOf(variable) {
    return `import { ${variable} } from "../../policies/${name}";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork } from "../support/networks";
import { testPolicy } from "../support/table";

testPolicy(${variable}, unverifiedNetwork, {
    valid: [
        {
            name: "a service in a private subnet behind a NAT gateway",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        // Five ordinary, healthy stacks that it might wrongly hit.
    ],
    violates: [
        {
            name: "a broken one",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
            on: "web",
            says: /what is wrong/,
        },
    ],
    cannotKnow: [],
});
`;
}

function fail(message) {
    console.error(message);
    process.exitCode = 2;
}

main();
