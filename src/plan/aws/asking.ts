import type { Section, Unread } from "../facts";
import { meaningOf, whyNothing, whyUnread } from "./error";

/** What is told of the reading while it goes on. */
export type Progress = (line: string) => void;

export interface AskingOptions {
    readonly progress?: Progress;
    /** Ends what is still under way. */
    readonly signal?: AbortSignal | undefined;
}

/** So many questions are under way at the same time. */
const atOnce = 10;

/**
 * Asks AWS, page by page. What cannot be got is noted, and the rest is read all the same; only what
 * keeps everything from being read ends it.
 */
export class Asking {
    /** How many calls were made, retries apart. */
    calls = 0;
    private readonly notes = new Map<string, Unread>();
    private readonly waiting: (() => void)[] = [];
    private running = 0;

    constructor(private readonly options: AskingOptions = {}) {}

    /** For every call of the SDK. */
    get sending(): { abortSignal?: AbortSignal } {
        const { signal } = this.options;
        return signal === undefined ? {} : { abortSignal: signal };
    }

    /** What could not be read, and why, each once; in the same order, whichever answer came first. */
    get unread(): readonly Unread[] {
        return [...this.notes.values()].sort((a, b) => (a.what < b.what ? -1 : 1));
    }

    note(what: Section, why: string): void {
        const other = this.notes.get(what);
        if (other === undefined || why < other.why) this.notes.set(what, { what, why });
    }

    /**
     * All things of a kind; those of the pages before one that fails count.
     *
     * @param action as IAM calls it: `ec2:DescribeSubnets`
     * @param lacks what is not known without them
     * @throws AwsError if nothing at all can be read
     */
    async list<P extends object, T>(
        action: string,
        lacks: readonly Section[],
        send: (token: string | undefined) => Promise<P>,
        items: (page: P) => readonly T[] | undefined,
    ): Promise<readonly T[]> {
        return (await this.pages(action, lacks, send, items)).found;
    }

    /** The same, or nothing where a page is missing. */
    async whole<P extends object, T>(
        action: string,
        lacks: readonly Section[],
        send: (token: string | undefined) => Promise<P>,
        items: (page: P) => readonly T[] | undefined,
    ): Promise<readonly T[] | undefined> {
        const { found, isWhole } = await this.pages(action, lacks, send, items);
        return isWhole ? found : undefined;
    }

    private async pages<P extends object, T>(
        action: string,
        lacks: readonly Section[],
        send: (token: string | undefined) => Promise<P>,
        items: (page: P) => readonly T[] | undefined,
    ): Promise<{ readonly found: readonly T[]; readonly isWhole: boolean }> {
        const found: T[] = [];
        let token: string | undefined;
        let isWhole = true;
        try {
            do {
                const page = await this.once(() => send(token));
                for (const item of items(page) ?? []) found.push(item);
                token = nextOf(page);
            } while (token !== undefined);
        } catch (error) {
            isWhole = false;
            this.fail(error, action, lacks);
        }
        this.options.progress?.(`${action}: ${String(found.length)}`);
        return { found, isWhole };
    }

    /** One answer, or nothing where that is what AWS says (`absent`: names of such errors). */
    async one<P>(
        action: string,
        lacks: readonly Section[],
        send: () => Promise<P>,
        absent: readonly string[] = [],
    ): Promise<P | undefined> {
        try {
            return await this.once(send);
        } catch (error) {
            const name = error instanceof Error ? error.name : "";
            if (!absent.includes(name)) this.fail(error, action, lacks);
            return undefined;
        }
    }

    private fail(error: unknown, action: string, lacks: readonly Section[]): void {
        const ends = whyNothing(error);
        if (ends !== undefined) throw ends;
        const isLate = meaningOf(error) !== "denied" && this.options.signal?.aborted === true;
        const why = isLate ? `not answered in time: ${action}` : whyUnread(error, action);
        for (const what of lacks) this.note(what, why);
        this.options.progress?.(why);
    }

    private async once<P>(send: () => Promise<P>): Promise<P> {
        if (this.running >= atOnce) {
            await new Promise<void>((resolve) => this.waiting.push(resolve));
        }
        this.running += 1;
        this.calls += 1;
        try {
            return await send();
        } finally {
            this.running -= 1;
            this.waiting.shift()?.();
        }
    }
}

/** EC2 and Route 53 call it one way, ELB and EFS the other, ECS a third. */
function nextOf(page: object): string | undefined {
    const tokens = page as { NextToken?: string; NextMarker?: string; nextToken?: string };
    const token = tokens.NextToken ?? tokens.NextMarker ?? tokens.nextToken;
    return token === "" ? undefined : token;
}

/** Filters take 200 values at most. */
export function* inParts<T>(all: readonly T[], size = 200): Iterable<T[]> {
    for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}

/** Asks for things by one filter, with as many values as it takes at once. */
export async function byFilter<T>(
    name: string,
    values: Iterable<string>,
    describe: (filter: { Name: string; Values: string[] }) => Promise<readonly T[]>,
): Promise<readonly T[]> {
    const parts = [...inParts([...new Set(values)])];
    const found = await Promise.all(parts.map((Values) => describe({ Name: name, Values })));
    return found.flat();
}
