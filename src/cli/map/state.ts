import type { State } from "./map";

const words: Readonly<Record<State, string>> = {
    ok: "ok",
    violated: "violated",
    "cannot-know": "unknown",
};

const signs: Readonly<Record<State, string>> = { ok: "✓", violated: "✕", "cannot-know": "?" };

export function wordOf(state: State): string {
    return words[state];
}

/** A sign beside the word: colours alone would not tell everybody. */
export function signOf(state: State): string {
    return signs[state];
}

export const states: readonly State[] = ["violated", "cannot-know", "ok"];
