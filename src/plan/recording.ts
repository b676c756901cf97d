import { makePlan, type Interest, type Plan } from "./plan";
import { own, type Raw, type RawProperties } from "./raw";
import { object, recordOf, stateAt, text } from "./records";
import type { PlanRecord } from "./resource";

/**
 * The plan of a recording: a list of resources as a policy pack sees them, `inputs` from `Analyze`
 * and `outputs` from `AnalyzeStack`.
 *
 * @throws PlanError if one of them cannot be read.
 */
export function planFromRecording(recording: readonly Raw[], interest: Interest): Plan {
    const records: PlanRecord[] = [];
    for (const [i, raw] of recording.entries()) {
        const state = stateAt(raw, `[${String(i)}]`);
        const provider = object(state, "provider");
        const component = provider === undefined && !isPulumis(state);
        const outputs = object(state, "outputs");
        const region = own(
            provider === undefined ? undefined : object(provider, "props"),
            "region",
        );
        // A create that `--target` leaves out arrives without any property.
        const skipped =
            provider !== undefined && outputs !== undefined && Object.keys(outputs).length === 0;
        records.push(recordOf(state, interest, { region, component, skipped }));
    }
    return makePlan(records);
}

function isPulumis(state: RawProperties): boolean {
    return text(state, "type")?.startsWith("pulumi:") === true;
}
