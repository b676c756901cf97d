import { cannotKnow, ok, violated } from "../knowable";
import { elementsAt, judgePolicies, type Call, type Match } from "../network";
import type { Reading } from "../plan";
import type { HopAnswer } from "./connection";
import { hop, type Place } from "./hop";

export type { Call } from "../network";

/**
 * Whether an endpoint's policy allows a call, whoever makes it: conditions, named principals and parts
 * of resources cannot be known (facts 4).
 *
 * @param policy the policy document; unset means full access
 */
export function allows(policy: Reading, call: Call, endpoint: Place): HopAnswer {
    const isSet = policy.isSet();
    if (!isSet.known) return cannotKnow(isSet.why);
    if (!isSet.value) return ok();
    const { allowed, denied, doubts } = judgePolicies([policy], call, isEveryone);
    const { action, resource = "", isPublic = false } = call;
    const what = `${action}${isPublic ? ` on ${resource}` : ""}`;
    if (denied === "yes") {
        const fix = `take what denies ${what} out of the policy of the endpoint ${endpoint.name}`;
        return violated(hop(endpoint, `its policy denies ${what}`, fix));
    }
    if (allowed === "no" && doubts.length === 0) {
        const fix = `allow ${what} in the policy of the endpoint ${endpoint.name}`;
        return violated(hop(endpoint, `its policy does not allow ${what}`, fix));
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
