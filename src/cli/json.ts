import { printableJson } from "../plan";
import type { Note } from "./notes";
import type { Report } from "./report";

/** Of the format, not of the program: it changes when a field is removed or changes its meaning. */
const version = 1;

export function renderJson(files: readonly Report[], notes: readonly Note[] = []): string {
    return asJson({ version, files, notes });
}

/** JSON that says exactly what it is made of, and that a terminal or a log can show. */
export function asJson(value: unknown): string {
    return `${printableJson(JSON.stringify(value, undefined, 2))}\n`;
}
