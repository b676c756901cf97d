import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { checkerOf } from "./checker";
import type { Terms } from "./terms";
import type { Io } from "./io";
import { checkInThreads } from "./pool";
import type { Report } from "./report";

/** Fewer files, or less in them, are checked sooner than a thread is started; a lone one is worth it later. */
const manyFiles = 3;
const bytesPerThread = 8e6;
const bytesOfLoneThread = 64e6;

/** Checks files, several at a time where it is worth it, and reports in their order. */
export async function checkFiles(
    files: readonly string[],
    terms: Terms,
    jobs: number | undefined,
    io: Io,
): Promise<readonly Report[]> {
    const onDone = progress(files.length, io);
    const own = checkerOf(terms, io);
    const checkHere = async (names: readonly string[]): Promise<Report[]> => {
        const reports: Report[] = [];
        for (const name of names) {
            reports.push(await own(name));
            onDone();
        }
        return reports;
    };
    const threads = await threadsFor(files, jobs ?? availableParallelism());
    if (threads === 0) return checkHere(files);
    // Standard input belongs to this thread.
    const [elsewhere, here] = [files.filter(isFile), files.filter((name) => !isFile(name))];
    const [reports, others] = await Promise.all([
        checkInThreads(elsewhere, { jobs: threads, terms, onDone }),
        checkHere(here),
    ]);
    const sources = { elsewhere: reports.values(), here: others.values() };
    return files.flatMap((name) => sources[isFile(name) ? "elsewhere" : "here"].next().value ?? []);
}

function isFile(name: string): boolean {
    return name !== "-";
}

/** None: it is done sooner without any. */
async function threadsFor(files: readonly string[], most: number): Promise<number> {
    if (files.length < manyFiles) return 0;
    const sizes = await Promise.all(files.map(sizeOf));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const threads = Math.min(most, files.length, Math.floor(bytes / bytesPerThread));
    return threads > 1 || bytes >= bytesOfLoneThread ? threads : 0;
}

/** Why a file cannot be read is said by who reads it. */
async function sizeOf(file: string): Promise<number> {
    return stat(file).then(
        ({ size }) => size,
        () => 0,
    );
}

/** One line that is written anew, and gone at the end; only where somebody watches. */
function progress(all: number, io: Io): () => void {
    let done = 0;
    return () => {
        done += 1;
        if (io.isWatched !== true || all < manyFiles) return;
        io.err(done < all ? `\r${String(done)} of ${String(all)} files` : "\r\u001b[K");
    };
}
