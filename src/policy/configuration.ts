import { closest, distance } from "fastest-levenshtein";
import { oneLine } from "../plan";
import { policyNamed } from "./names";
import type { Level, Policy } from "./policy";
import type { PolicyConfiguration } from "./runner";
import { checkSettings } from "./settings";

export type Configure = (policy: Policy) => PolicyConfiguration;

export interface Configuration {
    readonly configure: Configure;
    /** Where something is wrong, what, and what was expected; then nothing should be checked. */
    readonly problems: readonly string[];
}

export const levels: readonly Level[] = ["advisory", "mandatory", "disabled", "remediate"];
const expectedLevel = `expected ${levels.join(", ")}`;

/** What the file says of one policy, or of all. */
interface Entry {
    readonly level: Level | undefined;
    readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Resolves levels and settings as the engine does for a pack: the policies' own, then the level of
 * `all`, then each policy's entry. What the engine would pass over quietly is a problem here.
 */
export function resolveConfiguration(policies: readonly Policy[], given: unknown): Configuration {
    const problems: string[] = [];
    const entries = entriesOf(given, policies, problems);
    const resolved = new Map<string, PolicyConfiguration>();
    for (const { name, level, settings: schemas = {} } of policies) {
        const entry = entries.get(name);
        const { settings, problems: wrong } = checkSettings(schemas, entry?.settings ?? {});
        problems.push(...wrong.map((problem) => `${name}.${problem}`));
        resolved.set(name, { level: entry?.level ?? entries.get("all")?.level ?? level, settings });
    }
    const configure: Configure = ({ name, level }) => resolved.get(name) ?? { level, settings: {} };
    return { configure, problems };
}

function entriesOf(
    given: unknown,
    policies: readonly Policy[],
    problems: string[],
): ReadonlyMap<string, Entry> {
    const entries = new Map<string, Entry>();
    if (!isObject(given)) {
        problems.push(`this is ${describe(given)}; expected an object with an entry per policy`);
        return entries;
    }
    const settings = new Map(policies.map((each) => [each.name, Object.keys(each.settings ?? {})]));
    const own = (name: string): string => policyNamed(policies, name)?.name ?? name;
    settings.set("all", []);
    for (const [written, value] of Object.entries(given)) {
        // Editors read it.
        if (written === "$schema" && typeof value === "string") continue;
        const name = own(written);
        if (name !== written && Object.hasOwn(given, name)) {
            problems.push(`${written}: this is ${name} now, which has an entry too; expected one`);
            continue;
        }
        const known = settings.get(name);
        if (known === undefined) {
            problems.push(
                `${inShort(name)}: there is no such policy${meant(name, [...settings.keys()])}`,
            );
        } else if (isObject(value)) {
            entries.set(name, entryOf(name, value, known, problems));
        } else if (isLevel(value)) {
            entries.set(name, { level: value, settings: {} });
        } else {
            problems.push(
                `${name}: ${describe(value)} is no level; ${expectedLevel}, or an object`,
            );
        }
    }
    return entries;
}

function entryOf(
    name: string,
    { enforcementLevel: level, ...given }: Readonly<Record<string, unknown>>,
    known: readonly string[],
    problems: string[],
): Entry {
    const isLevelGiven = level !== undefined;
    if (isLevelGiven && !isLevel(level)) {
        problems.push(`${name}.enforcementLevel: ${describe(level)} is no level; ${expectedLevel}`);
    }
    const settings: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(given)) {
        if (known.includes(key)) settings[key] = value;
        else
            problems.push(
                `${name}.${inShort(key)}: there is no such setting${meant(key, ["enforcementLevel", ...known])}`,
            );
    }
    return { level: isLevelGiven && isLevel(level) ? level : undefined, settings };
}

/** Which of the names was probably meant, or all of them. */
function meant(name: string, names: readonly string[]): string {
    const guess = closest(name, names);
    // A guess of which less than half is right is none.
    return distance(name, guess) > name.length / 2
        ? `; expected ${names.length > 1 ? "one of " : ""}${names.join(", ")}`
        : `; expected perhaps ${guess}`;
}

function isLevel(value: unknown): value is Level {
    return (levels as readonly unknown[]).includes(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function inShort(name: string): string {
    if (name.trim() === "") return "(no name)";
    return oneLine(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

function describe(value: unknown): string {
    // What is longer than any level is something else, and not for messages.
    if (typeof value === "string")
        return value.length > 20 ? "a text" : oneLine(JSON.stringify(value));
    if (value === null) return "null";
    return Array.isArray(value)
        ? "a list"
        : typeof value === "object"
          ? "an object"
          : `a ${typeof value}`;
}
