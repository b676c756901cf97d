import { makePlan, type Interest, type Plan } from "./plan";
import { isObject, own, type Raw, type RawProperties } from "./raw";
import { object, recordOf, text } from "./records";
import type { PlanRecord } from "./resource";

/**
 * The plan of a recording: a list of resources as a policy pack sees them, `inputs` from `Analyze`
 * and `outputs` from `AnalyzeStack`.
 */
export function planFromRecording(recording: readonly Raw[], interest: Interest): Plan {
    return makePlan(recordsOf(recording, interest));
}

export function recordsOf(recording: readonly Raw[], interest: Interest): PlanRecord[] {
    const records: PlanRecord[] = [];
    for (const state of recording) {
        if (!isObject(state)) continue;
        const provider = object(state, "provider");
        const component = provider === undefined && !isPulumis(state);
        const outputs = object(state, "outputs");
        const record = recordOf(state, interest, {
            region: own(provider === undefined ? undefined : object(provider, "props"), "region"),
            component,
            // A create that `--target` leaves out arrives without any property.
            skipped:
                provider !== undefined &&
                outputs !== undefined &&
                Object.keys(outputs).length === 0,
        });
        if (record !== undefined) records.push(record);
    }
    return records;
}

function isPulumis(state: RawProperties): boolean {
    return text(state, "type")?.startsWith("pulumi:") === true;
}
