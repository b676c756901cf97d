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
 * fills) covers a text, of which only a pattern may be known itself: `yes` if it covers every text that
 * may stand there, `no` if none.
 */
export function covers(pattern: string, text: string): Match {
    const wanted = tokens(pattern);
    const given = tokens(text);
    if (align(wanted, given, includes)) return "yes";
    return align(wanted, given, meets) ? "perhaps" : "no";
}

const any = Symbol("any text");
const one = Symbol("one character");
const variable = Symbol("a variable");
type Token = string | typeof any | typeof one | typeof variable;

function tokens(pattern: string): readonly Token[] {
    const found = pattern.match(/\$\{[^}]*\}|[^]/g) ?? [];
    return found.map((part) =>
        part === "*" ? any : part === "?" ? one : part.length > 1 ? variable : part,
    );
}

/** How two tokens stand to each other: whether each may stretch, and whether they match once. */
interface Rules {
    /** The pattern's token takes any number of the text's. */
    readonly stretches: (wanted: Token) => boolean;
    /** The text's token takes any number of the pattern's. */
    readonly isStretched: (given: Token) => boolean;
    readonly matches: (wanted: Token, given: Token) => boolean;
}

/** Every text that may stand there: only `*` takes what is open, and a variable takes nothing for certain. */
const includes: Rules = {
    stretches: (wanted) => wanted === any,
    isStretched: () => false,
    matches: (wanted, given) =>
        wanted === one ? typeof given === "string" || given === one : isSame(wanted, given),
};

/** Some text: what is open on either side may be anything. */
const meets: Rules = {
    stretches: (wanted) => wanted === any || wanted === variable,
    isStretched: (given) => given === any || given === variable,
    matches: (wanted, given) => wanted === one || given === one || isSame(wanted, given),
};

function isSame(wanted: Token, given: Token): boolean {
    return typeof wanted === "string" && wanted === given;
}

/** Whether the two can be laid side by side, token by token: row by row, for long ones too. */
function align(wanted: readonly Token[], given: readonly Token[], rules: Rules): boolean {
    // row[j]: the first tokens of `wanted`, so far, fit the first j of `given`.
    let row = [true, ...given.map(() => false)];
    given.forEach((token, j) => {
        row[j + 1] = row[j] === true && rules.isStretched(token);
    });
    for (const token of wanted) {
        const stretches = rules.stretches(token);
        const next = [row[0] === true && stretches];
        given.forEach((other, j) => {
            const isOpen = stretches || rules.isStretched(other);
            next.push(
                (row[j] === true && rules.matches(token, other)) ||
                    (isOpen && (row[j + 1] === true || next[j] === true)),
            );
        });
        row = next;
    }
    return row[given.length] === true;
}
