import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What `package.json` says of this package, as far as it is told to others. */
export interface PackageFile {
    readonly name?: string;
    readonly version?: string;
    /** Where its sources are, if it has such a place: as npm takes it, an address or an object with one. */
    readonly repository?: string | { readonly url?: string };
}

/** The package lies two levels up from the sources and three from what is compiled. */
export const packageFolder =
    ["../..", "../../.."]
        .map((up) => join(__dirname, up))
        .find((place) => existsSync(join(place, "package.json"))) ?? __dirname;

const own = readOwn();

function readOwn(): PackageFile {
    const file = join(packageFolder, "package.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as PackageFile) : {};
}

export function version(): string {
    return own.version ?? "unknown";
}

/**
 * The address of the repository, or of a file in it. There is none unless `package.json` names it: an
 * address that nobody of the project owns would lead people to whoever takes it.
 */
export function addressOf(path?: string, { repository }: PackageFile = own): string | undefined {
    const given = typeof repository === "object" ? repository.url : repository;
    const address = given?.replace(/^git\+/, "").replace(/\/$|\.git$/, "");
    const home = /^https:\/\/[\w.-]+(\/[\w.~-]+)+$/.exec(address ?? "")?.[0];
    // Of whatever the default branch is called; GitHub and GitLab take both.
    return home === undefined || path === undefined ? home : `${home}/blob/HEAD/${path}`;
}

/** A policy's page, in the package. */
export function pageOf({ name }: { readonly name: string }): string {
    return `docs/policies/${name}.md`;
}

/** How people find a file of the package where no address can be given. */
export function inPackage(path: string): string {
    return `${path} in the package ${own.name ?? ""}`;
}
