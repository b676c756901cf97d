"use strict";

/*
 * The pack with a fault, against what packets did: started by faults.spec.ts with the fault (JSON) and a
 * file of networks. Prints the index of the first network on which the two disagree, or -1.
 */

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { translate } = require("../support/register.js");

const root = join(__dirname, "..", "..");
const [given, file] = process.argv.slice(2);
const fault = JSON.parse(given);
const path = join(root, fault.file);

let isPlanted = false;
const load = require.extensions[".ts"];
require.extensions[".ts"] = (module, source) => {
    if (source !== path) return load(module, source);
    const text = readFileSync(source, "utf8");
    const parts = text.split(fault.text);
    if (parts.length !== 2) throw new Error(`${fault.file} must hold once: ${fault.text}`);
    isPlanted = true;
    module._compile(translate(parts.join(fault.faulty), source), source);
};

// Loaded only now: what is loaded before is not changed.
const { policies } = require("../../policies");
const { disagreements } = require("./compare");
if (!isPlanted) throw new Error(`${fault.file} was not loaded`);
const found = JSON.parse(readFileSync(file, "utf8")).findIndex(
    ({ recording, observed }) => disagreements(recording, observed, policies).length > 0,
);
process.stdout.write(`${found}\n`);
