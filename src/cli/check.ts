import { policies } from "../../policies";
import { resolveConfiguration } from "../policy";
import { filesOf } from "./files";
import { complain, type Io } from "./io";
import { checkFiles } from "./many";
import { overwrites, writeWhole } from "./output";
import { renderers, type Format } from "./render";
import { isChecked, nameOf, type Report } from "./report";
import { isFine, termsOf, type Terms, type TermsOptions } from "./terms";

export interface CheckOptions extends TermsOptions {
    readonly format: Format;
    /** A file to write to, instead of standard output. */
    readonly output?: string | undefined;
    readonly sourceRoot?: string | undefined;
    /** How many files are checked at the same time. */
    readonly jobs?: number | undefined;
}

/** Checks files, prints what was found, and returns the exit status. */
export async function check(
    names: readonly string[],
    options: CheckOptions,
    io: Io,
): Promise<number> {
    const { config = [], facts = [], output, sourceRoot } = options;
    const files = await filesOf(names);
    if (await overwrites(output, [...files, ...facts].concat(config), io)) return 2;
    const given = await termsOf(options, io);
    if (given === undefined) return 2;
    const terms = { ...given, isDrawn: options.format === "html", sourceRoot };
    const reports = await checkFiles(files, terms, options.jobs, io);
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
