export { judgeCrowds } from "./crowds";
export { resolveConfiguration, type Configuration, type Configure } from "./configuration";
export { toOutcome, type Finding, type Outcome } from "./finding";
export { judgeFacts, noFacts, type GivenFacts } from "./facts";
export { interest, Model, packSettings } from "./model";
export { hasModernPlatform } from "./platform";
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
export { judgeMissingRoles, judgePermissions, type Refused } from "./roles";
export {
    checkSettings,
    type CheckedSettings,
    type Settings,
    type SettingSchema,
    type SettingSchemas,
} from "./settings";
export {
    judgeWays,
    unknownDefinitions,
    unknownDestinations,
    unknownNeeds,
    unknownVpcs,
    waysTo,
    waysToImages,
    type Told,
    type Way,
} from "./ways";
