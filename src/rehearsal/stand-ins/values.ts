import {
    hasSentinel,
    isObject,
    own,
    secretSignature,
    signatureKey,
    type Raw,
    type RawProperties,
} from "../../plan";

/*
 * How values travel that are more than JSON (Pulumi, "Property values"): an unknown one is a sentinel, a
 * secret wraps what it holds, and an output value that is unknown holds nothing.
 */

const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** Unknown as a whole, secret or not. */
export function isUnknown(value: Raw): boolean {
    if (typeof value === "string") return hasSentinel(value);
    if (!isObject(value)) return false;
    const content = own(value, "value");
    switch (own(value, signatureKey)) {
        case secretSignature:
            return content !== undefined && isUnknown(content);
        case outputSignature:
            return content === undefined || isUnknown(content);
        default:
            return false;
    }
}

/** What a value is without its wrapping; it may be unknown. */
export function bare(value: Raw): Raw {
    if (!isObject(value)) return value;
    const signature = own(value, signatureKey);
    if (signature !== secretSignature && signature !== outputSignature) return value;
    return bare(own(value, "value") ?? null);
}

/** A known value where an unknown one was: what is secret stays it. */
export function inPlaceOf(unknown: Raw, value: Raw): Raw {
    if (!isObject(unknown)) return value;
    const content = own(unknown, "value");
    return { ...unknown, value: content === undefined ? value : inPlaceOf(content, value) };
}

export function asSecret(value: Raw): Raw {
    return isObject(value) && own(value, signatureKey) === secretSignature
        ? value
        : { [signatureKey]: secretSignature, value };
}

/** An asset, an archive, a reference to a resource: nothing in it is a property of the resource. */
export function isSpecial(value: RawProperties): boolean {
    return own(value, signatureKey) !== undefined;
}

/** A text that is known, whatever wraps it. */
export function textAt(properties: RawProperties, key: string): string | undefined {
    const value = bare(own(properties, key) ?? null);
    return typeof value === "string" && value !== "" && !hasSentinel(value) ? value : undefined;
}

/** Whether something in it is unknown, however deep. */
export function holdsUnknown(value: Raw): boolean {
    if (isUnknown(value)) return true;
    if (Array.isArray(value)) return (value as readonly Raw[]).some(holdsUnknown);
    return isObject(value) && Object.values<Raw>(value).some(holdsUnknown);
}

/** What can be said without an unknown value: properties that hold one are left out. */
export function knownPart(properties: RawProperties): RawProperties {
    return Object.fromEntries(
        Object.entries(properties).filter(([, value]) => !holdsUnknown(value)),
    );
}
