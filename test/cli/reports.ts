import { policies } from "../../policies";
import type { RenderOptions } from "../../src/cli/render";
import type { CheckedFile, ReportedFinding, ReportedHop, Summary } from "../../src/cli/report";
import { resolveConfiguration } from "../../src/policy";

/* Reports by hand, for what no recorded plan holds. */

export const aSummary: Summary = {
    kind: "preview",
    mandatory: 0,
    advisory: 0,
    unverified: 0,
    withoutFargate: false,
    incomplete: null,
    standIns: null,
    turnedOff: 0,
};

export function aFinding(more: Partial<ReportedFinding> = {}): ReportedFinding {
    return {
        policy: "task-image-pull",
        level: "mandatory",
        severity: "critical",
        urn: "urn:pulumi:dev::web::aws:ecs/service:Service::web",
        type: "aws:ecs/service:Service",
        name: "web",
        message: "first line\n  to the internet: a → b\nfix: change it",
        problem: "first line",
        details: ["to the internet: a → b"],
        codes: [],
        fixes: [[{ edit: "advice", says: "change it", about: { text: "change it" } }]],
        path: [],
        fix: "change it",
        source: "project:///index.ts#15,1",
        component: null,
        ...more,
    };
}

export function aHop(more: Partial<ReportedHop> = {}): ReportedHop {
    return {
        attempt: 0,
        way: "over the internet",
        wayCode: "internet",
        urn: "urn:b",
        kind: "subnet",
        name: "b",
        label: "subnet",
        says: null,
        code: null,
        rule: null,
        source: null,
        ...more,
    };
}

/** A file with findings, whose numbers are theirs. */
export function aReport(
    findings: readonly ReportedFinding[] = [],
    more: Partial<CheckedFile> = {},
): CheckedFile {
    const mandatory = findings.filter(({ level }) => level === "mandatory").length;
    const summary = { ...aSummary, mandatory, advisory: findings.length - mandatory };
    return { file: "a.json", resources: 12, findings, unverified: [], summary, ...more };
}

export function options(more: Partial<RenderOptions> = {}): RenderOptions {
    const { configure } = resolveConfiguration(policies, {});
    return { colours: false, sourceRoot: undefined, configure, ...more };
}
