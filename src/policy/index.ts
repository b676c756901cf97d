export { supplyInWords, supplyOf } from "./supply";
export { toAwsvpc, withoutHostPorts } from "./awsvpc";
export { withoutInstanceSettings } from "./instance-settings";
export { causingCodes } from "./causes";
export { judgeCrowds } from "./crowds";
export { levels, resolveConfiguration, type Configuration, type Configure } from "./configuration";
export { detailsOf, fixInWords, messageOf, toOutcome, type Finding, type Outcome } from "./finding";
export {
    Exceptions,
    homeOf,
    idleExceptions,
    idleIn,
    idleText,
    exceptionText,
    joinExceptions,
    judgeExceptions,
    noExceptions,
    readExceptions,
    type Exception,
    type GivenExceptions,
    type NamedException,
} from "./exceptions";
export { exceptionsSchema } from "./exceptions-schema";
export { judgeFacts, noFacts, type GivenFacts } from "./facts";
export { interest, Model, packSettings } from "./model";
export { hasIpv4, ipv6OnlySubject, mayLackIpv4 } from "./ipv6-only";
export { policyFaults, policyWays } from "./faults";
export { hasModernPlatform, modernPlatform } from "./platform";
export { namesOf, policyNamed } from "./names";
export * from "./policy";
export {
    describeBug,
    effective,
    runPolicy,
    modelOf,
    runOver,
    runPolicies,
    settingsOf,
    wrongSettings,
    type PolicyConfiguration,
    type Run,
    type RunResult,
} from "./runner";
export {
    anyCallsBy,
    describeRefused,
    fixOfRefused,
    judgeMissingRoles,
    judgePermissions,
} from "./roles";
export {
    checkSettings,
    type CheckedSettings,
    type Settings,
    type SettingSchema,
    type SettingSchemas,
} from "./settings";
export { advice, fixOf, givePublicIp, leaveOut, set, type Fix } from "./fix";
export { judgeCallers } from "./callers";
export { judgeWays, type Told } from "./judge-ways";
export { judgeStarts } from "./late";
export {
    anyNeeds,
    unknownDefinitions,
    unknownDestinations,
    unknownNeeds,
    unknownOf,
    unknownVpcs,
} from "./unknown";
export {
    askFromLattice,
    askInto,
    fromEach,
    wayFromLattice,
    wayInto,
    wayToTasks,
    waysOut,
    waysTo,
    waysToImages,
    type Asked,
    type FromSubnet,
    type OutwardPolicy,
    type Way,
} from "./ways";
export { securityBestPractice } from "./framework";
