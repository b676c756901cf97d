import type { Configure } from "../policy";
import {
    baselineOf,
    goneFrom,
    knowable,
    knownInWords,
    readBaseline,
    withBaseline,
    withoutExcepted,
    type KnownFinding,
} from "./baseline";
import type { TellOptions } from "./check";
import { complain, type Io } from "./io";
import type { Note } from "./notes";
import { writeWhole } from "./output";
import { isChecked, type Report } from "./report";
import { isFine } from "./terms";

interface Compared {
    readonly reports: readonly Report[];
    readonly notes: readonly Note[];
}

/**
 * Compares what was found with the baseline, and writes one, if that was asked for; nothing if a file cannot
 * be read or written, which is said. With both, what is written is the old one without what is gone
 * or excepted.
 */
export async function compare(
    reports: readonly Report[],
    { baseline, writeBaseline }: Pick<TellOptions, "baseline" | "writeBaseline">,
    {
        configure,
        leavesOut,
    }: { readonly configure: Configure; readonly leavesOut?: string | undefined },
    io: Io,
): Promise<Compared | undefined> {
    if (leavesOut !== undefined && writeBaseline !== undefined && baseline === undefined) {
        complain(
            io,
            `--write-baseline: expected --baseline too, for a part is no baseline (${leavesOut})`,
        );
        return undefined;
    }
    let known: readonly KnownFinding[] = [];
    const notes: Note[] = [];
    if (baseline !== undefined) {
        const isRead = await isFine(baseline, io, async () => {
            known = await readBaseline(baseline, io);
        });
        if (!isRead) return undefined;
        const gone = new Set(goneFrom(known, reports, configure));
        notes.push(...goneNotes(gone));
        if (writeBaseline !== undefined) {
            const left = known.filter((each) => !gone.has(each));
            known = withoutExcepted(left, reports);
        }
    } else if (writeBaseline !== undefined) known = knowable(reports);
    if (writeBaseline !== undefined) {
        if (!reports.every(isChecked)) {
            complain(io, `${writeBaseline}: not written: a plan could not be checked`);
            return undefined;
        }
        const isWritten = await isFine(writeBaseline, io, () =>
            writeWhole(writeBaseline, baselineOf(known)),
        );
        if (!isWritten) return undefined;
    }
    return { reports: reports.map((report) => withBaseline(report, known)), notes };
}

function goneNotes(gone: ReadonlySet<KnownFinding>): readonly Note[] {
    if (gone.size === 0) return [];
    return [
        ...[...gone].map((each) => `gone since the baseline: ${knownInWords(each)}`),
        "what is gone leaves the baseline with --baseline and --write-baseline and the same file",
    ].map((text): Note => ({ about: "baseline", text }));
}
