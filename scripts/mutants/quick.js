"use strict";

/*
 * StrykerJS counts which test runs which mutant, in each file that it changes. Here its copy of the project is made
 * to count otherwise, as it is about to be tested:
 * - no more once a mutant is active, when nobody asks, and the tests would take several times as long;
 * - of the tests that begin with the same word, which are mostly those of one table, so many that run a mutant and
 *   no more (TESTS_OF_TABLE). What runs in thousands of tests is noticed by the first few, or hardly at all.
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { globSync } = require("tinyglobby");

const testsOfTable = Number(process.env.TESTS_OF_TABLE);
const counting = /function cover\(\) \{.*?\n {2}\}/su;
const expected = [
    "var c = cov.static;",
    "c = cov.perTest[ns.currentTestId] = cov.perTest[ns.currentTestId] || {};",
    "c[a[i]] = (c[a[i]] || 0) + 1;",
];
const otherwise = `ns.tables = ns.tables || {};
  var test, counts = cov.static, table;
  function cover() {
    if (ns.activeMutant !== void 0) return;
    if (ns.currentTestId !== test) {
      test = ns.currentTestId;
      var word = String(test).split(" ")[0];
      counts = test ? (cov.perTest[test] = cov.perTest[test] || {}) : cov.static;
      table = test ? (ns.tables[word] = ns.tables[word] || {}) : void 0;
    }
    for (var i = 0; i < arguments.length; i++) {
      var mutant = arguments[i];
      if (counts[mutant] === void 0 && table !== void 0) {
        if (table[mutant] === ${String(testsOfTable)}) continue;
        table[mutant] = (table[mutant] || 0) + 1;
      }
      counts[mutant] = (counts[mutant] || 0) + 1;
    }
  }`;

let changed = 0;
for (const file of globSync(["src/**/*.ts", "policies/*.ts"])) {
    const text = readFileSync(file, "utf8");
    if (!text.includes("function stryCov_")) continue;
    const [found = ""] = counting.exec(text) ?? [];
    if (!expected.every((line) => found.includes(line)))
        throw new Error(`${file}: StrykerJS does not count as this file expects`);
    writeFileSync(
        file,
        text.replace(found, () => otherwise),
    );
    changed += 1;
}
if (!(testsOfTable > 0)) throw new Error("TESTS_OF_TABLE says how many tests of a table are asked");
if (changed === 0) throw new Error("StrykerJS changed no file");
