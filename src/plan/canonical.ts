import { isObject, own, type Raw } from "./raw";

/**
 * A value as text that is the same for equal values, however they are written: lists of AWS's are mostly
 * sets, a number may be text, and what is not set may be missing.
 */
export function canonical(raw: Raw): string {
    if (Array.isArray(raw)) {
        const elements = (raw as readonly Raw[]).map(canonical).sort();
        return elements.length === 0 ? "" : `[${elements.join(",")}]`;
    }
    if (isObject(raw)) {
        const entries = Object.keys(raw)
            .sort()
            .map((key): [string, string] => [key, canonical(own(raw, key) ?? null)])
            .filter(([, value]) => value !== "");
        return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(",")}}`;
    }
    if (raw === null || raw === "") return "";
    return JSON.stringify(typeof raw === "string" ? raw : JSON.stringify(raw));
}
