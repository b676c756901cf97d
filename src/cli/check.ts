import { policies } from "../../policies";
import { resolveConfiguration } from "../policy";
import type { Terms } from "./checker";
import { filesOf } from "./files";
import { complain, InputError, type Io } from "./io";
import { checkFiles } from "./many";
import { writeWhole } from "./output";
import { readJson } from "./read";
import { renderers, type Format } from "./render";
import { isChecked, nameOf, type Report } from "./report";

export interface CheckOptions {
    readonly config?: string | undefined;
    readonly format: Format;
    /** A file to write to, instead of standard output. */
    readonly output?: string | undefined;
    readonly sourceRoot?: string | undefined;
    /** How many files are checked at the same time. */
    readonly jobs?: number | undefined;
}

const aConfiguration = 'a JSON object such as {"task-image-pull": "advisory"}';

/** Checks files, prints what was found, and returns the exit status. */
export async function check(
    names: readonly string[],
    options: CheckOptions,
    io: Io,
): Promise<number> {
    const terms = await termsOf(options.config, io);
    if (terms === undefined) return 2;
    const reports = await checkFiles(await filesOf(names), terms, options.jobs, io);
    for (const report of reports) {
        if (!isChecked(report)) complain(io, `${nameOf(report.file)}: ${report.error}`);
    }
    const isWritten = await print(reports, terms, options, io);
    const checked = reports.filter(isChecked);
    if (!isWritten || checked.length < reports.length) return 2;
    return checked.some(({ summary }) => summary.mandatory > 0) ? 1 : 0;
}

/** Prints to where it was asked for; false if that is not possible, which is said. */
async function print(
    reports: readonly Report[],
    { configuration }: Terms,
    { format, output, sourceRoot }: CheckOptions,
    io: Io,
): Promise<boolean> {
    const { configure } = resolveConfiguration(policies, configuration);
    const colours = io.colours && output === undefined;
    const text = renderers[format](reports, { colours, sourceRoot, configure });
    if (output === undefined) {
        io.out(text);
        return true;
    }
    return isFine(output, io, () => writeWhole(output, text));
}

/** What the files are checked with, or nothing if something is wrong with it, which is said. */
async function termsOf(file: string | undefined, io: Io): Promise<Terms | undefined> {
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
async function isFine(file: string, io: Io, act: () => Promise<void>): Promise<boolean> {
    try {
        await act();
        return true;
    } catch (error) {
        if (!(error instanceof InputError)) throw error;
        complain(io, `${nameOf(file)}: ${error.message}`);
        return false;
    }
}
