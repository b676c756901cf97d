import fc from "fast-check";
import { describe } from "mocha";
import { fuzz } from "./support";

/* What never ends; watchdog.test.ts runs it. */

describe("endless", () => {
    fuzz(
        "counting",
        100,
        fc.nat(9),
        (each) => {
            while (each > 4);
        },
        50,
    );
});
