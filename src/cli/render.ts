import type { Configure } from "../policy";
import { renderGithub } from "./github";
import { renderHtml } from "./map/page";
import { renderJson } from "./json";
import { renderJunit } from "./junit";
import { renderMarkdown } from "./markdown";
import type { Note } from "./notes";
import type { Report } from "./report";
import { renderSarif } from "./sarif";
import { renderText, type TextOptions } from "./text";

export interface RenderOptions extends TextOptions {
    /** The folder of the Pulumi project in its repository, if it was told; `""` is the repository's root. */
    readonly sourceRoot: string | undefined;
    /** How the policies were configured. */
    readonly configure: Configure;
    /** What is to be said of the run as a whole. */
    readonly notes: readonly Note[];
    /** A baseline was given, or written. */
    readonly isCompared: boolean;
}

/** Everything that is printed of the files that were checked. */
export type Renderer = (reports: readonly Report[], options: RenderOptions) => string;

export const renderers = {
    text: renderText,
    json: (reports, { notes }) => renderJson(reports, notes),
    sarif: renderSarif,
    junit: renderJunit,
    github: renderGithub,
    markdown: renderMarkdown,
    html: (reports, { notes }) => renderHtml(reports, notes),
} satisfies Record<string, Renderer>;

export type Format = keyof typeof renderers;

export const formats = Object.keys(renderers) as readonly Format[];
