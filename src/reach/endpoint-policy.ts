import { cannotKnow, ok, violated, type Gap } from "../knowable";
import { elementsAt } from "../network";
import type { Reading } from "../plan";
import type { HopAnswer } from "./connection";
import { hop, type Place } from "./hop";

/** A call that goes through an endpoint. */
export interface Call {
    /** Such as `s3:GetObject`. */
    readonly action: string;
    /** The ARN, `*` at its end for all below it; without one the resource is the program's own affair. */
    readonly resource?: string;
    /** The resource is AWS's own, so it may be printed. */
    readonly isPublic?: boolean;
}

type Match = "yes" | "perhaps" | "no";

/**
 * Whether an endpoint's policy allows a call, whoever makes it: a `Deny` that covers it, or no `Allow`
 * that may, refuses it; conditions, named principals and parts of resources cannot be known (facts 4).
 *
 * @param policy the policy document; unset means full access
 */
export function allows(policy: Reading, call: Call, endpoint: Place): HopAnswer {
    const isSet = policy.isSet();
    if (!isSet.known) return cannotKnow(isSet.why);
    if (!isSet.value) return ok();
    const doubts: Gap[] = [];
    let allowed: Match = "no";
    let denied: Match = "no";
    for (const statement of elementsAt(policy.json().at("Statement"))) {
        const place = statement.at("Effect");
        const effect = place.string();
        const match = matches(statement, call);
        if (!effect.known) doubts.push(effect.why);
        else if (effect.value === "Allow") allowed = stronger(allowed, match);
        else if (effect.value === "Deny") denied = stronger(denied, match);
        else doubts.push(place.gap("malformed", "it is neither Allow nor Deny"));
    }
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

function stronger(a: Match, b: Match): Match {
    return a === "yes" || b === "yes"
        ? "yes"
        : a === "perhaps" || b === "perhaps"
          ? "perhaps"
          : "no";
}

/** How far a statement is about a call. */
function matches(statement: Reading, { action, resource }: Call): Match {
    const parts = [
        either(statement, "Action", (pattern) =>
            glob(pattern.toLowerCase()).test(action.toLowerCase()) ? "yes" : "no",
        ),
        either(statement, "Resource", (pattern) => covers(pattern, resource)),
        isEveryone(statement),
        isUnset(statement.at("Condition")) ? "yes" : "perhaps",
    ] as const;
    if (parts.includes("no")) return "no";
    return parts.includes("perhaps") ? "perhaps" : "yes";
}

/** By `Action` or `NotAction`, `Resource` or `NotResource`. */
function either(statement: Reading, key: string, match: (pattern: string) => Match): Match {
    const not = statement.at(`Not${key}`);
    if (!isUnset(not)) {
        const excepted = anyOf(not, match);
        return excepted === "yes" ? "no" : excepted === "no" ? "yes" : "perhaps";
    }
    const place = statement.at(key);
    return isUnset(place) ? "perhaps" : anyOf(place, match);
}

function anyOf(place: Reading, match: (pattern: string) => Match): Match {
    let found: Match = "no";
    for (const element of elementsAt(place)) {
        const pattern = element.string();
        found = stronger(found, pattern.known ? match(pattern.value ?? "") : "perhaps");
    }
    return found;
}

function covers(pattern: string, resource: string | undefined): Match {
    if (pattern === "*") return "yes";
    // A variable of the policy stands for something that the caller brings.
    if (resource === undefined || pattern.includes("${")) return "perhaps";
    const regexp = glob(pattern);
    const [below = "", ...rest] = resource.split("*");
    if (rest.length === 0) return regexp.test(resource) ? "yes" : "no";
    // All that lies below it, if whatever stands there matches.
    if (["", "a", "b/cd/e"].every((each) => regexp.test(below + each))) return "yes";
    const [fixed = "", ...wild] = pattern.split(/[*?]/);
    if (wild.length === 0) return pattern.startsWith(below) ? "perhaps" : "no";
    return fixed.startsWith(below) || below.startsWith(fixed) ? "perhaps" : "no";
}

/** A pattern of IAM's: `*` is any text, `?` one character. */
function glob(pattern: string): RegExp {
    const escaped = pattern.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
    return new RegExp(`^${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`, "s");
}

function isEveryone(statement: Reading): Match {
    const principal = statement.at("Principal");
    if (isUnset(principal)) return "perhaps";
    const places = [principal, principal.at("AWS")].flatMap(elementsAt);
    const texts = places.map((place) => place.string());
    return texts.some((text) => text.known && text.value === "*") ? "yes" : "perhaps";
}

function isUnset(place: Reading): boolean {
    const isSet = place.isSet();
    return isSet.known && !isSet.value;
}
