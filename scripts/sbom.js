"use strict";

/*
 * Prints what the package is made of, as CycloneDX: `npm run --silent sbom`. It is read from what `npm ci`
 * installs without development dependencies: beside these, `npm sbom --omit dev` leaves out what both need.
 */
const { execFileSync } = require("node:child_process");
const { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const root = join(__dirname, "..");
const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
process.once("exit", () => rmSync(dir, { recursive: true }));

const npm = (...args) =>
    execFileSync("npm", args, { cwd: dir, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

copyFileSync(join(root, "npm-shrinkwrap.json"), join(dir, "npm-shrinkwrap.json"));
const manifest = readFileSync(join(root, "package.json"), "utf8");
writeFileSync(join(dir, "package.json"), manifest);
npm("ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund");
const installed = JSON.parse(manifest);
delete installed.devDependencies;
writeFileSync(join(dir, "package.json"), JSON.stringify(installed));
const { metadata, ...list } = JSON.parse(
    npm("sbom", "--omit", "dev", "--sbom-format", "cyclonedx"),
);
// npm takes its name from the folder.
const component = { ...metadata.component, name: installed.name };
console.log(JSON.stringify({ ...list, metadata: { ...metadata, component } }, null, 2));
