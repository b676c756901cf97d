import type { Answer, Gap } from "../knowable";
import type { PlannedResource } from "../plan";
import type { Path } from "../reach";
import type { Fix } from "./fix";
import type { Model } from "./model";
import type { Settings, SettingSchemas } from "./settings";

export type Level = "mandatory" | "advisory" | "disabled" | "remediate";
export type Severity = "low" | "medium" | "high" | "critical";

/** What every policy says of itself; names are public, people write them into their configuration. */
/** A control of a published framework: whatever the policy finds, the control finds too. */
export interface Framework {
    readonly name: string;
    readonly version: string;
    /** The address of its text. */
    readonly reference: string;
    /** The control, such as `ECS.2`. */
    readonly specification: string;
}

export interface PolicyInfo {
    readonly name: string;
    /** Names that it had before: whatever takes a policy's name takes them too. */
    readonly formerNames?: readonly string[];
    /** One sentence: "Every … must …". */
    readonly description: string;
    /** Why: AWS's rule with its source, and what people see if it is broken. */
    readonly why: string;
    /** How it is repaired, in general. */
    readonly fix: string;
    /** When it makes sense to turn it off, or to lower it. */
    readonly turnOff: string;
    readonly severity: Severity;
    /** The default; configuration changes it. */
    readonly level: Level;
    readonly settings?: SettingSchemas;
    readonly framework?: Framework;
    /** Which of the three answers it can give, and why not the others; unset: all three. */
    readonly limits?: string;
    /**
     * What it takes for granted and no plan tells: "that …". So every ready configuration leaves it advice, and
     * what it cannot know blocks nothing.
     */
    readonly premise?: string;
}

/** What a policy found about one resource. */
export interface Judgement {
    readonly resource: PlannedResource;
    readonly answer: Answer<Path>;
    /** What tells it from others of this policy on the resource, where no path does: URNs, or words that stay. */
    readonly about?: readonly string[];
    /** For a violation: what is wrong, naming things as people wrote them; one line. */
    readonly problem: string;
    /** For a violation: more of what is wrong, each in a line of its own. */
    readonly details?: readonly string[];
    /** For a violation: the smallest change; as text where no program could make it. */
    readonly fix: Fix | string;
    /** The keys of the stops that the fix mends; unset: all that the answer names. */
    readonly mends?: ReadonlySet<string>;
    /** Unset: the policy's. */
    readonly severity?: Severity;
    /** It never blocks, whatever the policy's level. */
    readonly isAdvice?: true;
    /** It is of the check, not of the network: no exception holds for it. */
    readonly isOfCheck?: true;
}

/** Judges what one resource's inputs themselves say. */
export interface ResourcePolicy extends PolicyInfo {
    readonly kind: "resource";
    readonly types: readonly string[];
    readonly check: (resource: PlannedResource, settings: Settings) => Iterable<Judgement>;
    /** At the level `remediate` the pack makes those fixes itself that change no other properties than these. */
    readonly remediates?: readonly string[];
}

/** What a policy judges, where many stacks have none of it. */
export interface Subject {
    /** In the plural, such as `tasks with ECS Exec`. */
    readonly what: string;
    /** Whether the stack has any, or may have: if not, the policy has nothing to say. */
    readonly isIn: (model: Model) => boolean;
}

/** Judges the network as a whole. */
export interface StackPolicy extends PolicyInfo {
    readonly kind: "stack";
    /** Without any of it, the policy does not apply: it is not run, and the engine is told so. */
    readonly subject?: Subject;
    readonly check: (context: Context) => Iterable<Judgement>;
}

/** Records inputs for the stack policies, and judges nothing. */
export interface InputsPolicy extends PolicyInfo {
    readonly kind: "inputs";
}

/** Sees what the others could not know, so it comes last. */
export interface UnverifiedPolicy extends PolicyInfo {
    readonly kind: "unverified";
    readonly check: (context: Context, unverified: readonly Unverified[]) => Iterable<Judgement>;
}

/** Holds the settings that more than one policy reads, so it comes first of the stack policies. */
export interface SettingsPolicy extends PolicyInfo {
    readonly kind: "settings";
    readonly settings: SettingSchemas;
    readonly check: (context: Context, problems: readonly string[]) => Iterable<Judgement>;
}

export type Policy =
    ResourcePolicy | StackPolicy | InputsPolicy | UnverifiedPolicy | SettingsPolicy;

/** What a policy over the whole stack gets. */
export interface Context {
    readonly model: Model;
    /** The policy's own settings. */
    readonly settings: Settings;
}

/** One question that could not be answered. */
export interface Unverified {
    readonly policy: string;
    readonly resource: PlannedResource;
    readonly gaps: readonly Gap[];
    /** It never blocks: the policy takes for granted what no plan tells. */
    readonly isAdvice?: true;
}

/** Defines a policy; its kind decides what its check gets. */
export function definePolicy<P extends Policy>(policy: P): P {
    return policy;
}
