import { randomUUID } from "node:crypto";
import { realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { InputError } from "../files";

/**
 * Writes a file at once: whoever reads it finds all of it, or what was there before.
 *
 * @throws InputError that says why it cannot be written.
 */
export async function writeWhole(file: string, text: string): Promise<void> {
    try {
        // A link stays, and what it leads to is replaced.
        const target = await realpath(file).catch(() => file);
        const found = await stat(target).catch(() => undefined);
        if (found !== undefined && !found.isFile()) {
            // A device or a pipe is written to; a folder refuses.
            await writeFile(target, text);
            return;
        }
        await replace(target, text, found?.mode);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === undefined) throw error;
        throw new InputError(`cannot be written: ${reason(code)}`);
    }
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
        default:
            return code;
    }
}
