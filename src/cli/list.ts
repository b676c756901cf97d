import { policies } from "../../policies";
import { addressOf, inPackage, pageOf } from "../files";
import { resolveConfiguration, type Level, type Severity } from "../policy";
import type { Io } from "./io";
import { asJson } from "./json";
import { foundNotes } from "./notes";
import { termsOf, type TermsOptions } from "./terms";
import { wrapped } from "./wrap";

interface Listed {
    readonly name: string;
    /** As the configuration has it, if there is one. */
    readonly level: Level;
    readonly severity: Severity;
    readonly description: string;
    /** Its address, or where it lies in the package. */
    readonly page: string;
}

/** Prints all policies, in the order in which they run, and returns the exit status. */
export async function list(
    { json, ...options }: Pick<TermsOptions, "config" | "admit"> & { readonly json?: boolean },
    io: Io,
): Promise<number> {
    const terms = await termsOf(options, io);
    if (terms === undefined) return 2;
    const { configure } = resolveConfiguration(policies, terms.configuration);
    const listed = policies.map((policy): Listed => {
        const { name, severity, description } = policy;
        const page = pageOf(policy);
        const { level } = configure(policy);
        return { name, level, severity, description, page: addressOf(page) ?? inPackage(page) };
    });
    const configuration = options.config ?? terms.foundAt ?? null;
    const told = foundNotes(terms.foundAt).map(({ text }) => `\nnote: ${text}\n`);
    io.out(
        json === true
            ? asJson({ version: 1, configuration, policies: listed })
            : [table(listed, io.columns), ...told].join(""),
    );
    return 0;
}

function table(listed: readonly Listed[], columns: number | undefined): string {
    const titles = { name: "policy", level: "level", severity: "severity" };
    const rows = [titles, ...listed].map((row) => [row.name, row.level, row.severity] as const);
    const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
    const begin = (row: readonly string[]): string =>
        row.map((cell, i) => `${cell.padEnd(widths[i] ?? 0)}  `).join("");
    // Beside these columns a terminal of 80 has little room for a sentence: it goes below.
    const lines = listed.flatMap(({ name, level, severity, description }) => {
        const head = begin([name, level, severity]);
        return columns === undefined
            ? [`${head}${description}`]
            : [head.trimEnd(), ...wrapped("    ", description, columns)];
    });
    const heading = begin(Object.values(titles));
    return `${[columns === undefined ? `${heading}what must hold` : heading.trimEnd(), ...lines].join("\n")}\n`;
}
