export {
    planFromAnalyzer,
    providerSettings,
    recordInputs,
    resourcesFromInputs,
    type RecordedInputs,
} from "./analyzer";
export {
    AwsError,
    lookUp,
    NoCredentials,
    takeSnapshot,
    type AwsSettings,
    type LookedUp,
    type Wish,
} from "./aws";
export { rulesFor, spellingsInLb } from "./defaults";
export { PlanError } from "./error";
export { isNative, madeOf, nativeTypesOf } from "./native";
export {
    conflictsOf,
    readFacts,
    type CompleteVpc,
    type Fact,
    type FactsFile,
    type FactsRead,
    type FactsSource,
    type NamedFacts,
    type Unread,
    type Section,
} from "./facts";
export { factsSchema } from "./facts-schema";
export { planFromJson, type PlanKind } from "./file";
export { asOf, withFacts, type Outside, type WholeVpc } from "./outside";
export { nameInUrn, stackType, typeInUrn, withoutInputs, type Interest, type Plan } from "./plan";
export { firstOf, oneLine, printable, printableJson } from "./printable";
export {
    hasSentinel,
    isObject,
    own,
    parseJson,
    pickAll,
    sealed,
    secretSignature,
    signatureKey,
    unknownText,
    type Raw,
    type RawProperties,
    type Single,
} from "./raw";
export { Reading } from "./reading";
export { isStranger, strangers, type Change } from "./strangers";
export type { PlannedResource } from "./resource";
export { problemsIn, validatorOf } from "./schema";
