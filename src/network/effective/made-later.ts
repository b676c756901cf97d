import type { Gap } from "../../knowable";
import { typeInUrn, type Plan } from "../../plan";
import type { TargetGroup } from "../things/target-group";

/**
 * Components that make the listeners of their target groups inside `apply`. SST makes those of a service
 * once it knows the ARN of their certificate (`platform/src/components/aws/service.ts`).
 */
const makeListenersLater: ReadonlySet<string> = new Set(["sst:aws:Service"]);

/** Why a new target group may have listeners that a preview does not show yet. */
export function listenersMadeLater(plan: Plan, { resource }: TargetGroup): readonly Gap[] {
    const type = resource.parent === undefined ? "" : typeInUrn(resource.parent);
    const isShown = plan.standIns !== undefined || !resource.isNew;
    if (isShown || !makeListenersLater.has(type)) return [];
    const what = `${type} makes its listeners inside \`apply\`, which a preview does not show before the deployment`;
    return [resource.gap("", "made-by-plan", what)];
}
