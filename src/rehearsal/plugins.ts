import { spawn, type ChildProcess } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join, resolve } from "node:path";
import { load } from "js-yaml";
import { isObject, type Raw } from "../plan";
import { RehearsalError } from "./problem";

/** A resource plugin on this machine. */
export interface Plugin {
    /** Of the package, such as `aws`. */
    readonly name: string;
    /** Without `v`; one on the path, or of the project, may have none. */
    readonly version: string | undefined;
    /** The executable file. */
    readonly file: string;
}

/** Where plugins are looked for. */
export interface PluginPlaces {
    readonly env: NodeJS.ProcessEnv;
    /** The folder of Pulumi.yaml. */
    readonly project: string | undefined;
}

const prefix = "pulumi-resource-";

/**
 * What runs through a language host of the engine's own, and makes nothing that a stand-in could be for:
 * these stay with the engine.
 */
const notRehearsed: ReadonlySet<string> = new Set(["pulumi-nodejs", "pulumi-python"]);

/** All resource plugins that the engine could start, those that it prefers first. */
export function findPlugins(places: PluginPlaces): readonly Plugin[] {
    return [...ofProject(places), ...onPath(places.env), ...installed(places.env)].filter(
        ({ name }) => !notRehearsed.has(name),
    );
}

/** The plugin that the engine would start for this version. */
export function choose(
    plugins: readonly Plugin[],
    name: string,
    version: string | undefined,
): Plugin | undefined {
    const all = plugins.filter((plugin) => plugin.name === name);
    const [first] = all;
    if (first?.version === undefined || version === undefined) return first;
    // Older engines take a newer one of the same major version.
    return (
        all.find((plugin) => plugin.version === version) ??
        all.find((plugin) => plugin.version === undefined) ??
        all.find((plugin) => major(plugin.version) === major(version))
    );
}

/** Whether the version that is wanted makes no difference. */
export function isOnlyOne(plugins: readonly Plugin[], name: string): boolean {
    const all = plugins.filter((plugin) => plugin.name === name);
    return all.length === 1 || all[0]?.version === undefined;
}

function major(version: string | undefined): string | undefined {
    return version?.split(".")[0];
}

/** Those that Pulumi.yaml names by their folders. */
function ofProject({ project }: PluginPlaces): Plugin[] {
    if (project === undefined) return [];
    const settings = projectSettings(project);
    const plugins = isObject(settings.plugins) ? settings.plugins.providers : undefined;
    if (!Array.isArray(plugins)) return [];
    return (plugins as readonly Raw[]).flatMap((plugin) => {
        if (!isObject(plugin)) return [];
        const { name, version, path } = plugin;
        if (typeof name !== "string" || typeof path !== "string") return [];
        const file = join(resolve(project, path), `${prefix}${name}`);
        return isExecutable(file)
            ? [{ name, version: typeof version === "string" ? version : undefined, file }]
            : [];
    });
}

function onPath(env: NodeJS.ProcessEnv): Plugin[] {
    if (/^(1|t|true)$/i.test(env.PULUMI_IGNORE_AMBIENT_PLUGINS ?? "")) return [];
    return foldersOnPath(env).flatMap((folder) =>
        namesIn(folder)
            .filter((name) => name.startsWith(prefix))
            .map((name) => ({
                name: name.slice(prefix.length).replace(/\.exe$/, ""),
                version: undefined,
                file: join(folder, name),
            }))
            .filter(({ file }) => isExecutable(file)),
    );
}

/** Those that Pulumi keeps, the newest first. */
function installed(env: NodeJS.ProcessEnv): Plugin[] {
    const folder = join(env.PULUMI_HOME ?? join(env.HOME ?? homedir(), ".pulumi"), "plugins");
    return namesIn(folder)
        .flatMap((entry) => {
            const [, name, version] = /^resource-(.+?)-v(\d+\.\d+\.\d+.*)$/.exec(entry) ?? [];
            if (name === undefined || existsSync(join(folder, `${entry}.partial`))) return [];
            const file = join(folder, entry, `${prefix}${name}`);
            return isExecutable(file) ? [{ name, version, file }] : [];
        })
        .sort((one, other) =>
            (other.version ?? "").localeCompare(one.version ?? "", "en", { numeric: true }),
        );
}

/** An executable file on the path. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
    return foldersOnPath(env)
        .map((folder) => join(folder, name))
        .find(isExecutable);
}

function foldersOnPath(env: NodeJS.ProcessEnv): string[] {
    return (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
}

/** The folder of the Pulumi project to which a folder belongs. */
export function projectOf(folder: string): string | undefined {
    for (let at = resolve(folder); ; at = dirname(at)) {
        if (projectFile(at) !== undefined) return at;
        if (at === dirname(at)) return undefined;
    }
}

