import { makePlan, type Interest, type Plan } from "./plan";
import { own, type RawProperties } from "./raw";
import {
    object,
    objectsIn,
    providerRegions,
    providersIn,
    recordOf,
    regionOf,
    stateAt,
    text,
} from "./records";
import type { PlanRecord } from "./resource";

/**
 * The plan of a stack that exists: `deployment` of `pulumi stack export`. One that was never deployed, or
 * that is empty, has no resources.
 *
 * @throws PlanError if one of them cannot be read.
 */
export function planFromExport(deployment: RawProperties, interest: Interest): Plan {
    const listed = objectsIn(own(deployment, "resources"), "deployment.resources");
    const states = listed.map(([state, place]) => stateAt(state, place));
    const regions = providerRegions(states);
    const records: PlanRecord[] = [];
    for (const state of states) {
        // What waits for its deletion is gone after the next deployment.
        if (own(state, "delete") === true) continue;
        records.push(
            recordOf(state, interest, {
                region: regionOf(state, regions, undefined),
                component: own(state, "custom") === false,
                skipped: false,
            }),
        );
    }
    const manifest = object(deployment, "manifest");
    const writtenAt = manifest && text(manifest, "time");
    return { ...makePlan(records), writtenAt, providers: providersIn(states), hasOwnInputs: true };
}
