import { factInterest } from "../network";
import { conflictsOf, readFacts, type FactsFile, type NamedFacts } from "../plan";
import type { GivenFacts, Settings } from "../policy";
import { readBytes } from "./bytes";
import { InputError, jsonIn } from "./json";

/** Facts that are given by the setting `facts`, and in more files. What is wrong with one is told, and it is not used. */
export function loadFacts(
    { facts: given = [] }: Settings,
    more: readonly string[] = [],
    now = new Date(),
): GivenFacts | undefined {
    const all: unknown[] = [...(Array.isArray(given) ? (given as unknown[]) : []), ...more];
    if (all.length === 0) return undefined;
    const files: NamedFacts[] = [];
    const problems: string[] = [];
    for (const [i, one] of all.entries()) {
        const path = typeof one === "string" && !isJson(one) ? one : undefined;
        const name = path ?? `facts[${String(i)}]`;
        const read = factsIn(one);
        if ("problems" in read) {
            const where = path ?? `preflight-settings.${name}`;
            problems.push(...read.problems.map((problem) => `${where}: ${problem}`));
            continue;
        }
        const conflicts = conflictsOf([...files, { name, facts: read.facts }]);
        if (conflicts.length === 0) files.push({ name, facts: read.facts });
        problems.push(...conflicts);
    }
    // What is told in a bad file may be what another seems to lack.
    return { files: problems.length > 0 ? files.map(withoutWhole) : files, problems, now };
}

function withoutWhole({ name, facts }: NamedFacts): NamedFacts {
    return { name, facts: { ...facts, completeFor: [] } };
}

function factsIn(
    given: unknown,
): { readonly facts: FactsFile } | { readonly problems: readonly string[] } {
    try {
        return readFacts(typeof given === "string" ? readJson(given) : given, factInterest);
    } catch (error) {
        if (!(error instanceof InputError)) throw error;
        return { problems: [error.message] };
    }
}

/** Facts as text, where a path is expected, are no name of a file: their content is not for messages. */
function isJson(text: string): boolean {
    return /^\s*[[{]/.test(text);
}

const expected = "facts, as `npx --no-install fargate-preflight snapshot` writes them";

function readJson(file: string): unknown {
    if (isJson(file))
        throw new InputError("this is text; expected a path, or the facts as an object");
    const json = jsonIn(readBytes(file, expected), expected);
    if (json === undefined) throw new InputError(`there is nothing in it; expected ${expected}`);
    return json;
}
