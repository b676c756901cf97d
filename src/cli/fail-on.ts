import { policies } from "../../policies";
import type { CheckedFile, ReportedFinding } from "./report";

/** What makes the exit status 1; each but the last takes more than the one before. */
export const failOns = ["mandatory", "advisory", "unknown", "never"] as const;

export type FailOn = (typeof failOns)[number];

const ofOpenQuestions = new Set(
    policies.filter(({ kind }) => kind === "unverified").map(({ name }) => name),
);

/** Whether a finding makes the exit status 1. */
export function blocks({ level, policy }: ReportedFinding, failOn: FailOn): boolean {
    switch (failOn) {
        case "never":
            return false;
        case "mandatory":
            return level === "mandatory";
        case "advisory":
            return level === "mandatory" || !ofOpenQuestions.has(policy);
        case "unknown":
            return true;
    }
}

/** Whether anything that was found in a file does. */
export function fails({ findings, summary }: CheckedFile, failOn: FailOn): boolean {
    return (
        findings.some((each) => blocks(each, failOn)) ||
        (failOn === "unknown" && summary.unverified > 0)
    );
}
