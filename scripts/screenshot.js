"use strict";

/*
 * Makes docs/images/map.png: the map of a workload with a way that is stopped, one that cannot be known,
 * and healthy ones. It takes a Chromium, as `npm run test:browser` does.
 */
const { mkdirSync, mkdtempSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const root = join(__dirname, "..");
require(join(root, "test", "support", "register.js"));
const { cli } = require(join(root, "test", "cli", "support"));
const { shop } = require(join(root, "test", "support", "shop"));
const { startChromium } = require(join(root, "test", "browser", "chromium"));

const image = join(root, "docs", "images", "map.png");
/** Room around what is shown. */
const margin = 16;

async function makeImage() {
    const below = mkdtempSync(join(tmpdir(), "screenshot-"));
    const here = process.cwd();
    const browser = await startChromium();
    try {
        process.chdir(below);
        writeFileSync("shop.json", JSON.stringify(shop().record("deployed")));
        const { out } = await cli(["check", "--format", "html", "shop.json"]);
        writeFileSync("map.html", out);
        const context = await browser.newContext({
            viewport: { width: 1280, height: 1000 },
            deviceScaleFactor: 1.5,
        });
        const page = await context.newPage();
        await page.goto(pathToFileURL("map.html").href);
        const { x, y, width, height } = await page.locator(".workload").first().boundingBox();
        mkdirSync(join(root, "docs", "images"), { recursive: true });
        await page.screenshot({
            path: image,
            fullPage: true,
            clip: {
                x: x - margin,
                y: 0,
                width: width + 2 * margin,
                height: y + height + margin,
            },
        });
    } finally {
        process.chdir(here);
        await browser.close();
        rmSync(below, { recursive: true });
    }
}

makeImage().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
