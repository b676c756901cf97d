import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { faults } from "../packets/faults";

const root = join(__dirname, "..", "..");

describe("faults that packets must find (test/packets)", () => {
    for (const { name, file, text, faulty } of faults) {
        it(`can be planted: ${name}`, () => {
            const parts = readFileSync(join(root, file), "utf8").split(text);
            assert.equal(parts.length, 2, `${file} must hold once: ${text}`);
            assert.notEqual(text, faulty);
        });
    }
});
