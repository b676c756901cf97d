import { constants } from "node:buffer";
import {
    closeSync,
    fstatSync,
    openSync,
    readFileSync,
    readSync,
    statSync,
    type Stats,
} from "node:fs";
import { asInputError, InputError, tooLarge } from "./json";

/** The most bytes that are read of anything: no text can be longer. */
const mostBytes = constants.MAX_STRING_LENGTH;

/**
 * The bytes of a file or a pipe, of which no more is read than can be used.
 *
 * @param expected what should be in it, for messages.
 * @throws InputError that says why it cannot be read.
 */
export function readBytes(file: string, expected: string): Buffer {
    try {
        // Before it is opened, which a device may not take lightly.
        refuseUnlessRead(statSync(file), expected);
        const from = openSync(file, "r");
        try {
            const found = fstatSync(from);
            refuseUnlessRead(found, expected);
            if (found.size > mostBytes) throw tooLarge();
            // What the kernel makes up as it is read says that it is empty.
            return found.isFile() && found.size > 0 ? readFileSync(from) : readToEnd(from);
        } finally {
            closeSync(from);
        }
    } catch (error) {
        throw asInputError(error, expected);
    }
}

/** @throws InputError if there is more than can be used. */
export async function collectBytes(stream: AsyncIterable<Uint8Array | string>): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const each of stream) {
        const chunk = Buffer.from(each);
        length += chunk.length;
        if (length > mostBytes) throw tooLarge();
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

/** A pipe is what a shell's `<(...)` gives. */
function refuseUnlessRead(found: Stats, expected: string): void {
    if (found.isFile() || found.isFIFO()) return;
    const what = found.isDirectory() ? "directory" : found.isSocket() ? "socket" : "device";
    throw new InputError(`this is a ${what}; expected a file with ${expected}`);
}

const chunkSize = 2 ** 20;

function readToEnd(from: number): Buffer {
    const chunks: Buffer[] = [];
    let [length, read] = [0, 0];
    do {
        const chunk = Buffer.allocUnsafe(chunkSize);
        let filled = 0;
        // A pipe gives little at a time.
        do {
            read = readSync(from, chunk, filled, chunkSize - filled, null);
            filled += read;
        } while (read > 0 && filled < chunkSize);
        length += filled;
        if (length > mostBytes) throw tooLarge();
        chunks.push(chunk.subarray(0, filled));
    } while (read > 0);
    return Buffer.concat(chunks);
}
