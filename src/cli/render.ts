import { renderHtml } from "./map/page";
import { renderJson } from "./json";
import type { Report } from "./report";
import { renderText } from "./text";

/** Everything that is printed of the files that were checked. */
export type Renderer = (reports: readonly Report[], colours: boolean) => string;

export const renderers = {
    text: renderText,
    json: renderJson,
    html: renderHtml,
} satisfies Record<string, Renderer>;

export type Format = keyof typeof renderers;

export const formats = Object.keys(renderers) as readonly Format[];
