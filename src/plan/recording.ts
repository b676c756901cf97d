import { makePlan, type Interest, type Plan } from "./plan";
import { majorVersion } from "./provider-version";
import { own, type Raw, type RawProperties } from "./raw";
import { object, recordOf, refuseTwins, stateAt, text } from "./records";
import type { PlanRecord } from "./resource";

/**
 * The plan of a recording: a list of resources as a policy pack sees them, `inputs` from `Analyze`
 * and `outputs` from `AnalyzeStack`.
 *
 * @throws PlanError if one of them cannot be read.
 */
export function planFromRecording(recording: readonly Raw[], interest: Interest): Plan {
    return { ...makePlan(recordsOf(recording, interest)), providers: providersOf(recording) };
}

/** @param list the place of the list in its file */
export function recordsOf(recording: readonly Raw[], interest: Interest, list = ""): PlanRecord[] {
    const records: PlanRecord[] = [];
    const states = recording.map((raw, i) => {
        const place = `${list}[${String(i)}]`;
        return { state: stateAt(raw, place), place };
    });
    refuseTwins(states);
    for (const { state } of states) {
        const provider = object(state, "provider");
        const component = provider === undefined && !isPulumis(state);
        const outputs = object(state, "outputs");
        const props = provider === undefined ? undefined : object(provider, "props");
        const region = own(props, "region");
        const providerMajor =
            provider === undefined ? undefined : majorVersion(text(provider, "urn"), props);
        // A create that `--target` leaves out arrives without any property.
        const skipped =
            provider !== undefined && outputs !== undefined && Object.keys(outputs).length === 0;
        records.push(recordOf(state, interest, { region, component, skipped, providerMajor }));
    }
    return records;
}

/** The settings of the providers that resources have, by URN. */
function providersOf(recording: readonly Raw[]): Map<string, RawProperties> {
    const found = new Map<string, RawProperties>();
    for (const [i, raw] of recording.entries()) {
        const provider = object(stateAt(raw, `[${String(i)}]`), "provider");
        const urn = provider === undefined ? undefined : text(provider, "urn");
        const props = provider === undefined ? undefined : object(provider, "props");
        if (urn !== undefined && props !== undefined) found.set(urn, props);
    }
    return found;
}

function isPulumis(state: RawProperties): boolean {
    return text(state, "type")?.startsWith("pulumi:") === true;
}
