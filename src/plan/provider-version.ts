import { nameInUrn } from "./plan";
import { own, type RawProperties } from "./raw";

/**
 * The major version of a provider, as far as a plan tells it: its settings hold the version that the program's
 * SDK asks for, and the engine names a default provider by it, `default_7_48_0`.
 */
export function majorVersion(
    urn: string | undefined,
    settings: RawProperties | undefined,
): number | undefined {
    const version = own(settings, "version");
    const [, major] =
        /^v?(\d+)\./.exec(typeof version === "string" ? version : "") ??
        /^default_(\d+)_\d/.exec(urn === undefined ? "" : nameInUrn(urn)) ??
        [];
    return major === undefined ? undefined : Number(major);
}
