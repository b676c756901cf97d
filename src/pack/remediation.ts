import { Secret } from "@pulumi/policy";
import { isObject, pickAll, sealed, type Raw, type RawProperties } from "../plan";
import type { Finding, ResourcePolicy } from "../policy";
import { edits, type Edit } from "../reach";

type Properties = Record<string, unknown>;

/** Inputs as `Remediate` has them, where secrets are objects of the SDK's: in a copy, as `Analyze` has them. */
export function readable(props: object): RawProperties {
    return readableAt(pickAll(props)) as RawProperties;
}

function readableAt(raw: Raw): Raw {
    if (raw instanceof Secret) return sealed(readableAt(raw.value as Raw));
    if (Array.isArray(raw)) return (raw as readonly Raw[]).map(readableAt);
    if (!isObject(raw)) return raw;
    return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, readableAt(value)]));
}

/**
 * Makes the edits that mend findings for certain: where there is one alternative, those of what the policy may
 * change, on the resource itself. What is left, a person is told.
 * @param props the resource's inputs, which are changed in place: what is unknown or secret beside it stays so
 * @returns whether any was made
 */
export function makeFixes(
    { remediates = [] }: Pick<ResourcePolicy, "remediates">,
    findings: readonly Pick<Finding, "fix" | "resource">[],
    props: Properties,
): boolean {
    const made = findings.flatMap(({ fix, resource }) => {
        const [only, ...others] = fix;
        if (only === undefined || others.length > 0) return [];
        return only
            .flatMap((edit) => changeOf(edit, resource.urn))
            .filter(({ names }) => remediates.includes(names.at(-1) ?? ""));
    });
    for (const { names, to } of made) change(props, names, to);
    return made.length > 0;
}

/** The names on the way to a property, and its new value; none leaves it out. */
interface Change {
    readonly names: readonly string[];
    readonly to: unknown;
}

function changeOf(edit: Edit, urn: string): readonly Change[] {
    const isSet = edits.set.is(edit);
    if (!isSet && !edits.leaveOut.is(edit)) return [];
    const { at, property } = edit.about;
    if (at.urn !== urn) return [];
    return [{ names: property.match(/[^.[\]]+/g) ?? [], to: isSet ? edit.about.to : undefined }];
}

/** What is reached through a text is JSON, such as `containerDefinitions`: it is written anew. */
function change(within: Properties, [name = "", ...names]: readonly string[], to: unknown): void {
    const key = keyIn(within, name);
    const value = within[key];
    if (names.length === 0) {
        if (to === undefined) Reflect.deleteProperty(within, key);
        else within[key] = to;
    } else if (typeof value === "string") {
        const parsed = JSON.parse(value) as Properties;
        change(parsed, names, to);
        within[key] = JSON.stringify(parsed);
    } else {
        change(value as Properties, names, to);
    }
}

/** ECS takes `PortMappings` for `portMappings` in JSON, and so do the policies. */
function keyIn(within: Properties, name: string): string {
    const capitalized = name.charAt(0).toUpperCase() + name.slice(1);
    return !(name in within) && capitalized in within ? capitalized : name;
}
