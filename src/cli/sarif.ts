import { posix } from "node:path";
import type {
    CodeFlow,
    Invocation,
    Location,
    Log,
    Notification,
    ReportingDescriptor,
    Result,
    Suppression,
} from "sarif";
import { policies } from "../../policies";
import { addressOf, inPackage, pageOf, version } from "../files";
import { oneLine, printable } from "../plan";
import { type Level, type Policy } from "../policy";
import { fingerprintVersion } from "./fingerprint";
import { asJson } from "./json";
import type { Note } from "./notes";
import { placeOf, uriOf } from "./place";
import {
    isChecked,
    nameOf,
    type AcceptedFinding,
    type Report,
    type ReportedFinding,
    type ReportedHop,
} from "./report";
import type { RenderOptions } from "./render";
import { turnedOff } from "./words";
import { worstAccepted, worstFindings, type FileFinding } from "./worst";

/**
 * SARIF 2.1.0, as GitHub's code scanning and others read it. All files are one run: GitHub takes one
 * run of a tool at a time.
 */
export function renderSarif(
    reports: readonly Report[],
    { sourceRoot, notes, isCompared }: Pick<RenderOptions, "sourceRoot" | "notes" | "isCompared">,
): string {
    const folder = new Folder(sourceRoot);
    const home = addressOf();
    const log: Log = {
        $schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [
            {
                tool: {
                    driver: {
                        name: "fargate-preflight",
                        version: version(),
                        ...(home === undefined ? {} : { informationUri: home }),
                        rules: policies.map(rule),
                    },
                },
                invocations: [invocation(reports, notes)],
                originalUriBaseIds: { [folder.base]: { description: { text: folder.what } } },
                columnKind: "utf16CodeUnits",
                results: [
                    ...worstFindings(reports).map((found) => result(found, folder, isCompared)),
                    ...worstAccepted(reports).map((found) => accepted(found, folder)),
                ],
            },
        ],
    };
    return asJson(log);
}

function rule(policy: Policy): ReportingDescriptor {
    const { name, description, why, fix, turnOff, severity, level } = policy;
    const page = pageOf(policy);
    const address = addressOf(page);
    const more = "More, with examples";
    const named = `${more}: ${inPackage(page)}`;
    return {
        id: name,
        shortDescription: { text: description },
        fullDescription: { text: why },
        help: {
            text: `${why}\n\nHow to fix it: ${fix}\n\nWhen to turn it off: ${turnOff}\n\n${named}`,
            markdown: `${description}\n\n${why}\n\n## How to fix it\n\n${fix}\n\n## When to turn it off\n\n${turnOff}\n\n${address === undefined ? named : `[${more}](${address})`}`,
        },
        ...(address === undefined ? {} : { helpUri: address }),
        defaultConfiguration: { level: sarifLevel(level), enabled: level !== "disabled" },
        properties: {
            tags: ["aws", "ecs", "fargate", "network"],
            // A violation holds whatever the unknown values turn out to be, but for what its message assumes.
            precision: "very-high",
            "problem.severity": sarifLevel(level),
            severity,
        },
    };
}

function sarifLevel(level: Level): "error" | "warning" {
    return level === "mandatory" || level === "remediate" ? "error" : "warning";
}

/**
 * A file that could not be checked makes the run unsuccessful. GitHub then refuses all of it, which is
 * better than taking the file's old findings for mended.
 */
function invocation(reports: readonly Report[], notes: readonly Note[]): Invocation {
    const notifications = reports.flatMap((report): Notification[] => {
        const say = (level: Notification.level, text: string): Notification[] => [
            { level, message: { text: literal(`${nameOf(report.file)}: ${text}`) } },
        ];
        if (!isChecked(report)) return say("error", report.error);
        const { incomplete } = report.summary;
        const off = turnedOff(report.summary);
        return [
            ...(incomplete === null ? [] : say("warning", incomplete)),
            ...(off === undefined ? [] : say("note", off)),
        ];
    });
    return {
        executionSuccessful: reports.every(isChecked),
        toolExecutionNotifications: [
            ...notifications,
            ...notes.map(({ text }): Notification => ({
                level: "note",
                message: { text: literal(text) },
            })),
        ],
    };
}

