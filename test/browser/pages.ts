import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { cli, Folder } from "../cli/support";
import { startChromium } from "./chromium";

export interface Pages {
    readonly folder: Folder;
    /** Shows the page of these files, which may say nothing and ask for nothing meanwhile. */
    readonly withPage: (
        files: readonly string[],
        options: BrowserContextOptions,
        look: (page: Page) => Promise<void>,
    ) => Promise<void>;
}

/** A browser for the tests of one suite, from its first test to its last. */
export function pagesOfSuite(): Pages {
    const folder = new Folder();
    let browser: Browser;

    before(async function () {
        // A machine without a browser may have to install one.
        this.timeout(300_000);
        browser = await startChromium();
    });

    after(async () => {
        // What did not start has already been told.
        await (browser as Browser | undefined)?.close();
        folder.remove();
    });

    const withPage: Pages["withPage"] = async (files, options, look) => {
        const { out } = await cli(["check", "--format", "html", ...files]);
        const file = pathToFileURL(folder.write("map.html", out)).href;
        const context = await browser.newContext(options);
        try {
            const page = await context.newPage();
            const told: string[] = [];
            page.on("console", (message) => told.push(message.text()));
            page.on("pageerror", (error) => told.push(error.message));
            page.on("dialog", (dialog) => {
                told.push(dialog.message());
                void dialog.dismiss();
            });
            page.on("request", (request) => {
                const url = request.url();
                if (url !== file && url !== "data:,") told.push(url);
            });
            await page.goto(file);
            await look(page);
            assert.deepEqual(told, [], "the page asks for something, or complains");
        } finally {
            await context.close();
        }
    };
    return { folder, withPage };
}
