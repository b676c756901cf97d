export { judgeCrowds } from "./crowds";
export { resolveConfiguration, type Configuration, type Configure } from "./configuration";
export { toOutcome, type Finding, type Outcome } from "./finding";
export { interest, Model, packSettings } from "./model";
export * from "./policy";
export {
    describeBug,
    effective,
    judge,
    runPolicies,
    settingsOf,
    wrongSettings,
    type PolicyConfiguration,
    type RunResult,
} from "./runner";
export {
    checkSettings,
    type CheckedSettings,
    type Settings,
    type SettingSchema,
    type SettingSchemas,
} from "./settings";
export {
    judgeWays,
    unknownDestinations,
    unknownNeeds,
    unknownVpcs,
    waysTo,
    waysToImages,
    type Told,
    type Way,
} from "./ways";
