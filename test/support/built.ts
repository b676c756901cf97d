import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/**
 * What `npm run build` made of a source.
 *
 * @param path below bin/: `src/cli/main.js`
 * @throws if a source has changed since: tests of what is compiled would be about something else
 */
export function built(...path: readonly string[]): string {
    const changed = newer(join(root, "bin", "index.js"));
    if (changed !== undefined) {
        throw new Error(`bin/ is older than ${changed}: run \`npm run build\` first`);
    }
    return join(root, "bin", ...path);
}

/** A source that has changed since this file was made. */
function newer(file: string): string | undefined {
    const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const sources = ["src", "policies"].flatMap((folder) =>
        readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((each) =>
            join(folder, each),
        ),
    );
    return ["index.ts", ...sources].find(
        (each) => each.endsWith(".ts") && statSync(join(root, each)).mtimeMs > made,
    );
}
