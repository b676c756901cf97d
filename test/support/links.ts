import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** Without what stands in fenced blocks. */
function textOf(file: string): string {
    return readFileSync(file, "utf8").replace(/^```[^]*?^```$/gm, "");
}

/** As GitHub makes them of headings. */
function anchorsOf(file: string): ReadonlySet<string> {
    const headings = [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
    return new Set(
        headings.map((heading) =>
            heading
                .toLowerCase()
                .replace(/[^\p{L}\p{N}_ -]/gu, "")
                .replaceAll(" ", "-"),
        ),
    );
}

function isThere(root: string, page: string, link: string): boolean {
    const [path = "", anchor] = link.split("#");
    const file = path === "" ? page : resolve(dirname(page), path);
    if (!existsSync(file) || relative(root, file).startsWith("..")) return false;
    return anchor === undefined || anchorsOf(file).has(anchor);
}

/** The links of a page below a folder that lead to nothing in it: files, and the headings in them. */
export function deadLinks(root: string, name: string): readonly string[] {
    const page = join(root, name);
    return [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !/^[a-z]+:/.test(link) && !isThere(root, page, link));
}
