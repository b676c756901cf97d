import { listed } from "../network";
import { hop, renderHops, stopOf, type Path } from "./hop";
import { faults, serviceInWords, thingKey, ways } from "./words";

const missing: ReadonlySet<string> = new Set([
    faults.noInterfaceEndpoint.code,
    faults.noGatewayEndpoint.code,
]);

/** The ways that were tried, a line each; endpoints that are missing in the same place are told in one. */
export function renderPaths(paths: readonly Path[]): readonly string[] {
    const alike = new Map<string, [Path, ...Path[]]>();
    for (const [i, path] of paths.entries()) {
        const key = isMissing(path) ? path.hops.map(thingKey).join("\n") : String(i);
        const same = alike.get(key);
        if (same === undefined) alike.set(key, [path]);
        else same.push(path);
    }
    return [...alike.values()].map((same) => {
        const [{ way, hops }, ...others] = same;
        if (others.length === 0) return `${way.text}: ${renderHops(hops)}`;
        const passed = renderHops(hops.map(hop));
        return `nor by endpoint: ${passed} → no endpoint for ${listed(same.flatMap(serviceOf))}`;
    });
}

function isMissing(path: Path): boolean {
    return ways.withoutEndpoint.is(path.way) && missing.has(stopOf(path)?.code ?? "");
}

function serviceOf({ way }: Path): readonly { readonly name: string }[] {
    return ways.withoutEndpoint.is(way) ? [{ name: serviceInWords(way.about.service) }] : [];
}
