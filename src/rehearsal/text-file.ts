import { randomUUID } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TemporaryError } from "./problem";

/** A text of which a part is looked at, at a time. */
export interface Text {
    readonly length: number;
    /** Nothing beyond the end. */
    readonly byte: (at: number) => number | undefined;
    /** The place of the next such byte, or -1. */
    readonly indexOf: (byte: number, from: number) => number;
    readonly slice: (from: number, to: number) => string;
}

/** How much of a file is in memory, in bytes, and how much of it is what was there before. */
const window = 1 << 18;
const behind = 1 << 10;

/**
 * A file without a name, which is gone with the process at the latest.
 *
 * @throws TemporaryError if there is no place for it.
 */
export class TextFile implements Text {
    length = 0;
    private readonly descriptor: number;
    private part: Buffer = Buffer.alloc(0);
    private start = 0;

    constructor() {
        const file = join(tmpdir(), `fargate-preflight-${randomUUID()}`);
        try {
            this.descriptor = openSync(file, "wx+", 0o600);
            rmSync(file);
        } catch (error) {
            throw new TemporaryError(error);
        }
    }

    /** @throws TemporaryError if there is no place for them. */
    append(bytes: Buffer): void {
        try {
            for (let at = 0; at < bytes.length;) {
                at += writeSync(this.descriptor, bytes, at, bytes.length - at, this.length + at);
            }
        } catch (error) {
            throw new TemporaryError(error);
        }
        this.length += bytes.length;
    }

    byte(at: number): number | undefined {
        if (at < this.start || at >= this.start + this.part.length) this.load(at);
        return this.part[at - this.start];
    }

    indexOf(byte: number, from: number): number {
        for (let at = from; this.byte(at) !== undefined; at = this.start + this.part.length) {
            const found = this.part.indexOf(byte, at - this.start);
            if (found >= 0) return this.start + found;
        }
        return -1;
    }

    slice(from: number, to: number): string {
        const [first, last] = [from - this.start, to - this.start];
        return first >= 0 && last <= this.part.length
            ? this.part.toString("utf8", first, last)
            : this.read(from, to - from).toString();
    }

    close(): void {
        closeSync(this.descriptor);
    }

    private load(at: number): void {
        this.start = Math.max(0, at - behind);
        this.part = this.read(this.start, window);
    }

    private read(from: number, length: number): Buffer {
        const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.length - from)));
        let read = 0;
        while (read < bytes.length) {
            const more = readSync(this.descriptor, bytes, read, bytes.length - read, from + read);
            if (more === 0) break;
            read += more;
        }
        return bytes.subarray(0, read);
    }
}
