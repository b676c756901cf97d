import { inOneDialect, nativeNames } from "./native";
import type { Outside } from "./outside";
import { oneLine } from "./printable";
import { textsIn, type RawProperties } from "./raw";
import { PlannedResource, type PlanRecord } from "./resource";

/** Top-level properties that are read, by type. Everything else is dropped when a source is read. */
export type Interest = ReadonlyMap<string, readonly string[]>;

/** The properties of a type that are read, in its own words. */
export function namesOf(interest: Interest, type: string): readonly string[] | undefined {
    return interest.get(type) ?? nativeNames(type);
}

/** What a source makes: all resources as they will be after the deployment. */
export interface Plan {
    readonly resources: readonly PlannedResource[];
    readonly byUrn: ReadonlyMap<string, PlannedResource>;
    /** Ids and ARNs that the stack gives away as outputs: what they hold, and ids inside them (an ARN, a joined list). */
    readonly givenAway: ReadonlySet<string>;
    /**
     * Why this plan may hold less than the stack, if so: then what is not in it may exist all the
     * same, and absence proves nothing.
     */
    readonly incomplete?: string | undefined;
    /** Its inputs stand in its own file, so nobody has to record them. */
    readonly hasOwnInputs?: boolean | undefined;
    /** How many values stood in for unknown ones, if they did: then nothing of the program is left out. */
    readonly standIns?: number | undefined;
    /** The ids, ARNs and names that stood in: whatever has one of them does not exist yet. */
    readonly made?: ReadonlySet<string> | undefined;
    /** When the state that the plan is of was written, if its file says. */
    readonly writtenAt?: string | undefined;
    /**
     * The settings of its AWS providers by URN, where its file tells them: some of them may be secret. A
     * provider that is not among them may have any.
     */
    readonly providers?: ReadonlyMap<string, RawProperties> | undefined;
    /** What the deployment takes away, where the source tells it: facts may still hold it. */
    readonly removed?: readonly PlannedResource[] | undefined;
    /** It is the plan as long as some of it is not made: what is not in it is not there yet. */
    readonly isEarly?: true | undefined;
    /** What facts say of what exists outside the plan, if there are any. */
    readonly outside?: Outside | undefined;
}

/** The same plan where inputs were not recorded: poorer, never wrong. */
export function withoutInputs(plan: Plan): Plan {
    if (plan.hasOwnInputs === true) return plan;
    const resources = plan.resources.map((resource) => resource.withoutInputs());
    return { ...plan, resources, byUrn: new Map(resources.map((each) => [each.urn, each])) };
}

export const stackType = "pulumi:pulumi:Stack";

/** An id as AWS makes it: `vpc-0123456789abcdef0`. */
const anyId = /[a-z]+-[0-9a-f]{8,17}\b/g;

/** Makes a plan of records. Of several with one URN, which no source has, the last one counts. */
export function makePlan(records: Iterable<PlanRecord>, incomplete?: string): Plan {
    const byUrn = new Map<string, PlannedResource>();
    const nameOf = (urn: string): string => byUrn.get(urn)?.name ?? oneLine(nameInUrn(urn));
    const givenAway = new Set<string>();
    for (const given of records) {
        for (const record of inOneDialect(given)) {
            byUrn.set(record.urn, new PlannedResource(record, nameOf));
        }
        if (given.type !== stackType) continue;
        for (const text of textsIn(given.outputs)) {
            givenAway.add(text);
            for (const [id] of text.matchAll(anyId)) givenAway.add(id);
        }
    }
    return { resources: [...byUrn.values()], byUrn, givenAway, incomplete };
}

/** Where the part stands in a URN that comes after so many double colons; `undefined` if it has fewer. */
export function placeInUrn(urn: string, colons: number): number | undefined {
    let place = 0;
    for (let passed = 0; passed < colons; passed++) {
        const next = urn.indexOf("::", place);
        if (next < 0) return undefined;
        place = next + 2;
    }
    return place;
}

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`; a name may itself hold `::`. */
export function nameInUrn(urn: string): string {
    return urn.slice(placeInUrn(urn, 3)) || urn;
}

export function typeInUrn(urn: string): string {
    const begin = placeInUrn(urn, 2);
    if (begin === undefined) return "";
    const end = urn.indexOf("::", begin);
    const qualified = urn.slice(begin, end < 0 ? undefined : end);
    return qualified.slice(qualified.lastIndexOf("$") + 1);
}
