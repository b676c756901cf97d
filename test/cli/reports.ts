import { policies } from "../../policies";
import type { RenderOptions } from "../../src/cli/render";
import {
    counted,
    type AcceptedFinding,
    type CheckedFile,
    type ReportedFinding,
    type ReportedHop,
    type Summary,
} from "../../src/cli/report";
import { resolveConfiguration } from "../../src/policy";

/* Reports by hand, for what no recorded plan holds. */

export const aSummary: Summary = {
    kind: "preview",
    mandatory: 0,
    advisory: 0,
    excepted: 0,
    inBaseline: 0,
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
        causes: [],
        path: [],
        fix: "change it",
        source: "project:///index.ts#15,1",
        component: null,
        fingerprint: "0123456789abcdef0123456789abcdef:1",
        exceptions: [],
        isOfCheck: false,
        ...more,
    };
}

/** One that an exception accepts. */
export function anAccepted(more: Partial<AcceptedFinding> = {}): AcceptedFinding {
    const exception = {
        place: "exceptions.yaml: exceptions[0]",
        reason: "the registry moves in January",
        owner: "the platform team",
        until: "2026-12-31",
    };
    return { ...aFinding(), by: "exception", exceptions: [exception], ...more };
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
    const report = {
        file: "a.json",
        stack: "web/dev",
        resources: 12,
        findings,
        accepted: [],
        unverified: [],
        summary: aSummary,
    };
    return { ...counted({ ...report, ...more }), ...more };
}

export function options(more: Partial<RenderOptions> = {}): RenderOptions {
    const { configure } = resolveConfiguration(policies, {});
    const none = { notes: [], isCompared: false };
    return { colours: false, sourceRoot: undefined, configure, ...none, ...more };
}
