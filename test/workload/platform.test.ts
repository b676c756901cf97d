import { equal } from "node:assert/strict";
import { known, unknown, type Knowable } from "../../src/knowable";
import type { TaskLauncher } from "../../src/network";
import { isPlatformAtLeast, isPlatformVersion } from "../../src/workload/platform";
import { someGap } from "../support/in-words";

/** Of which `?` is not known. */
type Text = string | undefined;

const knowable = (text: Text): Knowable<string | undefined> =>
    text === "?" ? unknown(someGap) : known(text);

const launcher = (version: Text): TaskLauncher =>
    ({
        platformVersion: knowable(version),
        resource: { gap: () => someGap },
    }) as unknown as TaskLauncher;

const words = (is: Knowable<boolean>): string => (is.known ? (is.value ? "yes" : "no") : "?");

describe("a platform version", () => {
    const linux = "LINUX";
    const windows = "WINDOWS_SERVER_2022_CORE";
    const atLeast: readonly (readonly [
        version: Text,
        minimum: string,
        family: Text,
        is: string,
    ])[] = [
        ["1.4.0", "1.4.0", linux, "yes"],
        ["1.3.9", "1.4.0", linux, "no"],
        ["1.4.1", "1.4.0", linux, "yes"],
        ["1.10.0", "1.4.0", linux, "yes"],
        ["2.0.0", "1.4.0", linux, "yes"],
        ["0.9.9", "1.4.0", linux, "no"],
        ["1.4.0", "1.4.1", linux, "no"],
        ["1.5.0", "1.4.1", linux, "yes"],
        ["LATEST", "1.4.0", linux, "yes"],
        [undefined, "1.4.0", linux, "yes"],
        ["?", "1.4.0", linux, "?"],
        ["next", "1.4.0", linux, "yes"],
        ["1.3", "1.4.0", linux, "yes"],
        ["1.3.0", "LATEST", linux, "yes"],
        ["1.0.0", "1.4.0", windows, "yes"],
        ["1.0.0", "1.4.0", linux, "no"],
        ["1.0.0", "1.4.0", undefined, "no"],
        ["1.0.0", "1.4.0", "?", "?"],
        ["1.0.12", "1.4.0", windows, "no"],
        ["1.4.0", "1.4.0", windows, "yes"],
        ["1.4.0", "1.4.0", undefined, "yes"],
        ["1.4.0", "1.4.0", "?", "yes"],
        ["1.3.0", "1.4.0", "?", "no"],
        ["LATEST", "1.4.0", windows, "yes"],
        ["1.1.0", "1.4.0", windows, "no"],
        ["1.0.0", "1.0.0", linux, "yes"],
    ];
    for (const [version, minimum, family, is] of atLeast)
        it(`${String(version)} is at least ${minimum} on ${String(family)}: ${is}`, () => {
            equal(words(isPlatformAtLeast(minimum, launcher(version), knowable(family))), is);
        });

    const versions: readonly (readonly [version: Text, is: string])[] = [
        [undefined, "yes"],
        ["LATEST", "yes"],
        ["1.4.0", "yes"],
        ["10.20.30", "yes"],
        ["latest", "?"],
        ["Latest", "?"],
        ["1.4", "?"],
        ["1", "?"],
        ["12.34", "?"],
        ["?", "?"],
        ["1.4.0.0", "no"],
        ["v1.4.0", "no"],
        ["1.4.0-beta", "no"],
        ["1.", "no"],
        ["LATEST ", "no"],
        ["", "no"],
    ];
    for (const [version, is] of versions)
        it(`${String(version)} is one: ${is}`, () => {
            equal(words(isPlatformVersion(launcher(version))), is);
        });
});
