import { createHash } from "node:crypto";
import type { Finding } from "../policy";

/** What it is made of; another number means that fingerprints of old are worth nothing. */
export const fingerprintVersion = 2;

/**
 * Fingerprints of the findings in one file. One is made of the policy, the resource, and what stops the
 * packets where; neither words, lines, the order of the program nor other findings change it. Two that have
 * all of this alike are numbered.
 */
export class Fingerprints {
    private readonly seen = new Map<string, number>();

    of({ policy, resource, causes }: Pick<Finding, "policy" | "resource" | "causes">): string {
        const text = JSON.stringify([policy, resource.urn, ...causes]);
        const hash = createHash("sha256").update(text).digest("hex").slice(0, 32);
        const nth = (this.seen.get(hash) ?? 0) + 1;
        this.seen.set(hash, nth);
        return `${hash}:${String(nth)}`;
    }
}
