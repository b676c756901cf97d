import type { Recorded } from "../support/program";

export type Properties = Readonly<Record<string, unknown>>;

/** A plan of which everything is known: its resources by type and by id. */
export class Plan {
    private readonly byType = new Map<string, Properties[]>();
    private readonly byId = new Map<unknown, Properties>();

    constructor(readonly resources: readonly Recorded[]) {
        for (const { type, outputs, urn, name } of resources) {
            const properties = { ...outputs, urn, resourceName: name };
            this.byType.set(type, [...(this.byType.get(type) ?? []), properties]);
            // What adopts something has its id, too: the thing itself is the first.
            if (outputs.id !== undefined && !this.byId.has(outputs.id))
                this.byId.set(outputs.id, properties);
            if (outputs.arn !== undefined) this.byId.set(outputs.arn, properties);
        }
    }

    all(...types: string[]): Properties[] {
        return types.flatMap((type) => this.byType.get(`aws:${type}`) ?? []);
    }

    find(id: unknown): Properties | undefined {
        return this.byId.get(id);
    }

    get(id: unknown): Properties {
        const found = this.find(id);
        if (found === undefined) throw new Untranslated(`${String(id)} is outside the plan`);
        return found;
    }
}

/** What is not translated: the network cannot be sent a packet. */
export class Untranslated extends Error {}

export function text(properties: Properties, name: string): string {
    const value = properties[name];
    return typeof value === "string" ? value : "";
}

/** The texts of these properties, single or listed. */
export function texts(properties: Properties, ...names: string[]): string[] {
    return names
        .flatMap((name) => properties[name])
        .filter((value): value is string => typeof value === "string" && value !== "");
}

export function blocks(properties: Properties, name: string): Properties[] {
    const value = properties[name];
    const list: unknown[] = Array.isArray(value) ? value : [];
    return list.filter((each): each is Properties => typeof each === "object" && each !== null);
}

export function block(properties: Properties, name: string): Properties {
    const value = properties[name];
    return typeof value === "object" && value !== null && !Array.isArray(value)
        ? (value as Properties)
        : {};
}

/** Every text and number of a value, with its key. */
export function* leaves(value: unknown, key = ""): Iterable<[key: string, value: unknown]> {
    if (typeof value !== "object" || value === null) yield [key, value];
    else for (const [name, each] of Object.entries(value)) yield* leaves(each, name);
}
