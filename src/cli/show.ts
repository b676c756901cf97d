import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { packageFolder, pageOf } from "../files";
import { policyNamed } from "../policy";
import { didYouMean } from "./explain/names";
import { complain, type Io } from "./io";
import { renderPage } from "./page-text";

/** Prints the page of a policy, or what a code means, and returns the exit status. */
export function show(name: string, io: Io): number {
    const policy = policyNamed(policies, name);
    if (policy !== undefined) {
        io.out(renderPage(read(pageOf(policy)), io));
        return 0;
    }
    const titled = codeSections();
    const found = titled.find(({ code }) => code === name);
    if (found !== undefined) {
        io.out(renderPage(found.text, io));
        return 0;
    }
    const names = [...policies.map((each) => each.name), ...titled.map(({ code }) => code)];
    const places = "; `list` shows the policies, docs/codes.md in the package the codes";
    complain(io, `there is no policy and no code ${name}${didYouMean(name, names, places)}`);
    return 2;
}

/** What codes mean, in the order of their page. */
export function codeSections(): readonly { readonly code: string; readonly text: string }[] {
    const sections = read("docs/codes.md").split(/^(?=# |## )/m);
    return sections.flatMap((text) => {
        const code = /^## ([a-z0-9-]+)\n/.exec(text)?.[1];
        return code === undefined ? [] : [{ code, text }];
    });
}

function read(page: string): string {
    return readFileSync(join(packageFolder, page), "utf8");
}
