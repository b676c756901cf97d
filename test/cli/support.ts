import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../src/cli/program";
import type { Note } from "../../src/cli/notes";
import type { CheckedFile, Report } from "../../src/cli/report";

export const plans = join(__dirname, "..", "..", "examples", "plans");

export const allPlans: readonly string[] = readdirSync(plans).map((name) => join(plans, name));

export function plan(name: string): string {
    return join(plans, name);
}

export interface Result {
    readonly status: number;
    readonly out: string;
    readonly err: string;
}

/** Runs the command line in this process. */
export async function cli(
    argv: readonly string[],
    {
        stdin = "",
        colours = false,
        columns,
        isWatched = false,
        today,
    }: {
        stdin?: string | Uint8Array;
        colours?: boolean;
        columns?: number;
        isWatched?: boolean;
        today?: string;
    } = {},
): Promise<Result> {
    const out: string[] = [];
    const err: string[] = [];
    const status = await run(argv, {
        stdin: inTwo(Buffer.from(stdin)),
        out: (text) => out.push(text),
        err: (text) => err.push(text),
        colours,
        columns,
        isWatched,
        ...(today === undefined ? {} : { now: () => new Date(today) }),
    });
    return { status, out: out.join(""), err: err.join("") };
}

/** As a stream gives it: piece by piece. */
export async function* inTwo(bytes: Uint8Array): AsyncIterable<Uint8Array> {
    const middle = Math.floor(bytes.length / 2);
    yield await Promise.resolve(bytes.subarray(0, middle));
    yield bytes.subarray(middle);
}

export interface Output {
    readonly version: number;
    readonly files: readonly Report[];
    readonly notes: readonly Note[];
}

/** The JSON that `check` prints. */
export async function checkJson(...argv: string[]): Promise<Output> {
    const { out } = await cli(["check", "--format", "json", ...argv]);
    return JSON.parse(out) as Output;
}

/** The JSON of one file that can be read. */
export async function checkOne(...argv: string[]): Promise<CheckedFile> {
    const { files } = await checkJson(...argv);
    return files[0] as CheckedFile;
}

/** A folder for the files of one test; they are gone after it. */
export class Folder {
    readonly path = mkdtempSync(join(tmpdir(), "fargate-preflight-"));

    write(name: string, content: string | Uint8Array): string {
        const file = join(this.path, name);
        writeFileSync(file, content);
        return file;
    }

    remove(): void {
        rmSync(this.path, { recursive: true, force: true });
    }
}