/** Where the engine runs the plugins of a project: in the folder of its program. */
export function workingFolder(project: string): string {
    const { main } = projectSettings(project);
    if (typeof main !== "string" || main === "") return project;
    const path = isAbsolute(main) ? main : join(project, main);
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path);
}

function projectFile(folder: string): string | undefined {
    return ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"]
        .map((name) => join(folder, name))
        .find((file) => existsSync(file));
}

/** Nothing of a file that cannot be read: the engine says what is wrong with it. */
function projectSettings(project: string): Readonly<Record<string, Raw>> {
    const file = projectFile(project);
    if (file === undefined) return {};
    try {
        const settings = load(readFileSync(file, "utf8"));
        return isObject(settings) ? settings : {};
    } catch {
        return {};
    }
}

function namesIn(folder: string): string[] {
    try {
        return readdirSync(folder);
    } catch {
        return [];
    }
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}

/** A plugin that does not start, with what it said. */
export class PluginError extends RehearsalError {}

export interface RunningPlugin {
    readonly port: number;
    /** How it ended: with a number, or by a signal. */
    readonly ended: Promise<string>;
    readonly stop: () => Promise<void>;
}

export interface StartOptions {
    /** Where the engine listens. */
    readonly engine: string;
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly onText: (text: string) => void;
    /** Nobody waits for it any more. */
    readonly signal?: AbortSignal;
}

/** As long as the engine itself waits. */
const patience = 60_000;

/** How long a plugin may take to end, in milliseconds. */
const grace = 2_000;

/**
 * Starts a plugin as the engine does.
 *
 * @throws PluginError if it ends, or says something else than its port, or nothing until nobody waits.
 */
export async function startPlugin(plugin: Plugin, options: StartOptions): Promise<RunningPlugin> {
    const { engine, cwd, env } = options;
    // In a group of its own: Ctrl-C is for the engine, which tells its plugins to end.
    const child = spawn(plugin.file, [engine], {
        cwd,
        env,
        detached: true,
        stdio: ["pipe", "pipe", "pipe"],
    });
    const stop = stopper(child);
    const ended = new Promise<string>((resolve) => {
        child.once("exit", (code, signal) => {
            resolve(String(code ?? signal));
        });
    });
    try {
        return { port: await portOf(child, plugin, options), ended, stop };
    } catch (error) {
        await stop();
        throw error;
    }
}

async function portOf(
    child: ChildProcess,
    { name, file }: Plugin,
    { onText, signal }: StartOptions,
): Promise<number> {
    let said = "";
    let isKnown = false;
    const { stdout, stderr } = child;
    if (stdout === null || stderr === null) throw new PluginError(`${file} cannot be read`);
    return new Promise((resolve, reject) => {
        const fail = (why: string): void => {
            reject(new PluginError(`the plugin ${name} does not start (${file}): ${why}`));
        };
        const timer = setTimeout(() => {
            fail("it does not say on which port it listens");
        }, patience);
        timer.unref();
        signal?.addEventListener("abort", () => {
            fail("the rehearsal has ended");
        });
        child.once("error", (error) => {
            fail(error.message);
        });
        child.once("exit", (code, signal) => {
            fail(`it ended with ${String(code ?? signal)}${said === "" ? "" : `: ${said.trim()}`}`);
        });
        stderr.setEncoding("utf8").on("data", (text: string) => {
            if (!isKnown) said += text;
            onText(text);
        });
        let line = "";
        stdout.setEncoding("utf8").on("data", (text: string) => {
            if (isKnown) {
                onText(text);
                return;
            }
            line += text;
            if (!line.includes("\n")) return;
            isKnown = true;
            clearTimeout(timer);
            const port = Number(line.split("\n")[0]?.trim());
            if (Number.isInteger(port) && port > 0 && port < 65536) resolve(port);
            else fail("it prints something else than its port");
        });
    });
}

/** Ends a plugin and what it started, as the engine does: it is asked to, and then it must. */
function stopper(child: ChildProcess): () => Promise<void> {
    const signal = (name: NodeJS.Signals): void => {
        try {
            if (child.pid !== undefined) process.kill(-child.pid, name);
        } catch {
            // It has ended already.
        }
    };
    let stopped: Promise<void> | undefined;
    return () => {
        stopped ??= new Promise((resolve) => {
            if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
                resolve();
            } else {
                const timer = setTimeout(() => {
                    signal("SIGKILL");
                }, grace);
                child.once("exit", () => {
                    clearTimeout(timer);
                    // What it started itself may still be there.
                    signal("SIGKILL");
                    resolve();
                });
                signal("SIGINT");
            }
        });
        return stopped;
    };
}
