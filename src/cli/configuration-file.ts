import { existsSync, lstatSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { InputError } from "../files";
import { oneLine } from "../plan";

const names = ["json", "jsonc", "yaml", "yml"].map((each) => `fargate-preflight.${each}`);

/**
 * The configuration that lies beside the plans, or above them up to the root of their repository; if there is
 * none, the same of the current folder. Outside of a repository nothing above counts: it may be anybody's.
 *
 * @param plans files; standard input counts as the current folder
 * @returns its path from the current folder
 * @throws InputError if there are several to choose from
 */
export function findConfiguration(plans: readonly string[]): string | undefined {
    const folders = new Set(plans.map((plan) => (plan === "-" ? "" : dirname(resolve(plan)))));
    const found = new Set([...folders].map(foundFor));
    const [one] = found;
    if (found.size < 2) return one === undefined ? undefined : relative("", one);
    const all = [...found].map((each) => (each === undefined ? "none" : relative("", each)));
    throw new InputError(
        `the plans have several configurations (${all.join(", ")}); expected one that is above all of them, or --config`,
    );
}

function foundFor(folder: string): string | undefined {
    return foundNear(resolve(folder)) ?? foundFrom(resolve(""));
}

/** What is wrong with the folder of a plan is told when the plan is read. */
function foundNear(folder: string): string | undefined {
    try {
        return foundFrom(folder);
    } catch (error) {
        if (error instanceof Unsearchable) return undefined;
        throw error;
    }
}

/** What in a folder is a configuration, by its name: of several the first. */
export function configurationIn(folder: string): string | undefined {
    return names.map((name) => join(folder, name)).find(isThere);
}

function foundFrom(folder: string): string | undefined {
    for (const each of foldersFrom(folder)) {
        const [file, other] = names.map((name) => join(each, name)).filter(isThere);
        if (file !== undefined && other !== undefined) {
            throw new InputError(
                `${relative("", file)} and ${relative("", other)}: expected one configuration in a folder`,
            );
        }
        if (file !== undefined) return file;
    }
    return undefined;
}

/** A link that leads nowhere is there too: what it should have said is then missed, and not left out. */
function isThere(file: string): boolean {
    try {
        return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
    } catch {
        throw new Unsearchable(
            `no configuration can be looked for in ${oneLine(dirname(file))}; expected a folder that may be read, or --config`,
        );
    }
}

/** A folder that is none, or that one may not look into. */
class Unsearchable extends InputError {}

/** The folder and those above it in its repository, the nearest first. */
export function foldersFrom(folder: string): readonly string[] {
    const root = repositoryOf(folder);
    const folders = [folder];
    for (let each = folder; root !== undefined && each !== root; each = dirname(each)) {
        folders.push(dirname(each));
    }
    return folders;
}

/** The root of the repository in which a folder is, if it is in one. */
export function repositoryOf(folder: string): string | undefined {
    for (let each = folder; ; each = dirname(each)) {
        if (existsSync(join(each, ".git"))) return each;
        if (each === dirname(each)) return undefined;
    }
}
