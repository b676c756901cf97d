import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "../../files";

/** A page of the package. */
export interface Page {
    readonly uri: string;
    /** Where it lies in the package: `docs/codes.md`. */
    readonly name: string;
    readonly title: string;
    readonly mimeType: string;
}

/** All pages that are shipped; only they are read, by these addresses. */
export function pages(): readonly Page[] {
    return ["docs", "docs/policies"].flatMap((folder) =>
        readdirSync(join(packageFolder, folder))
            .filter((file) => file.endsWith(".md"))
            .sort()
            .map((file) => {
                const name = `${folder}/${file}`;
                const title = /^# (.+)$/m.exec(textOf({ name }))?.[1] ?? name;
                return {
                    uri: `fargate-preflight://${name}`,
                    name,
                    title,
                    mimeType: "text/markdown",
                };
            }),
    );
}

export function textOf({ name }: Pick<Page, "name">): string {
    return readFileSync(join(packageFolder, name), "utf8");
}
