import type { PlanKind } from "../plan";
import { isChecked, type Report, type Summary } from "./report";

/** What a file is, as people made it. */
const kinds: Readonly<Record<PlanKind, string>> = {
    preview: "pulumi preview",
    export: "pulumi stack export",
    recording: "recording",
    rehearsal: "rehearsed preview",
};

/** What a plan is, and how much is in it. */
export function planInWords({ kind, standIns }: Summary, resources: number): string {
    return [
        kinds[kind],
        count(resources, "resource"),
        ...(standIns === null ? [] : [`${count(standIns, "value")} made up for it`]),
    ].join(", ");
}

export function count(number: number, thing: string): string {
    return `${String(number)} ${thing}${number === 1 ? "" : "s"}`;
}

/** The open questions, behind other numbers; nothing if there are none. */
export function unanswered({ unverified }: Summary): string {
    return unverified === 0 ? "" : `; ${count(unverified, "check")} could not be answered`;
}

/** What became of several files, in one line. */
export function total(reports: readonly Report[]): string {
    const checked = reports.filter(isChecked);
    const violating = checked.filter(({ summary }) => summary.mandatory > 0).length;
    const unreadable = reports.length - checked.length;
    return [
        `${count(reports.length, "file")}: ${String(checked.length - violating)} without mandatory violations`,
        `${String(violating)} with`,
        ...(unreadable === 0 ? [] : [`${String(unreadable)} could not be checked`]),
    ].join(", ");
}
