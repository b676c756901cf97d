"use strict";

/*
 * Makes docs/images/map.png: the map of a workload of a bundled plan, with a way that is stopped, one that
 * cannot be known, and healthy ones. It takes a Chromium, as `npm run test:browser` does.
 */
const { mkdirSync, mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const root = join(__dirname, "..");
require(join(root, "test", "support", "register.js"));
const { cli, plan } = require(join(root, "test", "cli", "support"));
const { startChromium } = require(join(root, "test", "browser", "chromium"));

const image = join(root, "docs", "images", "map.png");
/** All of the map is in view. */
const viewport = { width: 1290, height: 1400 };
/** Pixels for each of the page's: crisp on fine screens, and the file stays small. */
const scale = 1.5;
/** Room around what is shown. */
const margin = 8;

async function makeImage() {
    const below = mkdtempSync(join(tmpdir(), "screenshot-"));
    const browser = await startChromium();
    try {
        const map = join(below, "map.html");
        await cli(["check", plan("shop.recording.json"), "--format", "html", "--output", map]);
        const context = await browser.newContext({ viewport, deviceScaleFactor: scale });
        const page = await context.newPage();
        await page.goto(pathToFileURL(map).href);
        const { x, y, width, height } = await page.locator(".workload").first().boundingBox();
        mkdirSync(join(root, "docs", "images"), { recursive: true });
        await page.screenshot({
            path: image,
            fullPage: true,
            clip: {
                x: x - margin,
                y: y - margin,
                width: width + 2 * margin,
                height: height + 2 * margin,
            },
        });
    } finally {
        await browser.close();
        rmSync(below, { recursive: true });
    }
}

makeImage().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
