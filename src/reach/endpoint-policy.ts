import { cannotKnow, ok, violated } from "../knowable";
import { judgePolicies, type Call, type Match } from "../iam";
import { elementsAt } from "../network";
import type { Reading } from "../plan";
import type { HopAnswer } from "./connection";
import { stopped } from "./hop";
import { faults, type Thing } from "./words";

export type { Call } from "../iam";

/**
 * Whether an endpoint's policy allows a call, whoever makes it: conditions, named principals and parts
 * of resources cannot be known (facts 4).
 *
 * @param policy the policy document; unset means full access
 */
export function allows(policy: Reading, call: Call, endpoint: Thing): HopAnswer {
    const isSet = policy.isSet();
    if (!isSet.known) return cannotKnow(isSet.why);
    if (!isSet.value) return ok();
    const { allowed, denied, doubts } = judgePolicies([policy], call, isEveryone);
    const { action, resource = "", isPublic = false } = call;
    const about = { call: `${action}${isPublic ? ` on ${resource}` : ""}` };
    if (denied === "yes") return violated(stopped(faults.policyDenies, endpoint, about));
    if (allowed === "no" && doubts.length === 0) {
        return violated(stopped(faults.policyAllowsNot, endpoint, about));
    }
    if (allowed === "yes" && denied === "no" && doubts.length === 0) return ok();
    const why = "whether its policy allows the call depends on conditions, principals or resources";
    return cannotKnow(doubts.length > 0 ? doubts : [policy.gap("not-modelled", why)]);
}

function isEveryone(statement: Reading): Match {
    const principal = statement.at("Principal");
    const places = [principal, principal.at("AWS")].flatMap(elementsAt);
    const texts = places.map((place) => place.string());
    return texts.some((text) => text.known && text.value === "*") ? "yes" : "perhaps";
}
