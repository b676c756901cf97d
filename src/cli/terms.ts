import { policies } from "../../policies";
import { InputError, loadFacts } from "../files";
import { resolveConfiguration, settingsOf, type GivenFacts } from "../policy";
import { complain, type Io } from "./io";
import { readJson } from "./read";
import { nameOf } from "./report";

/** What files are read and judged with: plain, for it is sent to other threads. */
export interface Terms {
    /** The configuration as it was given, without problems. */
    readonly configuration: unknown;
    readonly facts?: GivenFacts | undefined;
    /** The reports hold a map, for a format that draws it. */
    readonly isDrawn?: boolean;
    /** The folder of the Pulumi project in its repository. */
    readonly sourceRoot?: string | undefined;
}

export interface TermsOptions {
    readonly config?: string | undefined;
    /** Files with facts about what exists outside the plans. */
    readonly facts?: readonly string[] | undefined;
}

const aConfiguration = 'a JSON object such as {"task-image-pull": "advisory"}';

/** What the files are checked with, or nothing if something is wrong with it, which is said. */
export async function termsOf({ config, facts }: TermsOptions, io: Io): Promise<Terms | undefined> {
    let configuration: unknown = {};
    const isRead =
        config === undefined ||
        (await isFine(config, io, async () => {
            configuration = await readJson(config, aConfiguration, io);
            // A template that slipped must not undo a strict configuration.
            if (configuration === undefined) {
                throw new InputError(`there is nothing in it; expected ${aConfiguration}`);
            }
        }));
    if (!isRead) return undefined;
    const { configure, problems } = resolveConfiguration(policies, configuration);
    for (const problem of problems) complain(io, `${nameOf(config ?? "")}: ${problem}`);
    if (problems.length > 0) return undefined;
    const settings = settingsOf(policies, configure);
    const given = loadFacts(settings, facts);
    for (const problem of given?.problems ?? []) complain(io, problem);
    return (given?.problems ?? []).length === 0 ? { configuration, facts: given } : undefined;
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
