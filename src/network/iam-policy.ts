import type { Gap } from "../knowable";
import type { Reading } from "../plan";
import { elementsAt } from "./security-rule";
import { covers, stronger, weaker, type Match } from "./wildcard";

/** A call to AWS that policies allow or deny. */
export interface Call {
    /** Such as `s3:GetObject`; `*` for whatever it may be. */
    readonly action: string;
    /**
     * The ARN, `*` for what is not known of it; without one it is the program's own affair. Never to be
     * printed, unless it is AWS's own: the program may keep it secret.
     */
    readonly resource?: string;
    /** What the resource may be instead, if its ARN can be read in two ways. */
    readonly orResource?: string;
    /** The resource is AWS's own, so it may be printed. */
    readonly isPublic?: boolean;
}

/** How far policies allow and deny a call, and what of them is not known. */
export interface Judged {
    readonly allowed: Match;
    readonly denied: Match;
    readonly doubts: readonly Gap[];
}

/**
 * What policy documents say of a call: an explicit `Deny` wins, no `Allow` is a refusal (IAM, policy
 * evaluation logic). Conditions, and parts of resources that are not known, hold perhaps.
 *
 * @param isAbout how far a statement is about who makes the call
 */
export function judgePolicies(
    documents: Iterable<Reading>,
    call: Call,
    isAbout: (statement: Reading) => Match = () => "yes",
): Judged {
    const doubts: Gap[] = [];
    let [allowed, denied]: [Match, Match] = ["no", "no"];
    for (const document of documents) {
        for (const statement of elementsAt(document.json().at("Statement"))) {
            const place = statement.at("Effect");
            const effect = place.string();
            if (effect.known && effect.value !== "Allow" && effect.value !== "Deny") {
                doubts.push(place.gap("malformed", "it is neither Allow nor Deny"));
                continue;
            }
            const match = weaker(matches(statement, call), isAbout(statement));
            if (!effect.known) doubts.push(effect.why);
            else if (effect.value === "Allow") allowed = stronger(allowed, match);
            else denied = stronger(denied, match);
        }
    }
    return { allowed, denied, doubts };
}

/** How far a statement is about a call, whoever makes it. */
function matches(statement: Reading, { action, resource = "*", orResource }: Call): Match {
    const isConditional = !isUnset(statement.at("Condition"));
    return [
        either(statement, "Action", (pattern) =>
            covers(pattern.toLowerCase(), action.toLowerCase()),
        ),
        either(statement, "Resource", (pattern) => {
            const match = covers(pattern, resource);
            // It may be the other, which this does not tell.
            return match === "no" &&
                orResource !== undefined &&
                covers(pattern, orResource) !== "no"
                ? "perhaps"
                : match;
        }),
        isConditional ? ("perhaps" as const) : ("yes" as const),
    ].reduce(weaker);
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

function isUnset(place: Reading): boolean {
    const isSet = place.isSet();
    return isSet.known && !isSet.value;
}
