import type { ReportedFinding } from "../report";
import { markup, type Markup } from "./escape";
import type { State } from "./map";

const words: Readonly<Record<State, string>> = {
    ok: "ok",
    advice: "advice",
    violated: "violated",
    "cannot-know": "unknown",
};

const signs: Readonly<Record<State, string>> = {
    ok: "✓",
    advice: "!",
    violated: "✕",
    "cannot-know": "?",
};

export function wordOf(state: State): string {
    return words[state];
}

/** A sign beside the word: colours alone would not tell everybody. */
export function signOf(state: State): string {
    return signs[state];
}

export function sign(state: State): Markup {
    return markup`<span class="sign ${state}" role="img" aria-label="${wordOf(state)}"
        >${signOf(state)}</span
    >`;
}

export function stateOfFinding({ level }: Pick<ReportedFinding, "level">): State {
    return level === "advisory" ? "advice" : "violated";
}
