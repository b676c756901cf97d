import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";

/**
 * The files that arguments name. A pattern stands for all files that it matches, in order, if no file
 * is called like it; one that matches nothing stays, and is missed like any other file.
 */
export async function filesOf(names: readonly string[]): Promise<readonly string[]> {
    const files: string[] = [];
    const seen = new Set<string>();
    const add = (file: string): void => {
        files.push(file);
        seen.add(file);
    };
    for (const name of names) {
        const matches = isPattern(name) ? await filesLike(name) : [];
        if (matches.length > 0) matches.filter((match) => !seen.has(match)).forEach(add);
        // What was read from standard input is not there a second time.
        else if (name !== "-" || !seen.has(name)) add(name);
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
