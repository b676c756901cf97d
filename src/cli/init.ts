import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { globSync } from "tinyglobby";
import { InputError, packageFolder } from "../files";
import { oneLine } from "../plan";
import { configurationIn, foldersFrom, repositoryOf } from "./configuration-file";
import { complain, type Io } from "./io";

export interface InitOptions {
    /** Where the check is to run; without it what the repository shows. */
    readonly ci?: "github" | "gitlab" | "none" | undefined;
    /** The stack of which CI makes a preview. */
    readonly stack?: string | undefined;
    /** A policy pack of one's own, too. */
    readonly pack?: boolean | undefined;
}

/** A file to write, by its path. */
type Files = Map<string, string>;

/** Writes a configuration, what CI runs, and a policy pack if asked; nothing that is there already. */
export async function init(options: InitOptions, io: Io): Promise<number> {
    try {
        const project = projectIn(resolve(""));
        const root = repositoryOf(project) ?? project;
        const ci = options.ci ?? ciOf(root);
        const files: Files = new Map([
            [
                // Two in one folder would be a mistake.
                configurationIn(project) ?? join(project, "fargate-preflight.yaml"),
                configurationFor(project),
            ],
        ]);
        const stack = options.stack ?? stackOf(project);
        if (ci !== undefined && ci !== "none") {
            const [file, text] = ciFile(ci, root, project, stack);
            files.set(file, text);
        }
        if (options.pack === true) {
            for (const name of ["PulumiPolicy.yaml", "index.ts", "package.json"]) {
                const text = example("organisation-pack", name);
                files.set(join(project, "policy-pack", name), text);
            }
        }
        for (const [file, text] of files) {
            const isNew = await writeNew(file, text);
            const shown = oneLine(relative("", file));
            io.out(isNew ? `written: ${shown}\n` : `left as it is, for it is there: ${shown}\n`);
        }
        if (ci === undefined)
            io.out("no CI was found: --ci github or --ci gitlab writes its file\n");
        io.out(next(project, stack));
        return 0;
    } catch (error) {
        if (!(error instanceof InputError)) throw error;
        complain(io, error.message);
        return 2;
    }
}

/** The folder of the Pulumi project: this one, or the only one below. */
function projectIn(folder: string): string {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    const found = globSync("**/Pulumi.yaml", {
        cwd: folder,
        ignore: ["**/node_modules/**"],
        deep: 4,
    });
    const all = found.map((file) => dirname(file)).sort();
    const [project, ...others] = all;
    if (project === undefined) {
        throw new InputError("there is no Pulumi.yaml here, or below; expected a Pulumi project");
    }
    if (others.length > 0) {
        throw new InputError(
            `several Pulumi projects are below (${all.join(", ")}); expected one: run it in the folder of one of them`,
        );
    }
    return join(folder, project);
}

/** Its only stack, by the file of its configuration. */
function stackOf(project: string): string | undefined {
    const [stack, ...others] = readdirSync(project).flatMap(
        (name) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(name)?.[1] ?? [],
    );
    return others.length === 0 ? stack : undefined;
}

function ciOf(root: string): "github" | "gitlab" | undefined {
    if (existsSync(join(root, ".github"))) return "github";
    if (existsSync(join(root, ".gitlab-ci.yml"))) return "gitlab";
    const file = join(root, ".git", "config");
    const remote = existsSync(file) ? readFileSync(file, "utf8") : "";
    const [, host] = /^\s*url = .*\b(github|gitlab)\b/m.exec(remote) ?? [];
    return host === "github" || host === "gitlab" ? host : undefined;
}

/** The example of the package, with this project's folder and stack. */
function ciFile(
    ci: "github" | "gitlab",
    root: string,
    project: string,
    stack: string | undefined,
): readonly [string, string] {
    if (stack === undefined) {
        throw new InputError(
            "--stack: expected the stack of which CI makes a preview, such as --stack dev",
        );
    }
    const folder = posixPath(relative(root, project));
    if (!/^[\w./-]*$/.test(folder) || !/^[\w./-]+$/.test(stack)) {
        throw new InputError(
            "--ci: a folder or stack has letters in its name that a script cannot take unquoted; copy examples/ci of the package by hand",
        );
    }
    // npm looks for it above, too: one may serve all projects of a repository.
    const withPackage = foldersFrom(project).find((each) => existsSync(join(each, "package.json")));
    const manifest = posixPath(relative(root, join(withPackage ?? project, "package.json")));
    const text = example("ci", ci === "github" ? "github-actions.yml" : "gitlab-ci.yml")
        .replace("infra/package.json", manifest)
        .replaceAll("infra/", folder === "" ? "" : `${folder}/`)
        .replaceAll(/\binfra\b/g, folder === "" ? "." : folder)
        .replaceAll("--stack dev", `--stack ${stack}`);
    const file = ci === "github" ? [".github", "workflows", "preflight.yml"] : [".gitlab-ci.yml"];
    return [join(root, ...file), text];
}

function posixPath(path: string): string {
    return path.split(sep).join("/");
}

function example(...path: readonly string[]): string {
    return readFileSync(join(packageFolder, "examples", ...path), "utf8");
}

function configurationFor(project: string): string {
    const schema = relative(project, join(packageFolder, "docs", "configuration.schema.json"));
    // Where the package is installed elsewhere, its path is one of this machine.
    const isBelow = !schema.startsWith("..");
    return [
        ...(isBelow ? [`# yaml-language-server: $schema=${posixPath(schema)}`] : []),
        "# Levels and settings of fargate-preflight. `npx --no-install fargate-preflight list` shows all",
        "# policies, `show NAME` what one looks for; what is not here has its default.",
        "preflight-settings:",
        "    enforcementLevel: mandatory",
        "",
    ].join("\n");
}

/** Writes a file that is not there; false if it is. */
async function writeNew(file: string, text: string): Promise<boolean> {
    try {
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text, { flag: "wx" });
        return true;
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EEXIST" && existsSync(file)) return false;
        if (code === undefined) throw error;
        throw new InputError(`${relative("", file)}: cannot be written (${code})`);
    }
}

function next(project: string, stack: string | undefined): string {
    const there = relative("", project);
    const command = "npx --no-install fargate-preflight";
    const of = stack === undefined ? "" : ` --stack ${stack}`;
    return [
        "next:",
        ...(there === "" ? [] : [`  cd ${there}`]),
        `  pulumi preview${of} --json --show-sames > plan.json`,
        `  ${command} check plan.json`,
        `  ${command} check plan.json --write-baseline preflight-baseline.json   # if findings are to stay for now`,
        "",
    ].join("\n");
}
