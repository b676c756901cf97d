import { isOutward, type Path } from "../reach";

/** The paths that decide, whatever subnet they start in: the way out, if that would carry all packets. */
export function decidingOf(paths: readonly Path[]): readonly Path[] {
    const outward = paths.filter(isOutward);
    return outward.length > 0 ? outward : paths;
}

/** What stopped the packets: the same, in whatever order they were asked. */
export function causesOf(paths: readonly Path[]): readonly string[] {
    const ends = decidingOf(paths).map(({ way, hops }) => {
        const last = hops[hops.length - 1];
        return `${way.key} ${last?.stop?.key ?? last?.urn ?? ""}`;
    });
    return [...new Set(ends)].sort();
}
