"use strict";

/*
 * Measures the page of maps of a large stack: how much longer the check takes that draws it, and how
 * long a browser takes until it shows the page and answers. The check itself is not drawing: its time
 * stands beside. Processes are fresh each time, and the numbers are medians.
 */
const { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } = require("node:fs");
const { spawnSync } = require("node:child_process");
const { tmpdir } = require("node:os");
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const { grow } = require("./grow");
const { line, median, seconds } = require("./table");

const root = path.join(__dirname, "..");
const main = path.join(root, "bin", "src", "cli", "main.js");
require(path.join(root, "test", "support", "register.js"));
const { startChromium } = require(path.join(root, "test", "browser", "chromium"));

const wanted = 200;
const rounds = process.argv.includes("--quick") ? 1 : 3;
const bar = 3000;

async function measure() {
    if (!existsSync(main)) throw new Error("not compiled: run `npm run build` first");
    const below = mkdtempSync(path.join(tmpdir(), "bench-"));
    process.once("exit", () => rmSync(below, { recursive: true }));
    const plan = path.join(below, "plan.json");
    const page = path.join(below, "map.html");
    const stack = stackOf(wanted);
    writeFileSync(plan, JSON.stringify(stack));
    const samples = [];
    const browser = await startChromium();
    try {
        // The browser and the files are read from disk once, before anything is measured.
        check(plan, "html", page);
        await show(browser, page);
        for (let round = 0; round < rounds; round++) {
            const json = check(plan, "json", path.join(below, "report.json"));
            const html = check(plan, "html", page);
            samples.push({ check: json, drawing: html - json, ...(await show(browser, page)) });
        }
    } finally {
        await browser.close();
    }
    print(stack.length, samples, statSync(page).size);
}

/** As many copies of the recorded plans as hold so many workloads. */
function stackOf(workloads) {
    for (let size = workloads * 20; ; size += workloads) {
        const stack = grow(size);
        const services = stack.filter(({ type }) => type === "aws:ecs/service:Service");
        if (services.length >= workloads) return stack;
    }
}

function check(plan, format, out) {
    const start = performance.now();
    const { stdout, status } = spawnSync(
        process.execPath,
        [main, "check", plan, "--format", format],
        { maxBuffer: 1e9 },
    );
    if (status === 2) throw new Error(`the check failed with --format ${format}`);
    const took = performance.now() - start;
    writeFileSync(out, stdout);
    return took;
}

/** Opens the page, and filters it: then it has answered. */
async function show(browser, file) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    try {
        await page.goto(pathToFileURL(file).href);
        return await page.evaluate(async () => {
            const painted = () =>
                new Promise((resolve) => {
                    requestAnimationFrame(() => setTimeout(resolve));
                });
            await painted();
            const [navigation] = performance.getEntriesByType("navigation");
            const [paint] = performance.getEntriesByName("first-contentful-paint");
            const start = performance.now();
            const state = document.querySelector("input[name=state][value=ok]");
            state.click();
            await painted();
            const filtered = performance.now() - start;
            state.click();
            const last = [...document.querySelectorAll(".workload")].pop();
            const before = performance.now();
            last.scrollIntoView();
            await painted();
            return {
                paint: paint.startTime,
                interactive: navigation.domContentLoadedEventEnd,
                filtered,
                scrolled: performance.now() - before,
                workloads: document.querySelectorAll(".workload").length,
                elements: document.querySelectorAll("*").length,
            };
        });
    } finally {
        await page.close();
    }
}

function print(resources, samples, size) {
    const of = (name) => median(samples.map((sample) => sample[name]));
    const shown = Math.max(of("paint"), of("interactive"));
    const sum = of("drawing") + shown;
    const rows = [
        ["the check alone", seconds(of("check"))],
        ["drawing: the check with maps, less the check alone", seconds(of("drawing"))],
        ["first paint in the browser", seconds(of("paint"))],
        ["interactive in the browser", seconds(of("interactive"))],
        [
            `${of("workloads")} workloads drawn`,
            seconds(sum),
            seconds(bar),
            sum <= bar ? "ok" : "over",
        ],
        ["filtered", seconds(of("filtered"))],
        ["scrolled to the end", seconds(of("scrolled"))],
    ];
    console.log(line("", "time", "bar", ""));
    for (const row of rows) console.log(line(...row).trimEnd());
    console.log(
        `\n${resources} resources, ${of("workloads")} workloads; the page has ${(size / 1e6).toFixed(1)} MB and ${of("elements")} elements.\n${
            sum <= bar ? "All bars hold." : "1 over the bar."
        }`,
    );
}

measure().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
