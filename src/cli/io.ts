import { oneLine } from "../plan";

/** What the command line reads and writes besides files, so that tests can stand in for it. */
export interface Io {
    readonly stdin: AsyncIterable<Uint8Array | string>;
    readonly out: (text: string) => void;
    readonly err: (text: string) => void;
    /** The output is a terminal that shows colours. */
    readonly colours: boolean;
    /** Standard error is a terminal, where a line can be written anew. */
    readonly isWatched?: boolean;
    /** The time; that of the machine, if it is not given. */
    readonly now?: () => Date;
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
