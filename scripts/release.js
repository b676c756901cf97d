"use strict";

/*
 * Makes a release: `npm run release -- VERSION`. Sets the version, dates what is unreleased in the
 * changelog, commits, tags, packs, and lists what the package is made of (CycloneDX). What it made is pushed and published by hand.
 */
const { execFileSync } = require("node:child_process");
const { readFileSync, rmSync, writeFileSync } = require("node:fs");

const [version] = process.argv.slice(2);

function run(command, ...args) {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** Why no release can be made, if so. */
function refusal() {
    const { version: current } = JSON.parse(readFileSync("package.json", "utf8"));
    if (!/^\d+\.\d+\.\d+$/.test(version ?? "")) {
        return "usage: npm run release -- VERSION, such as 1.2.3";
    }
    if (!isLater(version, current)) return `${version} does not come after ${current}`;
    if (run("git", "status", "--porcelain") !== "")
        return "there are changes that are not committed";
    if (unreleased() === "") return "CHANGELOG.md has nothing under Unreleased";
    return undefined;
}

function isLater(one, other) {
    const [a, b] = [one, other].map((each) => each.split(".").map(Number));
    const first = a.findIndex((number, i) => number !== b[i]);
    return first >= 0 && a[first] > b[first];
}

/** What stands under Unreleased. */
function unreleased() {
    const text = readFileSync("CHANGELOG.md", "utf8");
    const [, rest = ""] = text.split(/^## Unreleased$/m);
    return rest.split(/^## /m)[0].trim();
}

function main() {
    const why = refusal();
    if (why !== undefined) {
        console.error(why);
        process.exitCode = 2;
        return;
    }
    run("npm", "version", version, "--no-git-tag-version");
    const changelog = readFileSync("CHANGELOG.md", "utf8");
    const today = new Date().toISOString().slice(0, 10);
    writeFileSync(
        "CHANGELOG.md",
        changelog.replace(/^## Unreleased$/m, `## Unreleased\n\n## ${version} - ${today}`),
    );
    run("git", "commit", "--all", "--message", `Version ${version}`);
    run("git", "tag", `v${version}`);
    // Nothing that was compiled of a source that is gone.
    rmSync("bin", { recursive: true, force: true });
    run("npm", "run", "build");
    const tarball = run("npm", "pack", "--silent").trim().split("\n").at(-1);
    const parts = tarball.replace(/\.tgz$/, ".cdx.json");
    writeFileSync(parts, run("npm", "run", "--silent", "sbom"));
    console.log(`committed and tagged v${version}; packed ${tarball}, made of what ${parts} lists
next: git push --follow-tags, and npm publish ${tarball}`);
}

main();
