import { either, known, map, type Knowable } from "../../knowable";
import type { Reading } from "../../plan";
import type { Links } from "../links/link";
import { Node } from "../links/node";

/** GuardDuty in one region of an account. */
export class GuardDutyDetector extends Node<"enable"> {
    static readonly types = ["aws:guardduty/detector:Detector"];
    static readonly properties = ["enable"] as const;
    readonly kind = "guardDutyDetector";

    /** Turned off it is suspended, with all its features; by default it is on (the provider's documentation). */
    get isOn(): Knowable<boolean> {
        return map(this.at("enable").boolean(), (is) => is !== false);
    }
}

const featureProperties = ["detectorId", "name", "status", "additionalConfigurations"] as const;

/** What a detector watches besides. */
export class GuardDutyFeature extends Node<(typeof featureProperties)[number]> {
    static readonly types = ["aws:guardduty/detectorFeature:DetectorFeature"];
    static readonly properties = featureProperties;
    readonly kind = "guardDutyFeature";

    get detector(): Links<GuardDutyDetector> {
        return this.one("detectorId", "guardDutyDetector");
    }

    /** Such as `RUNTIME_MONITORING`. */
    get feature(): Knowable<string | undefined> {
        return this.at("name").string();
    }

    get isOn(): Knowable<boolean> {
        return isEnabled(this.at("status"));
    }

    /** GuardDuty adds its agent to tasks on Fargate by itself (AWS rule 17). */
    get managesAgentOfFargate(): Knowable<boolean> {
        const list = this.at("additionalConfigurations").elements();
        if (!list.known) return list;
        return either(
            ...list.value.map((each): Knowable<boolean> => {
                const name = each.at("name").string();
                if (!name.known) return name;
                const isIt = name.value === "ECS_FARGATE_AGENT_MANAGEMENT";
                return isIt ? isEnabled(each.at("status")) : known(false);
            }),
        );
    }
}

/** `ENABLED` or `DISABLED`. */
function isEnabled(place: Reading): Knowable<boolean> {
    return map(place.string(), (status) => status === "ENABLED");
}
