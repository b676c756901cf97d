import { randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { open, readlink, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../files";
import { complain, type Io } from "./io";

/**
 * Writes a file at once: whoever reads it finds all of it, or what was there before.
 *
 * @throws InputError that says why it cannot be written.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
    try {
        const target = await targetOf(file);
        const found = await stat(target).catch(() => undefined);
        if (found !== undefined && !found.isFile()) {
            // A device or a pipe is written to; a folder refuses.
            await writeFile(target, text);
            return;
        }
        if (found !== undefined) await refuseIfProtected(target, found);
        await replace(target, text, found?.mode);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) throw error;
        throw new InputError(`cannot be written: ${reason(code)}`);
    }
}

/** Whether a file to be written is one of those that are read, which would destroy it; tells so. */
export async function overwrites(
    file: string | undefined,
    read: readonly string[],
    io: Io,
): Promise<boolean> {
    if (file === undefined) return false;
    const target = await targetOf(file);
    const others = await Promise.all(read.map(targetOf));
    const found = await stat(target).catch(() => undefined);
    if (found?.isFile() !== true) return false;
    if (!others.some((other) => resolve(other) === resolve(target))) return false;
    complain(io, `${file}: cannot be written: it is one of the files that are read`);
    return true;
}

/** A link stays, and what it leads to is replaced, or made. */
async function targetOf(file: string): Promise<string> {
    const [real, link] = await Promise.all(
        [realpath(file), readlink(file)].map((each) => each.catch(() => undefined)),
    );
    return real ?? (link === undefined ? file : resolve(dirname(file), link));
}

/**
 * A folder lets its files be replaced whatever they say, and the superuser may write to all of them. But who
 * takes the right to write from everybody protects the file, so it is the bits that count.
 */
async function refuseIfProtected(target: string, found: Stats): Promise<void> {
    if ((found.mode & 0o222) !== 0) {
        await (await open(target, constants.O_WRONLY)).close();
        return;
    }
    const mode = (found.mode & 0o777).toString(8).padStart(3, "0");
    throw new InputError(
        `cannot be written: the file is there, and nobody may write to it (mode ${mode})`,
    );
}

async function replace(target: string, text: string, mode: number | undefined): Promise<void> {
    const temporary = join(dirname(target), `.fargate-preflight-${randomUUID()}.tmp`);
    try {
        await writeFile(temporary, text, { flag: "wx", ...(mode === undefined ? {} : { mode }) });
        await rename(temporary, target);
    } catch (error) {
        await rm(temporary, { force: true });
        throw error;
    }
}

function reason(code: string): string {
    switch (code) {
        case "ENOENT":
        case "ENOTDIR":
            return "there is no such folder";
        case "EISDIR":
            return "this is a directory";
        case "EACCES":
        case "EPERM":
        case "EROFS":
            return "there is no permission to write there";
        case "ENOSPC":
            return "there is no space left";
        default:
            return code;
    }
}
