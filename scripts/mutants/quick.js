"use strict";

/*
 * StrykerJS counts which test runs which mutant, in each file that it changes, and goes on counting where nobody
 * asks any more: then the tests take several times as long. Here, in its copy of the project, it counts as long
 * as no mutant is active, and finds the list of a test once.
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { globSync } = require("tinyglobby");

const counting =
    /function cover\(\) \{\s+var c = cov\.static;\s+if \(ns\.currentTestId\) \{[^}]+\|\| \{\};\s+\}/u;
const quickly = `var last, c = cov.static;
    function cover() {
      if (ns.activeMutant !== void 0) return;
      if (ns.currentTestId !== last) {
        last = ns.currentTestId;
        c = last ? (cov.perTest[last] = cov.perTest[last] || {}) : cov.static;
      }`;

let changed = 0;
for (const file of globSync(["src/**/*.ts", "policies/*.ts"])) {
    const text = readFileSync(file, "utf8");
    if (!text.includes("function stryCov_")) continue;
    if (!counting.test(text))
        throw new Error(`${file}: StrykerJS counts otherwise than this file expects`);
    writeFileSync(file, text.replace(counting, quickly));
    changed += 1;
}
if (changed === 0) throw new Error("StrykerJS changed nothing that this file finds");
