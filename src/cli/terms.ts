import { policies } from "../../policies";
import { InputError, loadFacts } from "../files";
import { problemsIn } from "../plan";
import {
    exceptionsSchema,
    joinExceptions,
    readExceptions,
    resolveConfiguration,
    settingsOf,
    type GivenExceptions,
    type GivenFacts,
    type Settings,
} from "../policy";
import { findConfiguration } from "./configuration-file";
import { complain, type Io } from "./io";
import { readDocument } from "./read";
import { nameOf } from "./report";
import { select, type Selection } from "./selection";

/** What files are read and judged with: plain, for it is sent to other threads. */
export interface Terms {
    /** The configuration as it was given, without problems. */
    readonly configuration: unknown;
    readonly facts?: GivenFacts | undefined;
    readonly exceptions?: GivenExceptions;
    /** The configuration that was found, and not named. */
    readonly foundAt?: string | undefined;
    /** In words, which of the policies that are on are not asked. */
    readonly leavesOut?: string | undefined;
    /** Reports hold where in this program a bug shows itself. */
    readonly isDebugged?: boolean;
    /** The reports hold a map, for a format that draws it. */
    readonly isDrawn?: boolean;
    /** The folder of the Pulumi project in its repository. */
    readonly sourceRoot?: string | undefined;
}

export interface TermsOptions extends Selection {
    readonly config?: string | undefined;
    /** Files with facts about what exists outside the plans. */
    readonly facts?: readonly string[] | undefined;
    /** Files with exceptions, beside those of the configuration. */
    readonly exceptions?: readonly string[] | undefined;
    readonly debug?: boolean | undefined;
    /** Throws an InputError on settings that reach further than whoever asks may. */
    readonly admit?: (settings: Settings) => void;
}

export const aConfiguration = 'a JSON object such as {"task-image-pull": "advisory"}';

/**
 * What the files are checked with, or nothing if something is wrong with it, which is said.
 *
 * @param plans files, beside which a configuration may lie; by default the current folder is meant
 */
export async function termsOf(
    options: TermsOptions,
    io: Io,
    plans: readonly string[] = ["-"],
): Promise<Terms | undefined> {
    const { facts, exceptions: files = [], debug = false, admit, ...selection } = options;
    const now = (io.now ?? (() => new Date()))();
    let { config } = options;
    let configuration: unknown = {};
    const isFound =
        config !== undefined ||
        (await isFine("configuration", io, () => {
            config = findConfiguration(plans);
            return Promise.resolve();
        }));
    if (!isFound) return undefined;
    const foundAt = options.config === undefined ? config : undefined;
    const isRead =
        config === undefined ||
        (await isFine(config, io, async () => {
            configuration = await readDocument(config ?? "", aConfiguration, io);
            // A template that slipped must not undo a strict configuration.
            if (configuration === undefined) {
                throw new InputError(`there is nothing in it; expected ${aConfiguration}`);
            }
        }));
    if (!isRead) return undefined;
    const { configure, problems } = resolveConfiguration(policies, configuration);
    for (const problem of problems) complain(io, `${nameOf(config ?? "")}: ${problem}`);
    if (problems.length > 0) return undefined;
    const selected = select(configuration, configure, selection);
    if ("problem" in selected) {
        complain(io, selected.problem);
        return undefined;
    }
    const settings = settingsOf(policies, configure);
    const isAdmitted = await isFine(config ?? "", io, () => Promise.resolve(admit?.(settings)));
    if (!isAdmitted) return undefined;
    const given = loadFacts(settings, facts, now);
    const exceptions = await exceptionsOf(settings, files, now, io);
    const wrong = [...(given?.problems ?? []), ...(exceptions?.problems ?? [])];
    for (const problem of wrong) {
        // What names no file of its own stands in the configuration.
        const where = problem.startsWith(inSettings) ? `${nameOf(config ?? "")}: ` : "";
        complain(io, `${where}${problem}`);
    }
    return wrong.length > 0 || exceptions === undefined
        ? undefined
        : { ...selected, facts: given, exceptions, foundAt, isDebugged: debug };
}

/** Where the settings of the whole pack stand in a configuration. */
const inSettings = "preflight-settings.";

export const someExceptions =
    '{"exceptions": [...]}, each with a reason, as docs/exceptions.md in the package says';

/** The exceptions of the configuration, and of files; nothing if one cannot be read, which is said. */
async function exceptionsOf(
    settings: Settings,
    files: readonly string[],
    now: Date,
    io: Io,
): Promise<GivenExceptions | undefined> {
    const given = [readExceptions(settings.exceptions, inSettings, policies, now)];
    for (const file of files) {
        const isRead = await isFine(file, io, async () => {
            const list = exceptionsIn(await readDocument(file, someExceptions, io));
            given.push(readExceptions(list, `${nameOf(file)}: `, policies, now));
        });
        if (!isRead) return undefined;
    }
    return joinExceptions(...given);
}

function exceptionsIn(given: unknown): unknown {
    if (given === undefined || given === null) {
        throw new InputError(`there is nothing in it; expected ${someExceptions}`);
    }
    const [first] = problemsIn(given, fileSchema, {});
    if (first !== undefined) throw new InputError(`${first}; expected ${someExceptions}`);
    return (given as { readonly exceptions: unknown }).exceptions;
}

/** What is in the list is told one by one. */
const fileSchema = {
    ...exceptionsSchema,
    properties: { ...exceptionsSchema.properties, exceptions: { type: "array" } },
};

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
