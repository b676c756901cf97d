import { makePlan, type Interest, type Plan } from "./plan";
import { isObject, own, type Raw, type RawProperties } from "./raw";
import { object, providerRegions, recordOf, regionOf, text } from "./records";
import type { PlanRecord } from "./resource";

/** The plan of a stack that exists: `deployment` of `pulumi stack export`. */
export function planFromExport(deployment: RawProperties, interest: Interest): Plan {
    const resources = own(deployment, "resources");
    const states = Array.isArray(resources) ? (resources as readonly Raw[]).filter(isObject) : [];
    const regions = providerRegions(states);
    const records: PlanRecord[] = [];
    for (const state of states) {
        // What waits for its deletion is gone after the next deployment.
        if (own(state, "delete") === true) continue;
        const record = recordOf(state, interest, {
            region: regionOf(state, regions, undefined),
            component: own(state, "custom") === false,
            skipped: false,
        });
        if (record !== undefined) records.push(record);
    }
    const manifest = object(deployment, "manifest");
    const writtenAt = manifest && text(manifest, "time");
    return { ...makePlan(records), writtenAt, hasOwnInputs: true };
}
