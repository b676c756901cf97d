import { asInputError, collectBytes, documentIn, InputError, jsonIn, readBytes } from "../files";
import type { Raw } from "../plan";
import { isPattern } from "./files";
import type { Io } from "./io";

/**
 * The JSON in a file, or on standard input if its name is `-`.
 *
 * @returns nothing if there is only blank space.
 * @throws InputError that says what is there instead of what was expected, never its content.
 */
export async function readJson(
    file: string,
    expected: string,
    io: Pick<Io, "stdin">,
): Promise<Raw | undefined> {
    return jsonIn(await bytesOf(file, expected, io), expected);
}

/** What is in a file that people write: JSON, with comments if it has any, or YAML. Otherwise as {@link readJson}. */
export async function readDocument(
    file: string,
    expected: string,
    io: Pick<Io, "stdin">,
): Promise<unknown> {
    return documentIn(await bytesOf(file, expected, io), file, expected);
}

async function bytesOf(file: string, expected: string, io: Pick<Io, "stdin">): Promise<Buffer> {
    if (file !== "-" && isPattern(file)) {
        throw new InputError(`no file matches this pattern; expected files with ${expected}`);
    }
    try {
        return file === "-" ? await collectBytes(io.stdin) : readBytes(file, expected);
    } catch (error) {
        throw asInputError(error, expected);
    }
}
