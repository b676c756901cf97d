import { idleExceptions, idleInWords } from "../policy";
import { isChecked, type Report } from "./report";
import type { Terms } from "./terms";

/** What is to be said of a run as a whole; advice, which never blocks. */
export interface Note {
    readonly about: "exception" | "baseline" | "filter";
    /** One line. */
    readonly text: string;
}

/**
 * How many policies were left out, if any were; else exceptions that accept nothing in any file: what is left
 * out, or could not be read, may hold what they are for.
 */
export function notesOf(
    reports: readonly Report[],
    { exceptions, leavesOut }: Terms,
): readonly Note[] {
    if (leavesOut !== undefined) return [{ about: "filter", text: leavesOut }];
    const checked = reports.filter(isChecked);
    if (checked.length < reports.length) return [];
    const told = checked.flatMap(({ findings, accepted }) => [...findings, ...accepted]);
    const used = new Set(told.flatMap((each) => each.exceptions.map(({ place }) => place)));
    const open = checked.flatMap(({ unverified }) => unverified);
    return idleExceptions(exceptions?.all ?? [], used, open).map((each): Note => ({
        about: "exception",
        text: idleInWords(each),
    }));
}