/** What does not block: suppressed by an exception, or as old as the baseline. */
function accepted(found: FileFinding<AcceptedFinding>, folder: Folder): Result {
    const { by, exceptions } = found.finding;
    const whole = result(found, folder, false);
    if (by === "baseline") return { ...whole, baselineState: "unchanged" };
    const suppressions = exceptions.map(({ place, reason, owner, until }): Suppression => ({
        kind: "external",
        status: "accepted",
        justification: literal(reason),
        properties: { place, owner, until },
    }));
    return { ...whole, suppressions };
}

function result({ file, finding }: FileFinding, folder: Folder, isCompared: boolean): Result {
    const { policy, level, severity, message, codes, path, fingerprint } = finding;
    return {
        ruleId: policy,
        ruleIndex: policies.findIndex(({ name }) => name === policy),
        level: sarifLevel(level),
        message: { text: literal(message) },
        locations: [folder.locate(finding)],
        // The second name is the one that GitHub knows; it would otherwise take the line's text, and
        // resources that one line makes would be one alert.
        partialFingerprints: {
            [`policyResourceAndCause/v${String(fingerprintVersion)}`]: fingerprint,
            primaryLocationLineHash: fingerprint,
        },
        ...(isCompared ? { baselineState: "new" as const } : {}),
        ...(path.length === 0 ? {} : { codeFlows: codeFlows(path, folder) }),
        properties: { severity, plan: nameOf(file.file), codes: [...codes] },
    };
}

/** Each way that was tried, hop by hop. */
function codeFlows(path: readonly ReportedHop[], folder: Folder): CodeFlow[] {
    const attempts = [...new Set(path.map(({ attempt }) => attempt))];
    return attempts.map((attempt) => {
        const hops = path.filter((hop) => hop.attempt === attempt);
        return {
            message: { text: literal(hops[0]?.way ?? "") },
            threadFlows: [
                {
                    locations: hops.map((hop) => {
                        const { label, name, says } = hop;
                        const text = `${label} ${name}${says === null ? "" : `: ${says}`}`;
                        return {
                            location: { ...folder.locate(hop), message: { text: literal(text) } },
                        };
                    }),
                },
            ],
        };
    });
}

/** What stands somewhere: a finding, or a hop. */
type Located = Pick<ReportedHop, "urn" | "name" | "source"> &
    Partial<Pick<ReportedFinding, "component">>;

/** Where the program's files are, as far as it was told. */
class Folder {
    /** What paths are relative to. */
    readonly base: string;
    readonly what: string;

    constructor(private readonly root: string | undefined) {
        [this.base, this.what] =
            root === undefined
                ? ["PROJECTROOT", "The folder of the Pulumi project."]
                : ["%SRCROOT%", "The root of the repository."];
    }

    /** GitHub drops a result without a file and a line: if the plan tells none, it is at the project's own file. */
    locate({ urn, name, source, component = null }: Located): Location {
        const place = placeOf(source, this.root);
        const path = place?.path ?? posix.join(this.root ?? "", "Pulumi.yaml");
        const line = place?.line ?? 1;
        const column = place?.line === undefined ? undefined : place.column;
        return {
            physicalLocation: {
                artifactLocation: { uri: uriOf(path), uriBaseId: this.base },
                region: {
                    startLine: line,
                    ...(column === undefined ? {} : { startColumn: column }),
                },
            },
            logicalLocations: [
                { name: oneLine(name), fullyQualifiedName: urn, kind: "resource" },
                ...(component === null ? [] : [{ name: oneLine(component), kind: "component" }]),
            ],
        };
    }
}

/** Names may look like what SARIF replaces in a message (`{0}`), or takes for a link (`[a](1)`). */
function literal(text: string): string {
    return printable(text)
        .replace(/\{(\d+)\}/g, "{{$1}}")
        .replaceAll("](", "\\](");
}
