import type { PlanKind } from "../plan";
import { isChecked, type Report, type Summary } from "./report";

/** What a file is, as people made it. */
export const kinds: Readonly<Record<PlanKind, string>> = {
    preview: "pulumi preview",
    export: "pulumi stack export",
    recording: "recording",
};

export function count(number: number, thing: string): string {
    return `${String(number)} ${thing}${number === 1 ? "" : "s"}`;
}

/** The open questions and what was not asked, behind other numbers; nothing if there is neither. */
export function unanswered(summary: Summary): string {
    const { unverified } = summary;
    const open = unverified === 0 ? "" : `; ${count(unverified, "check")} could not be answered`;
    return `${open}${off(summary)}`;
}

function off(summary: Summary): string {
    const said = turnedOff(summary);
    return said === undefined ? "" : `; ${said}`;
}

/** That the configuration turns policies off, if it does. */
export function turnedOff({ turnedOff: number }: Summary): string | undefined {
    if (number === 0) return undefined;
    return `${number === 1 ? "1 policy is" : `${String(number)} policies are`} turned off`;
}

/** What became of several files, in one line. */
export function total(reports: readonly Report[]): string {
    const checked = reports.filter(isChecked);
    const violating = checked.filter(({ summary }) => summary.mandatory > 0).length;
    const unreadable = reports.length - checked.length;
    // All are checked with one configuration.
    const [first] = checked;
    const numbers = [
        `${count(reports.length, "file")}: ${String(checked.length - violating)} without mandatory violations`,
        `${String(violating)} with`,
        ...(unreadable === 0 ? [] : [`${String(unreadable)} could not be checked`]),
    ].join(", ");
    return `${numbers}${first === undefined ? "" : off(first.summary)}`;
}
