"use strict";

/*
 * The packs that are measured: this one as it is installed, and empty ones to measure it against.
 * Each has a directory of its own, with the dependencies of this project.
 */
const { cpSync, mkdirSync, symlinkSync, writeFileSync } = require("node:fs");
const path = require("node:path");

const root = path.join(__dirname, "..");

/** Makes them all below a directory, and returns their directories by name. */
function makePacks(below) {
    const ours = shapeOfOurs();
    return {
        ours: copyOurs(path.join(below, "ours")),
        /** As many policies of each kind as ours, that do nothing. */
        alike: compiled(path.join(below, "alike"), ours),
        /** One policy of each kind. */
        single: compiled(path.join(below, "single"), [
            { name: "stack", isStack: true },
            { name: "resource", isStack: false },
        ]),
        empty: compiled(path.join(below, "empty"), []),
        typescript: typescript(path.join(below, "typescript")),
    };
}

/** What of each policy decides the SDK's own work: its kind, its level, and its type if it has one. */
function shapeOfOurs() {
    const { toPulumiPolicies } = require(path.join(root, "bin", "src", "pack"));
    const { policies } = require(path.join(root, "bin", "policies"));
    return toPulumiPolicies(policies).map(({ name, enforcementLevel, ...policy }) => ({
        name,
        enforcementLevel,
        isStack: "validateStack" in policy,
        type: policy.validateResource?.__pulumiType,
    }));
}

/** The compiled pack without the sources, so that a build in between changes nothing. */
function copyOurs(dir) {
    mkdirSync(dir);
    for (const name of ["bin", "package.json", "PulumiPolicy.yaml"]) {
        cpSync(path.join(root, name), path.join(dir, name), { recursive: true });
    }
    link(dir);
    return dir;
}

function compiled(dir, policies) {
    mkdirSync(dir);
    link(dir);
    manifest(dir, "index.js");
    write(dir, "index.js", emptyPack(policies));
    return dir;
}

function emptyPack(policies) {
    return `"use strict";
const { PolicyPack } = require("@pulumi/policy");
new PolicyPack("empty", {
    policies: ${JSON.stringify(policies)}.map(({ name, enforcementLevel, isStack, type }) => ({
        name,
        description: name,
        enforcementLevel,
        ...(isStack
            ? { validateStack: () => {} }
            : { validateResource: Object.assign(() => {}, { __pulumiType: type }) }),
    })),
});
`;
}

function typescript(dir) {
    mkdirSync(dir);
    link(dir);
    manifest(dir, "index.ts");
    write(
        dir,
        "index.ts",
        'import { PolicyPack } from "@pulumi/policy";\nnew PolicyPack("empty", { policies: [] });\n',
    );
    return dir;
}

function manifest(dir, main) {
    write(dir, "package.json", JSON.stringify({ name: "empty", version: "1.0.0", main }));
}

function link(dir) {
    symlinkSync(path.join(root, "node_modules"), path.join(dir, "node_modules"));
}

function write(dir, name, text) {
    writeFileSync(path.join(dir, name), text);
}

module.exports = { makePacks, root };
