import { addAll, type Gap } from "../knowable";
import type { Reading } from "../plan";
import { elementsAt } from "../network";
import { covers, fixed, stronger, weaker, type Match } from "./wildcard";

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
    let allowed: Match = "no";
    let denied: Match = "no";
    const doubts: Gap[] = [];
    for (const document of documents) {
        const statements = statementsOf(document);
        addAll(doubts, statements.doubts);
        for (const statement of aboutThe(call, statements)) {
            const own = matches(statement, call);
            const match = own === "no" ? own : weaker(own, isAbout(statement.place));
            if (statement.isAllow) allowed = stronger(allowed, match);
            else denied = stronger(denied, match);
        }
    }
    return { allowed, denied, doubts };
}

/** A statement that allows or denies, read once: it is asked for every call. */
interface Statement {
    readonly place: Reading;
    readonly isAllow: boolean;
    readonly isConditional: boolean;
    readonly action: Patterns;
    readonly resource: Patterns;
}

/** What a statement is about, or what it excepts. */
interface Patterns {
    readonly isNot: boolean;
    /** `undefined` for one that is not known; none at all if neither key is set. */
    readonly patterns: readonly (string | undefined)[] | undefined;
}

interface Statements {
    /** Those that name whole resources, with each, in the order of the texts. */
    readonly byResource: readonly (readonly [resource: string, statement: Statement])[];
    readonly others: readonly Statement[];
    /** Why it is not known what others do. */
    readonly doubts: readonly Gap[];
}

function statementsOf(document: Reading): Statements {
    return document.once("statements", readStatements);
}

function readStatements(document: Reading): Statements {
    const byResource: [string, Statement][] = [];
    const others: Statement[] = [];
    const doubts: Gap[] = [];
    for (const place of elementsAt(document.json().at("Statement"))) {
        const effect = place.at("Effect").string();
        if (!effect.known) doubts.push(effect.why);
        else if (effect.value !== "Allow" && effect.value !== "Deny") {
            doubts.push(place.at("Effect").gap("malformed", "it is neither Allow nor Deny"));
        } else {
            const resource = patternsAt(place, "Resource");
            const statement: Statement = {
                place,
                isAllow: effect.value === "Allow",
                isConditional: !isUnset(place.at("Condition")),
                action: patternsAt(place, "Action"),
                resource,
            };
            const whole = resource.isNot ? undefined : wholeOnes(resource.patterns);
            if (whole === undefined) others.push(statement);
            else for (const each of whole) byResource.push([each, statement]);
        }
    }
    byResource.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
    return { byResource, others, doubts };
}

/** The texts, if each stands for itself alone. */
function wholeOnes(patterns: Patterns["patterns"] = [undefined]): readonly string[] | undefined {
    const texts = patterns.flatMap((each) => each ?? []);
    const isWhole = texts.length === patterns.length && texts.every((each) => fixed(each) === each);
    return isWhole ? texts : undefined;
}

/** The statements that may be about a call: of those that name whole resources the ones that begin as its does. */
function aboutThe(call: Call, { byResource, others }: Statements): Iterable<Statement> {
    const { resource = "*", orResource } = call;
    const found = new Set<Statement>(others);
    for (const text of orResource === undefined ? [resource] : [resource, orResource]) {
        const begin = fixed(text);
        let [low, high] = [0, byResource.length];
        while (low < high) {
            const middle = (low + high) >> 1;
            if ((byResource[middle]?.[0] ?? "") < begin) low = middle + 1;
            else high = middle;
        }
        for (let next = byResource[low]; next?.[0].startsWith(begin); next = byResource[++low]) {
            found.add(next[1]);
        }
    }
    return found;
}

/** How far a statement is about a call, whoever makes it. */
function matches(statement: Statement, { action, resource = "*", orResource }: Call): Match {
    const small = action.toLowerCase();
    const ofAction = anyOf(statement.action, (pattern) => covers(pattern.toLowerCase(), small));
    if (ofAction === "no") return "no";
    const ofResource = anyOf(statement.resource, (pattern) => {
        const match = covers(pattern, resource);
        // It may be the other, which this does not tell.
        return match === "no" && orResource !== undefined && covers(pattern, orResource) !== "no"
            ? "perhaps"
            : match;
    });
    const match = weaker(ofAction, ofResource);
    return statement.isConditional ? weaker(match, "perhaps") : match;
}

/** By `Action` or `NotAction`, `Resource` or `NotResource`. */
function patternsAt(statement: Reading, key: string): Patterns {
    const not = statement.at(`Not${key}`);
    const isNot = !isUnset(not);
    const place = isNot ? not : statement.at(key);
    if (isUnset(place)) return { isNot, patterns: undefined };
    const patterns = elementsAt(place).map((element) => {
        const pattern = element.string();
        return pattern.known ? (pattern.value ?? "") : undefined;
    });
    return { isNot, patterns };
}

function anyOf({ isNot, patterns }: Patterns, match: (pattern: string) => Match): Match {
    if (patterns === undefined) return "perhaps";
    let found: Match = "no";
    for (const pattern of patterns) {
        found = stronger(found, pattern === undefined ? "perhaps" : match(pattern));
        if (found === "yes") break;
    }
    if (!isNot) return found;
    return found === "yes" ? "no" : found === "no" ? "yes" : "perhaps";
}

function isUnset(place: Reading): boolean {
    const isSet = place.isSet();
    return isSet.known && !isSet.value;
}
