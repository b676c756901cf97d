"use strict";

/*
 * Shows the check at work on recorded plans of four small programs: one that is healthy, three that
 * would deploy and then never start a task. Fails if a verdict is not what it should be.
 */
const { existsSync } = require("node:fs");
const { join, relative } = require("node:path");
const { spawnSync } = require("node:child_process");

const root = join(__dirname, "..");
const main = join(root, "bin", "src", "cli", "main.js");

const programs = [
    {
        plan: "nat.preview.json",
        what: "An ECS service on Fargate behind a load balancer; its private subnets lead to a NAT gateway.",
        violated: [],
    },
    {
        plan: "private-no-nat.preview.json",
        what: "The same, but somebody left out the NAT gateway and the route to it.",
        violated: ["task-image-pull"],
    },
    {
        plan: "public-no-public-ip.preview.json",
        what: "The service in public subnets, without public IP addresses.",
        violated: ["task-image-pull"],
    },
    {
        plan: "target-group-instance.preview.json",
        what: "The first program again, with a target group for instances, which tasks are not.",
        violated: ["target-group-type"],
    },
];

function check(plan, format, stdio) {
    return spawnSync(process.execPath, [main, "check", plan, "--format", format], {
        cwd: root,
        encoding: "utf8",
        stdio,
    });
}

/** Shows one program's verdict, and returns what is wrong with the verdict, if anything. */
function show({ plan, what, violated }, i) {
    const file = relative(root, join(root, "examples", "plans", plan));
    console.log(`\n${i + 1}. ${what}\n   $ fargate-preflight check ${file}\n`);
    const { status } = check(file, "text", "inherit");
    const expectedStatus = violated.length > 0 ? 1 : 0;
    if (status !== expectedStatus) {
        return `${plan}: exit status ${status}, expected ${expectedStatus}`;
    }
    const { findings } = JSON.parse(check(file, "json", ["ignore", "pipe", "inherit"]).stdout)
        .files[0];
    const mandatory = findings.filter(({ level }) => level === "mandatory");
    const found = [...new Set(mandatory.map(({ policy }) => policy))];
    return found.join() === violated.join()
        ? undefined
        : `${plan}: violates [${found}], expected [${violated}]`;
}

if (existsSync(main)) {
    console.log("Recorded plans of four programs, nothing of which is deployed:");
    const problems = programs.map(show).filter((problem) => problem !== undefined);
    for (const problem of problems) console.error(`\ndemo: ${problem}`);
    if (problems.length === 0) {
        console.log("\nOne healthy, three broken: each found before anything exists.");
    }
    process.exitCode = problems.length === 0 ? 0 : 1;
} else {
    console.error("demo: not compiled; run `npm ci` or `npm run build` first");
    process.exitCode = 1;
}
