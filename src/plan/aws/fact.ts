import type { Fact } from "../facts";
import type { Raw } from "../raw";

/** One fact; none without an id. */
export function factOf(
    type: string,
    id: string | undefined,
    name: string | undefined,
    properties: Readonly<Record<string, Raw | undefined>>,
): readonly Fact[] {
    if (id === undefined || id === "") return [];
    const known = Object.entries(properties).filter(
        (entry): entry is [string, Raw] => entry[1] !== undefined,
    );
    return [
        {
            type,
            id,
            name: name === undefined || name === "" ? id : name,
            properties: Object.fromEntries(known),
        },
    ];
}

/** What people call it: its Name tag. */
export function nameTag(
    tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): string | undefined {
    return tags?.find(({ Key }) => Key === "Name")?.Value;
}

/** The values that there are. */
export function present<T>(values: readonly (T | undefined)[] | undefined): T[] {
    return (values ?? []).filter((value): value is T => value !== undefined);
}
