import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";
import { join } from "node:path";
import { isObject, type NamedFacts, type Raw } from "../plan";
import { findOnPath, findPlugins, projectOf, workingFolder } from "./plugins";
import { makeStandIns } from "./stand-ins";
import { RehearsalError } from "./problem";
import { startProxy, type Proxy } from "./proxy";
import {
    startRecorder,
    withoutSecrets,
    type RecordedPlan,
    type RecordedResource,
} from "./recorder";
import { Secrets } from "./secrets";
import { setStage, type Stage, type Start } from "./stage";
import type { StandIns } from "./filling";

export interface RehearsalOptions {
    /** A command that starts a preview; without one it is `pulumi preview`. */
    readonly command: readonly string[];
    /** The stack, for `pulumi preview`. */
    readonly stack?: string | undefined;
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** Nothing is asked of AWS. */
    readonly offline: boolean;
    /** What nothing stands in for: `type.property`, with `*` for any part. */
    readonly keepUnknown: readonly string[];
    /** What is known of what exists outside the program. */
    readonly facts: readonly NamedFacts[];
    /** Pulumi speaks to the terminal itself. */
    readonly isInteractive: boolean;
    /** What Pulumi and the plugins say, where it does not. */
    readonly onText: (text: string) => void;
    /** What people are told meanwhile. */
    readonly tell: (line: string) => void;
    /** Ends the rehearsal; its reason is the signal that came. */
    readonly signal: AbortSignal;
}

/** A rehearsed plan. */
export interface Recording {
    /** `project/stack`. */
    readonly stack: string;
    /** In the form of a recording, with its secrets: not to be kept. */
    readonly json: () => Raw;
    readonly withoutSecrets: () => Raw;
}

export interface Rehearsed {
    readonly recordings: readonly Recording[];
    readonly standIns: StandIns;
    /** How the command ended. */
    readonly status: number;
    /** What Pulumi said last, as far as it was heard. */
    readonly said: string;
    /** Why the plan is not what it should be. */
    readonly problems: readonly string[];
}

/** The engine attaches to providers since then. */
const oldest = [3, 30, 0] as const;
/** And starts an executable file as a policy pack. */
const startsFilesSince = [3, 260, 0] as const;

/** Runs that show packages nobody foresaw, before it is given up. */
const mostRuns = 4;

/**
 * Runs a preview in which values stand in for what is unknown.
 *
 * @throws RehearsalError if it cannot begin.
 */
export async function rehearse(options: RehearsalOptions): Promise<Rehearsed> {
    const pulumi = findPulumi(options);
    const version = versionOf(pulumi, options);
    const foreseen = new Set<string>();
    for (let run = 1; ; run += 1) {
        const rehearsed = await runOnce(options, pulumi, isSince(version, startsFilesSince));
        const unforeseen = rehearsed.missed.filter((name) => !foreseen.has(name));
        if (unforeseen.length === 0 || run === mostRuns || options.signal.aborted) return rehearsed;
        for (const name of unforeseen) foreseen.add(name);
        options.tell(
            `the program uses ${unforeseen.join(", ")}, whose plugins were not there before: the preview is run once more`,
        );
    }
}

function findPulumi({ command, cwd, env }: RehearsalOptions): string {
    const ofSst = [env.SST_PULUMI_PATH, join(env.HOME ?? homedir(), ".config", "sst")];
    const found =
        findOnPath("pulumi", env) ??
        ofSst
            .map((folder) => folder && findOnPath("pulumi", { PATH: join(folder, "bin") }))
            .find(Boolean);
    if (found === undefined || found === "") {
        throw new RehearsalError(
            "there is no `pulumi` on the path; install Pulumi's command line, or put its folder on the path",
        );
    }
    if (command.length === 0 && projectOf(cwd) === undefined) {
        throw new RehearsalError(
            `${cwd}: there is no Pulumi project here; expected a folder with Pulumi.yaml, or a command that starts a preview (after --)`,
        );
    }
    return found;
}

function versionOf(pulumi: string, { cwd, env }: RehearsalOptions): readonly number[] {
    const { stdout, error } = spawnSync(pulumi, ["version"], {
        cwd,
        env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
        encoding: "utf8",
    });
    if (error !== undefined) {
        throw new RehearsalError(`${pulumi} cannot be started: ${error.message}`);
    }
    const [, ...numbers] = /v?(\d+)\.(\d+)\.(\d+)/.exec(stdout) ?? [];
    const version = numbers.map(Number);
    // One that was built without a version is somebody's own, of today.
    if (version.length === 0) return [Infinity];
    if (!isSince(version, oldest)) {
        throw new RehearsalError(
            `${pulumi} is of version ${version.join(".")}; a rehearsal takes ${oldest.join(".")} or newer`,
        );
    }
    return version;
}

function isSince(version: readonly number[], since: readonly number[]): boolean {
    const differing = since.findIndex((number, i) => number !== version[i]);
    return differing < 0 || (version[differing] ?? 0) > (since[differing] ?? 0);
}

