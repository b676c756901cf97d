import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const usual = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Starts the system's own browser; none is downloaded, but a machine that only tests gets its package. */
export async function startChromium(): Promise<Browser> {
    const executablePath = find() ?? installed();
    if (executablePath === undefined) {
        throw new Error(
            "there is no Chromium: install the package chromium, or name a browser in CHROMIUM_PATH",
        );
    }
    // Root has no sandbox, and containers little shared memory.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    return chromium.launch({ executablePath, args: [...args, "--disable-dev-shm-usage"] });
}

function find(): string | undefined {
    const named = process.env.CHROMIUM_PATH;
    if (named !== undefined && named !== "") {
        if (existsSync(named)) return named;
        throw new Error(`CHROMIUM_PATH names no file: ${named}`);
    }
    return usual.find((each) => existsSync(each));
}

function installed(): string | undefined {
    if (process.env.CI !== "true" || process.getuid?.() !== 0) return undefined;
    for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
        spawnSync("apt-get", args, { stdio: "inherit" });
    }
    return find();
}
