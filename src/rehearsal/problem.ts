import { tmpdir } from "node:os";

/** What prevents a rehearsal, in words for people. */
export class RehearsalError extends Error {}

/** The folder for temporary files does not take them. */
export class TemporaryError extends RehearsalError {
    constructor(error: unknown) {
        const { code = "an error" } = error as NodeJS.ErrnoException;
        super(
            `${tmpdir()}: temporary files cannot be written there (${code}); TMPDIR may name another folder`,
        );
    }
}
