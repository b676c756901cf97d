import { policies } from "../../policies";
import { resolveConfiguration } from "../policy";
import { filesOf } from "./files";
import { complain, type Io } from "./io";
import { checkFiles } from "./many";
import { overwrites, writeWhole } from "./output";
import { compare } from "./compare";
import { idleNotes } from "./notes";
import { renderers, type Format, type RenderOptions } from "./render";
import { isChecked, nameOf, type Report } from "./report";
import { isFine, termsOf, type Terms, type TermsOptions } from "./terms";

export interface ReportOptions {
    readonly format: Format;
    /** A file to write to, instead of standard output. */
    readonly output?: string | undefined;
    readonly sourceRoot?: string | undefined;
}

/** What findings are compared with, and how they are printed. */
export interface TellOptions extends TermsOptions, ReportOptions {
    /** A file with findings that are known. */
    readonly baseline?: string | undefined;
    /** A file to write those to that are there now. */
    readonly writeBaseline?: string | undefined;
}

export interface CheckOptions extends TellOptions {
    /** How many files are checked at the same time. */
    readonly jobs?: number | undefined;
}

/** Checks files, prints what was found, and returns the exit status. */
export async function check(
    names: readonly string[],
    options: CheckOptions,
    io: Io,
): Promise<number> {
    const { output, sourceRoot } = options;
    const files = await filesOf(names);
    const read = [...files, ...readBy(options)];
    if (await overwritesAny(options, [output], read, io)) return 2;
    const given = await termsOf(options, io);
    if (given === undefined) return 2;
    const terms = { ...given, isDrawn: options.format === "html", sourceRoot };
    const reports = await checkFiles(files, terms, options.jobs, io);
    return tell(reports, terms, options, io);
}

/** The files that say how plans are judged. */
export function readBy({ config, facts = [], exceptions = [], baseline }: TellOptions): string[] {
    return [...facts, ...exceptions].concat(config ?? [], baseline ?? []);
}

/** Whether a file to be written is one that is read, or another that is written; tells so. */
export async function overwritesAny(
    { baseline, writeBaseline }: TellOptions,
    written: readonly (string | undefined)[],
    read: readonly string[],
    io: Io,
): Promise<boolean> {
    for (const file of written) {
        if (await overwrites(file, read.concat(writeBaseline ?? []), io)) return true;
    }
    // A baseline may be written over itself: so it shrinks.
    const others = read.filter((file) => file !== baseline);
    return overwrites(writeBaseline, others, io);
}

/** Prints what was found, and returns the exit status. */
export async function tell(
    reports: readonly Report[],
    terms: Terms,
    options: TellOptions,
    io: Io,
): Promise<number> {
    for (const report of reports) {
        if (!isChecked(report)) complain(io, `${nameOf(report.file)}: ${report.error}`);
    }
    const { configure } = resolveConfiguration(policies, terms.configuration);
    const compared = await compare(reports, options, configure, io);
    if (compared === undefined) return 2;
    const notes = [...idleNotes(compared.reports, terms), ...compared.notes];
    const isCompared = (options.baseline ?? options.writeBaseline) !== undefined;
    const given = { configure, notes, isCompared };
    const isWritten = await print(compared.reports, given, options, io);
    const checked = compared.reports.filter(isChecked);
    if (!isWritten || checked.length < reports.length) return 2;
    return checked.some(({ summary }) => summary.mandatory > 0) ? 1 : 0;
}

/** Prints to where it was asked for; false if that is not possible, which is said. */
async function print(
    reports: readonly Report[],
    given: Pick<RenderOptions, "configure" | "notes" | "isCompared">,
    { format, output, sourceRoot }: ReportOptions,
    io: Io,
): Promise<boolean> {
    const colours = io.colours && output === undefined;
    const text = renderers[format](reports, { ...given, colours, sourceRoot });
    if (output === undefined) {
        io.out(text);
        return true;
    }
    return isFine(output, io, () => writeWhole(output, text));
}
