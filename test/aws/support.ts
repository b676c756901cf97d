import type { Program, Recorded, Resource } from "../support/program";

/** What each resource of a program became: properties, the id among them. */
export type Made = ReadonlyMap<Resource, Readonly<Record<string, string>>>;

/** The ids of what was made of a type. */
export function outsideOf(made: Made, type: string): readonly string[] {
    return [...made].flatMap(([resource, { id }]) =>
        resource.type === type && id !== undefined ? [id] : [],
    );
}

/** The program without its network, which it names by the ids that this has elsewhere. */
export function split(program: Program, made: Made): readonly Recorded[] {
    const all = program.record("deployed");
    const byUrn = new Map(all.map((each) => [each.urn, each]));
    const renamed = new Map<string, string>();
    const gone = new Set<string>();
    for (const [resource, properties] of made) {
        gone.add(resource.urn);
        const { outputs = {} } = byUrn.get(resource.urn) ?? {};
        for (const [property, value] of Object.entries(properties)) {
            const old = outputs[property];
            if (typeof old === "string") renamed.set(old, value);
        }
    }
    const rest = all.filter(({ urn }) => !gone.has(urn));
    const kept = rest.map((each) => ({
        ...each,
        dependencies: each.dependencies.filter((urn) => !gone.has(urn)),
        propertyDependencies: Object.fromEntries(
            Object.entries(each.propertyDependencies).map(([name, urns]) => [
                name,
                urns.filter((urn) => !gone.has(urn)),
            ]),
        ),
    }));
    let text = JSON.stringify(kept);
    for (const [old, value] of renamed) text = text.replaceAll(old, value);
    return JSON.parse(text) as readonly Recorded[];
}
