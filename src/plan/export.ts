import { makePlan, type Interest, type Plan } from "./plan";
import { own, type RawProperties } from "./raw";
import {
    object,
    objectsIn,
    providerMajors,
    providerOf,
    providerRegions,
    providersIn,
    recordOf,
    refuseTwins,
    regionOf,
    stateAt,
    text,
} from "./records";

/**
 * The plan of a stack that exists: `deployment` of `pulumi stack export`. One that was never deployed, or
 * that is empty, has no resources.
 *
 * @throws PlanError if one of them cannot be read.
 */
export function planFromExport(deployment: RawProperties, interest: Interest): Plan {
    const listed = objectsIn(own(deployment, "resources"), "deployment.resources");
    for (const { state, place } of listed) stateAt(state, place);
    // What waits for its deletion is gone after the next deployment.
    const lasting = listed.filter(({ state }) => own(state, "delete") !== true);
    refuseTwins(lasting);
    const states = lasting.map(({ state }) => state);
    const regions = providerRegions(states);
    const providers = providersIn(states);
    const majorOf = providerMajors(providers);
    const records = states.map((state) => {
        const provider = providerOf(state);
        return recordOf(state, interest, {
            provider,
            region: regionOf(state, provider, regions, undefined),
            component: own(state, "custom") === false,
            skipped: false,
            providerMajor: majorOf(provider),
        });
    });
    const manifest = object(deployment, "manifest");
    const writtenAt = manifest && text(manifest, "time");
    return { ...makePlan(records), writtenAt, providers, hasOwnInputs: true };
}
