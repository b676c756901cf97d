import type { Policies } from "@pulumi/policy";
import { policies as all } from "../../policies";
import {
    readExceptions,
    resolveConfiguration,
    settingsOf,
    type Policy,
    type Settings,
} from "../policy";
import { toPulumiPolicies } from "./adapter";

export type FargateLevel = "advisory" | "mandatory" | "disabled" | "remediate";

/**
 * Levels and settings by policy name, as in the configuration of a policy pack: a level, or an object
 * with `enforcementLevel` and the policy's settings. `all` is the level of those that are not named.
 */
export type FargateConfiguration = Readonly<
    Record<
        string,
        | FargateLevel
        | { readonly enforcementLevel?: FargateLevel; readonly [setting: string]: unknown }
    >
>;

/**
 * The policies of this pack, for a pack of your own: `new PolicyPack("mine", { policies: [...mine,
 * ...fargatePolicies()] })`. Levels and settings given here are defaults; the configuration in Pulumi
 * Cloud, or of `--policy-pack-config`, still changes them.
 *
 * @throws Error if a policy, a level or a setting does not exist, naming each and what was expected
 */
export function fargatePolicies(configuration: FargateConfiguration = {}): Policies {
    const problems = problemsOf(configuration);
    if (problems.length > 0) {
        throw new Error(`fargatePolicies: ${problems.join("; ")}`);
    }
    const { configure } = resolveConfiguration(all, configuration);
    return toPulumiPolicies(
        all.map((policy): Policy => {
            const { level, settings } = configure(policy);
            return { ...policy, level, ...withDefaults(policy, settings) };
        }),
    );
}

/** What is wrong with a configuration, its exceptions among it. */
export function problemsOf(configuration: unknown): readonly string[] {
    const { configure, problems } = resolveConfiguration(all, configuration);
    const { exceptions } = settingsOf(all, configure);
    const read = readExceptions(exceptions, "preflight-settings.", all, new Date());
    return [...problems, ...read.problems];
}

/** The schemas of a policy's settings, with these values as defaults. */
function withDefaults({ settings: schemas }: Policy, values: Settings): object {
    if (schemas === undefined) return {};
    const entries = Object.entries(schemas).map(([name, schema]) => [
        name,
        { ...schema, default: values[name] },
    ]);
    return { settings: Object.fromEntries(entries) as unknown };
}
