import type { Knowable } from "../../src/knowable";
import type { Raw, RawProperties, Reading } from "../../src/plan";
import { makePlan } from "../../src/plan/plan";
import type { PlannedResource, PlanRecord } from "../../src/plan/resource";

/** The engine's mark of an unknown string. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function urn(type: string, name: string): string {
    return `urn:pulumi:dev::web::${type}::${name}`;
}

/** A secret as a file holds it: encrypted, or (`--show-secrets`) in plain text. */
export function secret(content: RawProperties): RawProperties {
    return { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ...content };
}

export const encrypted = secret({ ciphertext: "v1:abc" });

export function plaintext(value: Raw): Raw {
    return secret({ plaintext: JSON.stringify(value) });
}

/** One resource as a source of plans describes it; what is left out is as in the commonest case. */
export function resourceOf(
    record: Partial<PlanRecord> & Pick<PlanRecord, "type">,
): PlannedResource {
    const whole: PlanRecord = {
        urn: urn(record.type, "it"),
        name: "it",
        dependencies: [],
        propertyDependencies: {},
        ignoreChanges: [],
        external: false,
        component: false,
        skipped: false,
        origin: "plan",
        ...record,
    };
    const [resource] = makePlan([whole]).resources;
    if (resource === undefined) throw new Error("a plan has as many resources as records");
    return resource;
}

/** A reading in short, for tables: its value, `unset`, or why it is unknown. */
export function inShort(value: Knowable<unknown>): unknown {
    if (!value.known) return `unknown: ${value.why.reason}`;
    return value.value === undefined ? "unset" : value.value;
}

/** A list in short: of each element its text. */
export function listInShort(reading: Reading): unknown {
    const list = reading.elements();
    return list.known ? list.value.map((element) => inShort(element.string())) : inShort(list);
}
