export {
    planFromAnalyzer,
    recordInputs,
    resourceFromInputs,
    type RecordedInputs,
} from "./analyzer";
export { PlanError } from "./error";
export type { CompleteVpc, Fact, FactsFile, FactsSource, Unread } from "./facts";
export { planFromJson, type PlanKind } from "./file";
export { nameInUrn, withoutInputs, type Interest, type Plan } from "./plan";
export { own, type Raw, type RawProperties } from "./raw";
export { Reading } from "./reading";
export type { PlannedResource } from "./resource";
