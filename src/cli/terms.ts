import { policies } from "../../policies";
import { resolveConfiguration } from "../policy";
import { complain, InputError, type Io } from "./io";
import { readJson } from "./read";
import { nameOf } from "./report";

/** What files are read and judged with: plain, for it is sent to other threads. */
export interface Terms {
    /** The configuration as it was given, without problems. */
    readonly configuration: unknown;
}

const aConfiguration = 'a JSON object such as {"task-image-pull": "advisory"}';

/** What the files are checked with, or nothing if something is wrong with it, which is said. */
export async function termsOf(file: string | undefined, io: Io): Promise<Terms | undefined> {
    if (file === undefined) return { configuration: {} };
    let configuration: unknown;
    const isRead = await isFine(file, io, async () => {
        // As for the engine, an empty file is no configuration.
        configuration = (await readJson(file, aConfiguration, io)) ?? {};
    });
    if (!isRead) return undefined;
    const { problems } = resolveConfiguration(policies, configuration);
    for (const problem of problems) complain(io, `${nameOf(file)}: ${problem}`);
    return problems.length === 0 ? { configuration } : undefined;
}

/** Does something with a file; false if that is not possible, which is said. */
export async function isFine(file: string, io: Io, act: () => Promise<void>): Promise<boolean> {
    try {
        await act();
        return true;
    } catch (error) {
        if (!(error instanceof InputError)) throw error;
        complain(io, `${nameOf(file)}: ${error.message}`);
        return false;
    }
}