async function runOnce(
    options: RehearsalOptions,
    pulumi: string,
    startsFiles: boolean,
): Promise<Rehearsed & { readonly missed: readonly string[] }> {
    const { command, stack, cwd, env, onText, isInteractive } = options;
    const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? "us-east-1";
    const standIns = makeStandIns({ ...options, region });
    const secrets = new Secrets();
    const recorder = await startRecorder(secrets);
    const proxies: Proxy[] = [];
    const problems: string[] = [];
    let said = "";
    const listen = (text: string): void => {
        said = (said + text).slice(-mostSaid);
        onText(text);
    };
    const onPreview = async (start: Start): Promise<string> => {
        const project = projectOf(start.cwd);
        const plugins = findPlugins({ env: start.env, project });
        const given = start.env.PULUMI_DEBUG_PROVIDERS ?? "";
        const names = new Set(plugins.map(({ name }) => name));
        const made = await Promise.all(
            [...names].map(async (name) =>
                startProxy(name, {
                    plugins,
                    standIns,
                    secrets,
                    env: start.env,
                    cwd: () => (project === undefined ? start.cwd : workingFolder(project)),
                    onText: listen,
                    onProblem: (problem) => {
                        if (!problems.includes(problem)) problems.push(problem);
                    },
                }),
            ),
        );
        proxies.push(...made);
        return [
            ...(given === "" ? [] : [given]),
            ...made.map((proxy) => `${proxy.package}:${String(proxy.port)}`),
        ].join(",");
    };
    let stage: Stage | undefined;
    try {
        stage = await setStage({ recorder: recorder.port, pulumi, startsFiles, onPreview });
        const child =
            command.length === 0
                ? start(
                      [
                          pulumi,
                          "preview",
                          ...(stack === undefined ? [] : ["--stack", stack]),
                          "--policy-pack",
                          stage.pack,
                      ],
                      {
                          cwd,
                          env: {
                              ...stage.environment(env),
                              PULUMI_DEBUG_PROVIDERS: await onPreview({ cwd, env, args: [] }),
                          },
                      },
                      isInteractive ? undefined : listen,
                  )
                : start(
                      command,
                      { cwd, env: stage.environment(env) },
                      isInteractive ? undefined : listen,
                  );
        const status = await endOf(child, command[0] ?? pulumi, options);
        const packages = packagesIn(recorder.plans);
        const reached = new Set(
            proxies.filter((proxy) => proxy.isUsed()).map((proxy) => proxy.package),
        );
        const now = new Set(findPlugins({ env, project: projectOf(cwd) }).map(({ name }) => name));
        return {
            recordings: recorder.plans.map(({ stack, resources }) => {
                const recording = (all: readonly RecordedResource[]): Raw => ({
                    rehearsal: standIns.recorded(),
                    resources: all,
                });
                return {
                    stack,
                    json: () => recording(resources),
                    withoutSecrets: () =>
                        recording(resources.map((each) => withoutSecrets(each, secrets))),
                };
            }),
            standIns,
            status,
            missed: packages.filter((name) => now.has(name) && !reached.has(name)),
            said,
            problems,
        };
    } finally {
        recorder.close();
        await Promise.all(proxies.map(async (proxy) => proxy.stop()));
        await stage?.remove();
    }
}

/** How much of what Pulumi says is kept to be searched, in characters. */
const mostSaid = 200_000;

function start(
    [program = "", ...args]: readonly string[],
    { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
    onText: ((text: string) => void) | undefined,
): ChildProcess {
    // Its report is none of ours: all that it says goes to standard error. A terminal tells all of its
    // group of Ctrl-C; elsewhere it has a group of its own, which is ended whole.
    if (onText === undefined) return spawn(program, args, { cwd, env, stdio: ["inherit", 2, 2] });
    const child = spawn(program, args, {
        cwd,
        env,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.setEncoding("utf8").on("data", onText);
    child.stderr.setEncoding("utf8").on("data", onText);
    return child;
}

/** How long Pulumi may take to end after it was told to, in milliseconds. */
const grace = 10_000;

async function endOf(
    child: ChildProcess,
    program: string,
    { signal, isInteractive }: Pick<RehearsalOptions, "signal" | "isInteractive">,
): Promise<number> {
    const send = (name: NodeJS.Signals): void => {
        try {
            if (child.pid !== undefined) process.kill(isInteractive ? child.pid : -child.pid, name);
        } catch {
            // It has ended already.
        }
    };
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
        // To Pulumi a second one means: at once.
        if (!isInteractive || signal.reason !== "SIGINT") send("SIGINT");
        timer = setTimeout(() => {
            send("SIGKILL");
        }, grace);
    };
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
    try {
        const [code] = (await once(child, "close")) as [number | null];
        return code ?? 2;
    } catch (error) {
        throw new RehearsalError(
            `${program} cannot be started: ${error instanceof Error ? error.message : String(error)}`,
        );
    } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
    }
}

/** The packages of the providers that resources have. */
function packagesIn(plans: readonly RecordedPlan[]): readonly string[] {
    const found = new Set<string>();
    for (const { resources } of plans) {
        for (const { provider } of resources) {
            const type: Raw | undefined = isObject(provider) ? provider.type : undefined;
            if (typeof type === "string") found.add(type.replace("pulumi:providers:", ""));
        }
    }
    return [...found];
}
