import { realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { asInputError, InputError } from "../../files";

/**
 * Makes a folder the current one, in which alone is read.
 *
 * @throws InputError if it is none, or holds the whole machine: what starts a server may do so anywhere
 */
export function enterFolder(folder: string): void {
    try {
        process.chdir(folder);
    } catch {
        throw new InputError(`${folder}: cannot be entered; expected a folder with plans`);
    }
    if (dirname(resolve("")) === resolve("")) {
        throw new InputError(
            "started in the root of the file system; expected a project's folder: --folder names it",
        );
    }
}

/**
 * A file, if it lies in the current folder, links followed: nothing else is read. What lies elsewhere is
 * refused before anybody looks whether it is there.
 *
 * @param expected what should be in it, for messages
 * @returns its path from the current folder, as `check` takes it
 * @throws InputError that says why it is not read
 */
export function fileInFolder(path: string, expected: string): string {
    const folder = resolve("");
    const file = resolve(path);
    if (!isBelow(folder, file)) throw outside("it lies", expected);
    try {
        if (!isBelow(realpathSync(folder), realpathSync(file))) {
            throw outside("it is a link that leads", expected);
        }
        // A pipe would be waited for.
        if (!statSync(file).isFile()) {
            throw new InputError(`this is no file; expected a file with ${expected}`);
        }
    } catch (error) {
        throw asInputError(error, expected);
    }
    const name = relative(folder, file);
    // To the command that is standard input.
    return name === "-" ? `.${sep}-` : name;
}

function isBelow(folder: string, file: string): boolean {
    const way = relative(folder, file);
    return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(where: string, expected: string): InputError {
    return new InputError(
        `${where} outside the folder in which this server was started, and is not read; expected a path in it of a file with ${expected}`,
    );
}
