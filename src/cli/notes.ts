import { idleExceptions, idleText } from "../policy";
import { isChecked, type Report } from "./report";
import type { Terms } from "./terms";

/** What is to be said of a run as a whole; advice, which never blocks. */
export interface Note {
    readonly about: "exception" | "baseline";
    /** One line. */
    readonly text: string;
}

/** Exceptions that accept nothing in any file. What could not be read may hold what they are for. */
export function idleNotes(reports: readonly Report[], { exceptions }: Terms): readonly Note[] {
    const checked = reports.filter(isChecked);
    if (checked.length < reports.length) return [];
    const told = checked.flatMap(({ findings, accepted }) => [...findings, ...accepted]);
    const used = new Set(told.flatMap((each) => each.exceptions.map(({ place }) => place)));
    const open = checked.flatMap(({ unverified }) => unverified);
    return idleExceptions(exceptions?.all ?? [], used, open).map((each): Note => ({
        about: "exception",
        text: idleText(each),
    }));
}
