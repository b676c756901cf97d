import type { Report } from "./report";

/** Of the format, not of the program: it changes when a field is removed or changes its meaning. */
const version = 1;

export function renderJson(files: readonly Report[]): string {
    return `${JSON.stringify({ version, files }, undefined, 2)}\n`;
}
