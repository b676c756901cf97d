import { open, type Raw } from "./raw";
import { PlannedResource, type PlanRecord } from "./resource";

/** Top-level properties that are read, by type. Everything else is dropped when a source is read. */
export type Interest = ReadonlyMap<string, readonly string[]>;

/** What a source makes: all resources as they will be after the deployment. */
export interface Plan {
    readonly resources: readonly PlannedResource[];
    readonly byUrn: ReadonlyMap<string, PlannedResource>;
    /** Ids and ARNs that the stack gives away as outputs. */
    readonly givenAway: ReadonlySet<string>;
    /**
     * Why this plan may hold less than the stack, if so: then what is not in it may exist all the
     * same, and absence proves nothing.
     */
    readonly incomplete?: string | undefined;
}

/** The same plan where inputs were not recorded: poorer, never wrong. */
export function withoutInputs(plan: Plan): Plan {
    const resources = plan.resources.map((resource) => resource.withoutInputs());
    return { ...plan, resources, byUrn: new Map(resources.map((each) => [each.urn, each])) };
}

export const stackType = "pulumi:pulumi:Stack";

/**
 * Makes a plan of records. Of several records with one URN the last one counts: a replacement comes
 * after what it replaces.
 */
export function makePlan(records: Iterable<PlanRecord>, incomplete?: string): Plan {
    const byUrn = new Map<string, PlannedResource>();
    const nameOf = (urn: string): string => byUrn.get(urn)?.name ?? nameInUrn(urn);
    const givenAway = new Set<string>();
    for (const record of records) {
        byUrn.set(record.urn, new PlannedResource(record, nameOf));
        if (record.type === stackType) collectStrings(record.outputs, givenAway);
    }
    return { resources: [...byUrn.values()], byUrn, givenAway, incomplete };
}

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>`; a name may itself hold `::`. */
export function nameInUrn(urn: string): string {
    return urn.split("::").slice(3).join("::") || urn;
}

export function typeInUrn(urn: string): string {
    const qualified = urn.split("::")[2] ?? "";
    return qualified.slice(qualified.lastIndexOf("$") + 1);
}

function collectStrings(raw: Raw | undefined, into: Set<string>): void {
    // A list of places to visit, not recursion: stack outputs may be nested as deep as they like.
    const pending: (Raw | undefined)[] = [raw];
    while (pending.length > 0) {
        const opened = open(pending.pop() ?? null);
        if (!("value" in opened)) continue;
        const { value } = opened;
        if (typeof value === "string") into.add(value);
        else if (typeof value === "object" && value !== null) {
            // One by one: a long list, spread, would overflow the stack.
            for (const inner of Object.values<Raw>(value)) pending.push(inner);
        }
    }
}
