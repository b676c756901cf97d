"use strict";

/*
 * Measures how the check grows with a stack that is large in one respect (large-stacks.js): how much
 * longer four times as much takes, with every format and the map. In linear time it is four times as
 * long; comparing all with all would take sixteen times. Each stack has a process of its own, a time is
 * its CPU time, and small ones are measured when everything is loaded and compiled.
 *
 * `--quick` measures the deployed form alone. Words name the stacks to measure: all that hold one.
 */
const { spawnSync } = require("node:child_process");
const path = require("node:path");
const { largeStack, stacks } = require("./large-stacks");
const { line, seconds } = require("./table");

const bin = path.join(__dirname, "..", "bin");
const size = 500;
const factor = 4;
/** What is n·log²n at these sizes, and the noise of a short measurement. */
const bar = 8;

/**
 * What has two long lists is asked of each pair: of a subnet of the tasks and one of the other end, or a
 * group; of a route that is not known and a gateway that it may lead to; of a block of a service that is not
 * known yet and a target group that it may name. So these grow as pairs do, and
 * are measured at a fifth of the sizes, without a bar. AWS takes 16 subnets and five groups for a
 * service, a service names five target groups at most, and a load balancer or endpoint has one subnet in
 * each zone.
 */
const pairs = new Set([
    "subnets of endpoints",
    "subnets of a load balancer",
    "subnets and groups outside the plan",
    "overlapping routes to many gateways",
    "target groups of a service",
]);

function main() {
    const [, , ...words] = process.argv;
    const forms = words.includes("--quick") ? ["deployed"] : ["first preview", "deployed"];
    const wanted = words.filter((word) => !word.startsWith("--"));
    const names = Object.keys(stacks).filter(
        (name) => wanted.length === 0 || wanted.some((word) => name.includes(word)),
    );
    let over = 0;
    console.log(line("", `${size}`, `${size * factor}`, "ratio", "bar", ""));
    for (const name of names) {
        for (const form of forms) {
            const limit = pairs.has(name) ? undefined : bar;
            const measured = measureApart(name, form);
            const ratio = measured === undefined ? Infinity : measured.large / measured.small;
            const isOver = limit !== undefined && ratio > limit;
            if (isOver) over += 1;
            const verdict = limit === undefined ? "" : isOver ? "over" : "ok";
            const { small, large } = measured ?? { small: NaN, large: NaN };
            const columns = [
                seconds(small),
                seconds(large),
                ratio.toFixed(1),
                limit ?? "",
                verdict,
            ];
            console.log(line(`${name}, ${form}`, ...columns).trimEnd());
        }
    }
    console.log(over === 0 ? "\nAll bars hold." : `\n${over} over the bar.`);
}

/** In a process of its own; nothing if it takes too long. */
function measureApart(name, form) {
    const self = path.join(__dirname, "growth.js");
    const options = { encoding: "utf8", timeout: 120_000 };
    const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [self, "--one", name, form],
        options,
    );
    if (status === null) return undefined;
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
}

function measureOne(name, form) {
    const { planFromJson } = require(path.join(bin, "src", "plan"));
    const { policies } = require(path.join(bin, "policies"));
    const { interest, resolveConfiguration, runPolicies } = require(
        path.join(bin, "src", "policy"),
    );
    const { reportOf } = require(path.join(bin, "src", "cli", "report"));
    const { mapOf } = require(path.join(bin, "src", "cli", "map", "build"));
    const { renderers } = require(path.join(bin, "src", "cli", "render"));
    const { configure } = resolveConfiguration(policies, { all: "advisory" });
    const check = (count) => {
        const json = largeStack(name, count, form);
        const begin = process.cpuUsage();
        const source = planFromJson(json, interest);
        const run = runPolicies(source.plan, policies, configure);
        const checked = reportOf("plan.json", source, run, policies);
        const report = { ...checked, map: mapOf(run.model, checked, () => "mandatory") };
        for (const { message } of checked.findings) {
            // What a policy costs that did not finish would be no measure.
            if (message.includes("because of a bug")) throw new Error(message);
        }
        for (const render of Object.values(renderers)) {
            render([report], {
                colours: false,
                sourceRoot: undefined,
                configure,
                notes: [],
                isCompared: false,
            });
        }
        const { user, system } = process.cpuUsage(begin);
        return (user + system) / 1000;
    };
    const count = pairs.has(name) ? size / 5 : size;
    check(count);
    const small = Math.min(check(count), check(count));
    return { small, large: check(count * factor) };
}

if (process.argv[2] === "--one") console.log(JSON.stringify(measureOne(...process.argv.slice(3))));
else main();
