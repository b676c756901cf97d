import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";

/**
 * The files that arguments name. A pattern stands for all files that it matches, in order, if no file
 * is called like it; one that matches nothing stays, and is missed like any other file.
 */
export async function filesOf(names: readonly string[]): Promise<readonly string[]> {
    const files: string[] = [];
    for (const name of names) {
        const matches = isPattern(name) ? await filesLike(name) : [];
        if (matches.length > 0) files.push(...matches.filter((match) => !files.includes(match)));
        // What was read from standard input is not there a second time.
        else if (name !== "-" || !files.includes(name)) files.push(name);
    }
    return files;
}

/** A name with wildcards that no file has. */
export function isPattern(name: string): boolean {
    return name !== "-" && !existsSync(name) && isDynamicPattern(name);
}

async function filesLike(pattern: string): Promise<readonly string[]> {
    const found = await glob(pattern, {
        absolute: isAbsolute(pattern),
        expandDirectories: false,
    });
    return found.sort();
}
