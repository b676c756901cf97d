import { ParseErrorCode, visit } from "jsonc-parser";

/** Where text that is not JSON stops being it. */
export interface Break {
    /** Counted from 1. */
    readonly line: number;
    readonly column: number;
    /** All of it could be the beginning of JSON. */
    readonly isCutOff: boolean;
}

/** A key that an object has already. */
export interface Repeated {
    readonly key: string;
    /** Counted from 1. */
    readonly line: number;
    readonly column: number;
}

const unfinished: ReadonlySet<ParseErrorCode> = new Set([
    ParseErrorCode.UnexpectedEndOfString,
    ParseErrorCode.UnexpectedEndOfNumber,
    ParseErrorCode.InvalidUnicode,
    ParseErrorCode.InvalidEscapeCharacter,
]);

/** The beginning of `true`, `false`, `null` or a negative number. */
const beginsWord = /^(t|tr|tru|f|fa|fal|fals|n|nu|nul|-)$/;

/**
 * `JSON.parse` says only sometimes where it stopped, and quotes the content, which may be secret.
 *
 * @param isJsonc it may have comments, and commas at the end
 * @returns nothing where the place cannot be told.
 */
export function whereJsonBreaks(text: string, isJsonc = false): Break | undefined {
    const length = text.trimEnd().length;
    let first: Break | undefined;
    try {
        visit(
            text,
            {
                onError: (code, offset, size, line, column) => {
                    // Nothing more where something had to come, or a token without its end.
                    const rest = text.slice(offset, length);
                    const isWord = code === ParseErrorCode.InvalidSymbol;
                    const isCutOff =
                        size === 0
                            ? rest === ""
                            : offset + size >= length &&
                              (isWord ? beginsWord.test(rest) : unfinished.has(code));
                    first ??= { line: line + 1, column: column + 1, isCutOff };
                },
            },
            { disallowComments: !isJsonc, allowTrailingComma: isJsonc },
        );
    } catch (error) {
        // The library descends by recursion, and the text may be deeper than the stack.
        if (!(error instanceof RangeError)) throw error;
    }
    return first;
}

/** The first key that an object has twice: of two equal ones the first would be lost, and nobody told. */
export function repeatedKey(text: string): Repeated | undefined {
    const open: Set<string>[] = [];
    let first: Repeated | undefined;
    visit(
        text,
        {
            onObjectBegin: () => void open.push(new Set()),
            onObjectEnd: () => void open.pop(),
            onObjectProperty: (key, _offset, _length, line, column) => {
                const keys = open.at(-1);
                if (keys?.has(key) === true) first ??= { key, line: line + 1, column: column + 1 };
                keys?.add(key);
            },
        },
        { allowTrailingComma: true },
    );
    return first;
}
