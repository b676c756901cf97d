import type { PlanKind } from "../plan";
import { exceptionText } from "../policy";
import { isChecked, type AcceptedFinding, type Report, type Summary } from "./report";

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

export function count(number: number, thing: string, things = `${thing}s`): string {
    return `${String(number)} ${number === 1 ? thing : things}`;
}

/** What is accepted, the open questions, and what was not asked, behind other numbers; nothing if there is none. */
export function unanswered(summary: Summary): string {
    const { unverified } = summary;
    const accepted = acceptedOf(summary).map((each) => `; ${each}`);
    const open = unverified === 0 ? "" : `; ${count(unverified, "check")} could not be answered`;
    return `${accepted.join("")}${open}${off(summary)}`;
}

/** How much is accepted, and by what. */
export function acceptedOf({
    excepted,
    inBaseline,
}: Pick<Summary, "excepted" | "inBaseline">): readonly string[] {
    return [
        ...(excepted === 0 ? [] : [`${String(excepted)} excepted`]),
        ...(inBaseline === 0 ? [] : [`${String(inBaseline)} in the baseline`]),
    ];
}

/** Why a finding is accepted; one line. */
export function whyAccepted({ by, exceptions }: AcceptedFinding): string {
    if (by === "baseline") return "in the baseline";
    return exceptions
        .map(({ reason, owner, until }) => {
            const told = {
                reason,
                ...(owner === null ? {} : { owner }),
                ...(until === null ? {} : { until }),
            };
            return exceptionText(told);
        })
        .join("; ");
}

function off(summary: Summary): string {
    const said = turnedOff(summary);
    return said === undefined ? "" : `; ${said}`;
}

/** That the configuration turns policies off, if it does. */
export function turnedOff({ turnedOff: number }: Summary): string | undefined {
    if (number === 0) return undefined;
    return `${count(number, "policy is", "policies are")} turned off`;
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
    const sum = (of: "excepted" | "inBaseline"): number =>
        checked.reduce((all, { summary }) => all + summary[of], 0);
    const accepted = acceptedOf({ excepted: sum("excepted"), inBaseline: sum("inBaseline") });
    const told = accepted.map((each) => `; ${each}`).join("");
    return `${numbers}${told}${first === undefined ? "" : off(first.summary)}`;
}
