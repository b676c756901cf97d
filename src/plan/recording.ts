import { makePlan, type Interest, type Plan } from "./plan";
import { isObject, type Raw, type RawProperties } from "./raw";
import { object, recordOf, text } from "./records";
import { own, type PlanRecord } from "./resource";

/**
 * The plan of a recording: a list of resources as a policy pack sees them, `inputs` from `Analyze`
 * and `outputs` from `AnalyzeStack`.
 */
export function planFromRecording(recording: readonly Raw[], interest: Interest): Plan {
    const records: PlanRecord[] = [];
    for (const state of recording) {
        if (!isObject(state)) continue;
        const provider = object(state, "provider");
        const component = provider === undefined && !isPulumis(state);
        const record = recordOf(state, interest, {
            region: own(provider === undefined ? undefined : object(provider, "props"), "region"),
            component,
        });
        if (record !== undefined) records.push(record);
    }
    return makePlan(records);
}

function isPulumis(state: RawProperties): boolean {
    return text(state, "type")?.startsWith("pulumi:") === true;
}
