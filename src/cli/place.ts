import { posix } from "node:path";
import { oneLine } from "../plan";
import type { ReportedFinding } from "./report";

/** A line of the program, in a file of the repository. */
export interface SourceLine {
    readonly path: string;
    /** Counted from 1. */
    readonly line: number | undefined;
    readonly column: number | undefined;
}

const form = /^project:\/\/\/([^#]+)(?:#(\d+)(?:,(\d+))?)?$/;

/**
 * Where a source position of a plan lies (`project:///src/index.ts#15,1`), seen from the folder of the
 * Pulumi project.
 *
 * @returns nothing if it is no file beside or below it, or one of a package.
 */
export function placeInProject(source: string | null): SourceLine | undefined {
    const [, encoded, line, column] = form.exec(source ?? "") ?? [];
    if (encoded === undefined) return undefined;
    const decoded = decode(encoded);
    if (decoded.startsWith("/") || /^[a-z]:/i.test(decoded)) return undefined;
    const path = posix.normalize(decoded);
    // Packages are not of the program, even if the engine saw them below the project.
    if (path === "." || path.split("/").includes("node_modules")) return undefined;
    return { path, line: counted(line), column: counted(column) };
}

/**
 * The same, seen from the root of the repository.
 *
 * @param root the folder of the Pulumi project in its repository.
 * @returns nothing if the plan tells no line of the repository's own files.
 */
export function placeOf(source: string | null, root = ""): SourceLine | undefined {
    const place = placeInProject(source);
    if (place === undefined) return undefined;
    const path = posix.join(root, place.path);
    const [first] = path.split("/");
    return path === "." || first === ".." ? undefined : { ...place, path };
}

/** `infra/index.ts:15:1`, as terminals and editors understand it; one line, whatever the file is called. */
export function placeInWords({ path, line, column }: SourceLine): string {
    const told = [path, line, line === undefined ? undefined : column];
    return oneLine(told.filter((part) => part !== undefined).join(":"));
}

/** Where a finding's resource is made, as far as it is told; else of what type it is. One line. */
export function whereIs(
    place: SourceLine | undefined,
    { component, type }: Pick<ReportedFinding, "component" | "type">,
): string {
    if (place !== undefined) return `at ${placeInWords(place)}`;
    return oneLine(component === null ? `(${type})` : `in ${component}`);
}

/** A path as a relative URI. */
export function uriOf(path: string): string {
    // Half a character, which a path may hold, has no place in a URI.
    const whole = Buffer.from(path).toString();
    return whole.split("/").map(encodeURIComponent).join("/");
}

function decode(encoded: string): string {
    try {
        return decodeURIComponent(encoded);
    } catch {
        return encoded;
    }
}

function counted(digits: string | undefined): number | undefined {
    const number = Number(digits);
    return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
