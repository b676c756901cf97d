import { oneLine } from "../plan";

/** What the command line reads and writes besides files, so that tests can stand in for it. */
export interface Io {
    readonly stdin: AsyncIterable<Uint8Array | string>;
    readonly out: (text: string) => void;
    readonly err: (text: string) => void;
    /** The output is a terminal that shows colours. */
    readonly colours: boolean;
    /** How wide lines may be; unset where what is long stays one line. */
    readonly columns?: number | undefined;
    /** Standard error is a terminal, where a line can be written anew. */
    readonly isWatched?: boolean;
    /** The time; that of the machine, if it is not given. */
    readonly now?: () => Date;
}

export const whens = ["auto", "always", "never"] as const;

/** When to colour what is printed. */
export type When = (typeof whens)[number];

/** Whether a terminal, or what is none, gets colours: NO_COLOR, then FORCE_COLOR, then what it can show. */
export function showsColours(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
    const { NO_COLOR: none = "", FORCE_COLOR: forced = "", TERM: kind } = env;
    if (none !== "") return false;
    if (forced !== "") return forced !== "0" && forced !== "false";
    return isTerminal && kind !== "dumb";
}

/** How wide lines may be: as a terminal is, else as COLUMNS says; unset where nothing does. */
export function widthOf(
    { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
    { COLUMNS: given = "" }: NodeJS.ProcessEnv,
): number | undefined {
    // A terminal that does not tell its width has 0.
    if (isTTY === true) return columns === undefined || columns === 0 ? 80 : columns;
    return /^[1-9]\d{1,3}$/.test(given) ? Number(given) : undefined;
}

/** The same with something else in it; standard input stays unopened. */
export function ioWith(io: Io, changed: Partial<Io>): Io {
    return Object.create(io, Object.getOwnPropertyDescriptors(changed)) as Io;
}

/** One line on standard error. */
export function complain(io: Io, problem: string): void {
    io.err(`fargate-preflight: ${oneLine(problem)}\n`);
}

/** Any other error is a bug: named, but without its text, which might hold values of the plan. */
export function describeBug(error: unknown): string {
    const name = error instanceof Error ? error.name : typeof error;
    return `a bug in fargate-preflight (${name}); please report it`;
}
