import { isOutward, stopOf, ways, type Path } from "../reach";

/**
 * The paths of which each has to be mended: where a way out would carry packets, endpoints that are not
 * there are only other ways to mend it.
 */
export function decidingOf(paths: readonly Path[]): readonly Path[] {
    const { code } = ways.withoutEndpoint;
    return paths.some(isOutward) ? paths.filter(({ way }) => way.code !== code) : paths;
}

/** The codes of all that has to be mended, or excepted; each once. */
export function causingCodes(paths: readonly Path[]): readonly string[] {
    return [...new Set(decidingOf(paths).flatMap((path) => stopOf(path)?.code ?? []))];
}

/** What stopped the packets, whatever subnet they came from: the same, in whatever order they were asked. */
export function causesOf(paths: readonly Path[]): readonly string[] {
    const ends = decidingOf(paths).map(({ way, hops }) => {
        const last = hops[hops.length - 1];
        return `${way.key} ${last?.stop?.key ?? last?.urn ?? ""}`;
    });
    return [...new Set(ends)].sort();
}
