import type { Network } from "./networks";
import type { Inputs } from "./program";

/** What beside Runtime Monitoring gives tasks on Fargate an agent. */
export const agent = { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" };
export const ofEks = { name: "EKS_ADDON_MANAGEMENT", status: "ENABLED" };

/** A detector with Runtime Monitoring, or what these inputs make of it. */
export function monitoring(
    n: Network,
    feature: Inputs = {},
    detector: Inputs = {},
    name = "runtime",
): void {
    const { id } = n.add("aws:guardduty/detector:Detector", name, detector);
    n.add("aws:guardduty/detectorFeature:DetectorFeature", name, {
        detectorId: id,
        name: "RUNTIME_MONITORING",
        status: "ENABLED",
        additionalConfigurations: [agent],
        ...feature,
    });
}
