"use strict";

/*
 * The pack with a fault, against what packets did: started by faults.spec.ts with the fault (JSON) and a
 * file of networks. Prints the index of the first network on which the two disagree, or -1.
 */

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { register } = require("ts-node");

const root = join(__dirname, "..", "..");
const [given, file] = process.argv.slice(2);
const fault = JSON.parse(given);
const path = join(root, fault.file);

let isPlanted = false;
const service = register({ transpileOnly: true, project: join(root, "test", "tsconfig.json") });
const compile = service.compile.bind(service);
service.compile = (code, fileName, line) => {
    if (fileName !== path) return compile(code, fileName, line);
    isPlanted = true;
    return compile(code.replace(fault.text, fault.faulty), fileName, line);
};

// Loaded only now: what is loaded before is not changed.
const { policies } = require("../../policies");
const { disagreements } = require("./compare");
if (!isPlanted) throw new Error(`${fault.file} was not loaded`);
const found = JSON.parse(readFileSync(file, "utf8")).findIndex(
    ({ recording, observed }) => disagreements(recording, observed, policies).length > 0,
);
process.stdout.write(`${found}\n`);
