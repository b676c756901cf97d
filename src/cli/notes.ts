import { oneLine } from "../plan";
import { idleExceptions, idleText } from "../policy";
import { isChecked, type Report } from "./report";
import type { Terms } from "./terms";

/** What is to be said of a run as a whole; advice, which never blocks. */
export interface Note {
    readonly about: "configuration" | "exception" | "baseline" | "filter";
    /** One line. */
    readonly text: string;
}

/**
 * Which configuration was found, and how many policies were left out, if any were; else exceptions that accept
 * nothing in any file: what is left out, or could not be read, may hold what they are for.
 */
export function notesOf(
    reports: readonly Report[],
    { exceptions, leavesOut, foundAt }: Terms,
): readonly Note[] {
    const found = foundNotes(foundAt);
    if (leavesOut !== undefined) return [...found, { about: "filter", text: leavesOut }];
    return [...found, ...idleNotes(reports, exceptions)];
}

/** That a configuration was found: nobody named it. */
export function foundNotes(file: string | undefined): readonly Note[] {
    if (file === undefined) return [];
    return [{ about: "configuration", text: oneLine(`levels and settings are those of ${file}`) }];
}

function idleNotes(reports: readonly Report[], exceptions: Terms["exceptions"]): readonly Note[] {
    const checked = reports.filter(isChecked);
    if (checked.length < reports.length) return [];
    const told = checked.flatMap(({ findings, accepted }) => [...findings, ...accepted]);
    const used = new Set(told.flatMap((each) => each.exceptions.map(({ place }) => place)));
    const open = checked.flatMap(({ unverified }) => unverified);
    const hidden = checked
        .filter(({ summary }) => summary.incomplete !== null)
        .map(({ stack }) => {
            const [project = "", name = ""] = stack?.split("/") ?? [];
            return stack === null ? undefined : { project, stack: name };
        });
    return idleExceptions(exceptions?.all ?? [], used, open, hidden).map((each): Note => ({
        about: "exception",
        text: idleText(each),
    }));
}
