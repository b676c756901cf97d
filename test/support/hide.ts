import { unknown, type Recorded } from "./program";

/**
 * Hides the values at some places, as if another resource made them.
 *
 * @param ofProvider also what the provider made of properties that the program left unset: in a preview it knows
 * nothing of it, or tells what is there already
 */
export function hide(recording: readonly Recorded[], salt: number, ofProvider = true): Recorded[] {
    let state = salt;
    const chance = (): number => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
    };
    // An id is unknown only while the thing does not exist, and then nobody can name it.
    const hideIn = (value: unknown, key = ""): unknown => {
        if (isId.test(key)) return value;
        // What is not known is something, and not left unset.
        if (isSet(value) && chance() < 0.08) return unknown;
        // JSON kept as text may be half-known.
        const inside = typeof value === "string" ? parsedIn(value) : undefined;
        if (inside !== undefined) return JSON.stringify(hideIn(inside));
        if (Array.isArray(value)) return value.map((each) => hideIn(each));
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(
            Object.entries(value).map(([key, each]) => [key, hideIn(each, key)]),
        );
    };
    const hideAll = (
        properties: Record<string, unknown>,
        mayHide: (key: string) => boolean,
    ): Record<string, unknown> =>
        Object.fromEntries(
            Object.entries(properties).map(([key, each]) => [
                key,
                mayHide(key) ? hideIn(each, key) : each,
            ]),
        );
    return recording.map((resource) => ({
        ...resource,
        inputs: hideAll(resource.inputs ?? {}, () => true),
        outputs: hideAll(resource.outputs, (key) => ofProvider || isSet(resource.inputs?.[key])),
    }));
}

/** What JSON kept as text holds, if it is a list or an object. */
function parsedIn(text: string): unknown {
    if (!/^[[{]/.test(text)) return undefined;
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** Nor is it hidden that something is a secret. */
const isId =
    /^(4dabf18193072939515e22adb298388d|id|arn|(main|default)RouteTableId|defaultSecurityGroupId|defaultNetworkAclId|prefixListId)$/;

function isSet(value: unknown): boolean {
    return value !== undefined && value !== null && value !== "";
}
