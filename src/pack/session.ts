import type { PolicyResource } from "@pulumi/policy";
import { loadFacts } from "../files";
import { planFromAnalyzer, providerSettings, type RecordedInputs } from "../plan";
import {
    Exceptions,
    idleIn,
    interest,
    Model,
    readExceptions,
    type GivenExceptions,
    type NamedException,
    type Policy,
    type Settings,
    type Unverified,
} from "../policy";

/** One `AnalyzeStack` call: its model, and what its policies could not know. */
export interface Call {
    /** What the plan says; once it is ready, with what AWS says besides. */
    readonly model: Model;
    /** Settled as soon as the model is ready; nothing if it is. */
    readonly ready: Promise<void> | undefined;
    readonly unverified: Unverified[];
    /** Nothing runs on Fargate, and nothing was left open: there is nothing to say. */
    readonly isIdle: boolean;
}

/**
 * What the policies of a pack share. The SDK hands every stack policy its own copy of all resources,
 * and no id of the call; but each copy holds the request's own option lists, the same objects within
 * one call and others in the next. A test over the protocol guards this.
 */
export class Session {
    /** Inputs of this operation, recorded while `Analyze` ran. */
    readonly inputs: RecordedInputs = new Map();
    /** A resource of `aws-native` has been seen. */
    hasNatives = false;
    /** What resource policies could not know, by policy and URN: `Analyze` may run again. */
    readonly unverifiedInputs = new Map<string, Unverified>();
    /** Bugs met by `Remediate`, which cannot report them; `Analyze`, which follows it, can. */
    readonly failedRemediations = new Map<string, unknown>();
    /** What they say of findings that `Analyze` makes; the pack's settings come with its first resource. */
    exceptions = new Exceptions();
    private readonly calls = new WeakMap<object, Call | undefined>();

    constructor(
        private readonly policies: readonly Policy[],
        private readonly now: () => Date,
    ) {}

    /** Takes the pack-wide settings as `Analyze` has them. */
    configure(settings: Settings, stack: string): void {
        this.exceptions = new Exceptions(this.exceptionsIn(settings), stack);
    }

    private exceptionsIn({ exceptions }: Settings): GivenExceptions {
        return readExceptions(exceptions, "preflight-settings.", this.policies, this.now());
    }

    /** Exceptions for this project that accept nothing in it. */
    idleExceptions({ model, unverified }: Call): readonly NamedException[] {
        const used = new Set([...this.exceptions.used, ...model.exceptions.used]);
        const open = unverified.map(({ policy, resource }) => ({
            policy,
            urn: resource.declaredUrn,
        }));
        return idleIn(model.stack?.urn, model.exceptions.given.all, used, open);
    }

    /**
     * The call to which these resources belong. Its first policy builds the model; if that fails, only
     * this policy throws, and the others get nothing.
     */
    callOf(resources: readonly PolicyResource[], settings: Settings): Call | undefined {
        const key = resources[0]?.opts.ignoreChanges ?? resources;
        if (!this.calls.has(key)) {
            this.calls.set(key, undefined);
            this.calls.set(key, this.begin(resources, settings));
        }
        return this.calls.get(key);
    }

    private begin(resources: readonly PolicyResource[], settings: Settings): Call {
        const plan = planFromAnalyzer(resources, this.inputs, interest);
        const model = new Model(plan, settings, loadFacts(settings), this.exceptionsIn(settings));
        const unverified = [...this.unverifiedInputs.values()].filter(({ resource }) =>
            plan.byUrn.has(resource.urn),
        );
        const isIdle = model.isWithoutFargate && unverified.length === 0;
        const call = { model, unverified, isIdle, ready: undefined };
        return isIdle || !model.looksUp ? call : lookingUp(call, resources);
    }
}

/** The same call, whose model becomes ready when AWS has answered. */
function lookingUp(call: Call, resources: readonly PolicyResource[]): Call {
    let { model } = call;
    const looking = model.lookedUp(providerSettings(resources)).then((found) => {
        model = found;
    });
    let ready: Promise<void> | undefined = looking.finally(() => {
        ready = undefined;
    });
    return {
        ...call,
        get model() {
            return model;
        },
        get ready() {
            return ready;
        },
    };
}
