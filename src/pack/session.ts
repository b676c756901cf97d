import type { PolicyResource } from "@pulumi/policy";
import { planFromAnalyzer, type RecordedInputs } from "../plan";
import { interest, Model, type Settings, type Unverified } from "../policy";

/** One `AnalyzeStack` call: its model, and what its policies could not know. */
export interface Call {
    readonly model: Model;
    readonly unverified: Unverified[];
    /** Building the model failed: said once, not by every policy. */
    hasFailed: boolean;
}

/**
 * What the policies of a pack share. The SDK hands every stack policy its own copy of all resources,
 * and no id of the call; but each copy holds the request's own option lists, the same objects within
 * one call and others in the next. A test over the protocol guards this.
 */
export class Session {
    /** Inputs of this operation, recorded while `Analyze` ran. */
    readonly inputs: RecordedInputs = new Map();
    /** What resource policies could not know, by policy and URN: `Analyze` may run again. */
    readonly unverifiedInputs = new Map<string, Unverified>();
    private readonly calls = new WeakMap<object, Call>();

    /** The call to which these resources belong; the first policy of a call builds its model. */
    callOf(resources: readonly PolicyResource[], settings: () => Settings): Call {
        const key = resources[0]?.opts.ignoreChanges ?? resources;
        let call = this.calls.get(key);
        if (call === undefined) {
            const plan = planFromAnalyzer(resources, this.inputs, interest);
            const unverified = [...this.unverifiedInputs.values()].filter(({ resource }) =>
                plan.byUrn.has(resource.urn),
            );
            call = { model: new Model(plan, settings()), unverified, hasFailed: false };
            this.calls.set(key, call);
        }
        return call;
    }
}
