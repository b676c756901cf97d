import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Of the package, which lies two levels up from the sources and three from what is compiled. */
export function version(): string {
    const places = ["../..", "../../.."].map((up) => join(__dirname, up, "package.json"));
    const file = places.find((place) => existsSync(place));
    if (file === undefined) return "unknown";
    return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
