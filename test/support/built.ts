import { join } from "node:path";

const root = join(__dirname, "..", "..");

// A script of the package's own, which is no TypeScript.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { newerSource } = require("../../scripts/prepare.js") as {
    newerSource: () => string | undefined;
};

/**
 * What `npm run build` made of a source.
 *
 * @param path below bin/: `src/cli/main.js`
 * @throws if a source has changed since: tests of what is compiled would be about something else
 */
export function built(...path: readonly string[]): string {
    const changed = newerSource();
    if (changed !== undefined) {
        throw new Error(`bin/ is older than ${changed}: run \`npm run build\` first`);
    }
    return join(root, "bin", ...path);
}
