import { policies } from "../../policies";
import { oneLine } from "../plan";
import { resolveConfiguration } from "../policy";
import { tellBugs, withoutBugs } from "./bugs";
import { fails, type FailOn } from "./fail-on";
import { filesOf } from "./files";
import { complain, ioWith, type Io } from "./io";
import { checkFiles } from "./many";
import { overwrites, writeWhole } from "./output";
import { compare } from "./compare";
import { notesOf } from "./notes";
import { renderers, type Format, type RenderOptions } from "./render";
import { isChecked, nameOf, type Report } from "./report";
import { checksNothing } from "./selection";
import { renderSummary } from "./text";
import { isFine, termsOf, type Terms, type TermsOptions } from "./terms";

export interface ReportOptions {
    readonly format: Format;
    /** A file to write to, instead of standard output. */
    readonly output?: string | undefined;
    readonly sourceRoot?: string | undefined;
    /** Only what fails is printed, and no summary of what goes into a file. */
    readonly isQuiet?: boolean;
}

/** What findings are compared with, and how they are printed. */
export interface TellOptions extends TermsOptions, ReportOptions {
    /** A file with findings that are known. */
    readonly baseline?: string | undefined;
    /** A file to write those to that are there now. */
    readonly writeBaseline?: string | undefined;
    /** What makes the exit status 1. */
    readonly failOn: FailOn;
}

export interface CheckOptions extends TellOptions {
    /** How many files are checked at the same time. */
    readonly jobs?: number | undefined;
    readonly quiet?: boolean | undefined;
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
    const given = await termsOf(options, io, files);
    if (given === undefined) return 2;
    const terms = { ...given, isDrawn: options.format === "html", sourceRoot };
    const isQuiet = options.quiet === true;
    const seen = isQuiet ? ioWith(io, { isWatched: false }) : io;
    const reports = await checkFiles(files, terms, options.jobs, seen);
    return tell(reports, terms, { ...options, isQuiet }, io);
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
    tellBugs(reports, io);
    const { configure } = resolveConfiguration(policies, terms.configuration);
    if (checksNothing(configure)) {
        complain(io, "nothing was checked: the configuration turns off every policy that would");
    }
    const compared = await compare(reports.map(withoutBugs), options, { configure, ...terms }, io);
    if (compared === undefined) return 2;
    const notes = [...notesOf(compared.reports, terms), ...compared.notes];
    const isCompared = (options.baseline ?? options.writeBaseline) !== undefined;
    const given = { configure, notes, isCompared };
    const isWritten = await print(compared.reports, given, options, io);
    const checked = compared.reports.filter(isChecked);
    if (!isWritten || checked.length < reports.length) return 2;
    return checked.some((each) => fails(each, options.failOn)) ? 1 : 0;
}

/** Prints to where it was asked for; false if that is not possible, which is said. */
async function print(
    reports: readonly Report[],
    given: Pick<RenderOptions, "configure" | "notes" | "isCompared">,
    {
        format,
        output,
        sourceRoot,
        isQuiet = false,
        failOn,
    }: ReportOptions & Pick<TellOptions, "failOn">,
    io: Io,
): Promise<boolean> {
    const { colours, columns } = io;
    // With nothing that fails, what is mandatory is what people look for.
    const only = isQuiet ? (failOn === "never" ? "mandatory" : failOn) : undefined;
    const notes = isQuiet ? given.notes.filter(({ about }) => about === "filter") : given.notes;
    const text = renderers[format](reports, {
        ...given,
        ...(format === "text" ? { only, notes } : {}),
        ...(output === undefined ? { colours, columns } : { colours: false }),
        sourceRoot,
    });
    if (output === undefined) {
        io.out(text);
        return true;
    }
    const isWritten = await isFine(output, io, () => writeWhole(output, text));
    if (isWritten && columns !== undefined && !isQuiet) {
        io.out(renderSummary(reports, { colours, columns, notes: given.notes }));
        io.out(`${oneLine(`${output}: written (${format})`)}\n`);
    }
    return isWritten;
}
