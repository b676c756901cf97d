import { sep } from "node:path";
import { packageFolder, version } from "../files";
import { oneLine } from "../plan";
import type { Io } from "./io";
import type { Report } from "./report";

/** How much of a stack is told. */
const mostFrames = 15;

/**
 * Where a bug showed itself: the error's name, and the places in this package, or in Node, that led there. The
 * error's message may quote a plan, and paths of the machine tell of its owner: neither is in it.
 */
export function framesOf(error: unknown): string {
    if (!(error instanceof Error)) return typeof error;
    const frames = (error.stack ?? "")
        .split("\n")
        .flatMap((line) => /^\s+at (.+)$/.exec(line)?.[1] ?? [])
        .map((place) => place.replaceAll(`${packageFolder}${sep}`, ""))
        // What lies elsewhere is named by its file alone.
        .map((place) => place.replace(/(?<=^|\()(?:file:\/\/)?\/.*\/(?=[^/]+$)/, ""));
    return [error.name, ...frames.slice(0, mostFrames).map((each) => `  at ${each}`)].join("\n");
}

/** Says on standard error what is worth sending. */
export function reportBug(frames: string, io: Io): void {
    const lines = [
        "---- please send this; it holds nothing of the plan ----",
        `fargate-preflight ${version()}, Node ${process.version}, ${process.platform}`,
        ...frames.split("\n").map(oneLine),
        "----",
    ];
    io.err(`${lines.join("\n")}\n`);
}

export function tellBugs(reports: readonly Report[], io: Io): void {
    for (const { bugs = [] } of reports) for (const bug of bugs) reportBug(bug, io);
}

/** As formats show it. */
export function withoutBugs(report: Report): Report {
    return report.bugs === undefined ? report : { ...report, bugs: undefined };
}
