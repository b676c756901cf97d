/** A three-valued match: whatever is not known yet, in some cases only, in none. */
export type Match = "yes" | "perhaps" | "no";

/** The stronger of two, for "one of them matches". */
export function stronger(a: Match, b: Match): Match {
    return rank[a] > rank[b] ? a : b;
}

/** The weaker of two, for "both match". */
export function weaker(a: Match, b: Match): Match {
    return rank[a] < rank[b] ? a : b;
}

const rank: Readonly<Record<Match, number>> = { no: 0, perhaps: 1, yes: 2 };

/**
 * Whether a pattern of IAM's (`*` is any text, `?` one character, `${…}` a variable that the caller
 * fills) covers a text, of which parts may not be known: `yes` if it covers whatever may stand there,
 * `no` if nothing.
 *
 * @param text `*` alone is any text; within a text it is any without a colon, such as a part of an ARN;
 * `?` is one character
 */
export function covers(pattern: string, text: string): Match {
    if (pattern === "*") return "yes";
    // Most differ long before anything is open.
    const [begin, start] = [fixed(pattern), fixed(text)];
    if (!begin.startsWith(start) && !start.startsWith(begin)) return "no";
    if (begin === pattern && start === text) return begin === start ? "yes" : "no";
    // What both have in front stands side by side however the rest is laid.
    const same = Math.min(begin.length, start.length);
    const wanted = tokens(pattern.slice(same));
    const given = tokens(text.slice(same)).map((token) =>
        token === any && text !== "*" ? part : token,
    );
    if (isAligned(wanted, given, certainly)) return "yes";
    return isAligned(wanted, given, possibly) ? "perhaps" : "no";
}

/** What stands before the first place that is open. */
export function fixed(pattern: string): string {
    return /^[^*?$]*/.exec(pattern)?.[0] ?? "";
}

const any = Symbol("any text");
const part = Symbol("any text without a colon");
const one = Symbol("one character");
const variable = Symbol("a variable");
type Token = string | typeof any | typeof part | typeof one | typeof variable;

function tokens(pattern: string): readonly Token[] {
    const found = pattern.match(/\$\{[^}]*\}|[^]/g) ?? [];
    return found.map((token) =>
        token === "*" ? any : token === "?" ? one : token.length > 1 ? variable : token,
    );
}

/** Which tokens may stand for several of the other side, and which for one. */
interface Rules {
    /** The pattern's token takes any number of the text's, or none. */
    readonly stretches: (wanted: Token) => boolean;
    /** The text's token takes any number of the pattern's, or none. */
    readonly isStretched: (given: Token) => boolean;
    readonly matches: (wanted: Token, given: Token) => boolean;
}

/** Whatever stands there: only `*` takes what is open, and a variable takes nothing for certain. */
const certainly: Rules = {
    stretches: (wanted) => wanted === any,
    isStretched: () => false,
    matches: (wanted, given) =>
        wanted === one ? typeof given === "string" || given === one : isSame(wanted, given),
};

/** Something that may stand there: what is open on either side may be anything. */
const possibly: Rules = {
    stretches: (wanted) => wanted === any || wanted === variable,
    isStretched: (given) => given === any || given === part || given === variable,
    matches: (wanted, given) => wanted === one || given === one || isSame(wanted, given),
};

function isSame(wanted: Token, given: Token): boolean {
    return typeof wanted === "string" && wanted === given;
}

/** Whether the two can be laid side by side: token by token, without going back, for long ones too. */
function isAligned(wanted: readonly Token[], given: readonly Token[], rules: Rules): boolean {
    // row[j]: the pattern so far fits the first j tokens of the text.
    let row = [true];
    given.forEach((token, j) => row.push(row[j] === true && rules.isStretched(token)));
    for (const token of wanted) {
        const stretches = rules.stretches(token);
        const next = [row[0] === true && stretches];
        given.forEach((other, j) => {
            const isStretched = rules.isStretched(other);
            const isTaken = stretches || (isStretched && !(other === part && token === ":"));
            next.push(
                (row[j] === true && rules.matches(token, other)) ||
                    (row[j + 1] === true && isTaken) ||
                    (next[j] === true && (stretches || isStretched)),
            );
        });
        row = next;
    }
    return row[given.length] === true;
}
