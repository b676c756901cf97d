import { execFile } from "node:child_process";
import {
    copyFileSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { isChecked, type CheckedFile, type Report } from "../../src/cli/report";
import { built } from "../support/built";

/*
 * Runs a program of `programs` through Pulumi's own CLI, in folders of its own: its project, its state,
 * its account.
 */

export const root = join(__dirname, "..", "..");
const tools = join(root, ".pulumi-test");
/** The project's own command. */
export const main = built("src", "cli", "main.js");

export interface Result {
    readonly status: number;
    readonly out: string;
    readonly err: string;
}

/** What a policy said through the engine. */
export interface Said {
    readonly policy: string;
    readonly level: string;
    /** The name of the resource in the program. */
    readonly on: string;
    readonly message: string;
}

export interface Judged extends Result {
    readonly said: readonly Said[];
}

interface Event {
    readonly policyEvent?: {
        readonly resourceUrn?: string;
        readonly message: string;
        readonly policyName: string;
        readonly enforcementLevel: string;
    };
}

type Environment = Readonly<Record<string, string | undefined>>;

export class Sandbox {
    readonly folder: string;
    readonly project: string;
    private readonly env: Record<string, string | undefined>;
    private readonly stacks = new Set<string>();
    private files = 0;

    /** @param program the name of a file in `programs`, or text of one with its extension */
    constructor(
        program: string | { readonly ts: string } | { readonly yaml: string },
        env: Environment = {},
    ) {
        // Below the project's folder, so that programs find node_modules.
        const work = join(tools, "work");
        mkdirSync(work, { recursive: true });
        this.folder = mkdtempSync(join(work, "sandbox-"));
        this.project = join(this.folder, "project");
        for (const name of ["project", "state", "home"]) mkdirSync(join(this.folder, name));
        symlinkSync(join(tools, "plugins"), join(this.folder, "home", "plugins"));
        this.write(program);
        this.env = {
            ...process.env,
            PATH: [join(tools, "bin"), process.env.PATH].join(delimiter),
            PULUMI_HOME: join(this.folder, "home"),
            PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
            PULUMI_CONFIG_PASSPHRASE: "tests",
            PULUMI_SKIP_UPDATE_CHECK: "1",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
            // Types of the programs are checked once, for all of them.
            PULUMI_NODEJS_TRANSPILE_ONLY: "true",
            // Shows --event-log.
            PULUMI_DEBUG_COMMANDS: "true",
            NO_COLOR: "1",
            AWS_REGION: "us-east-1",
            AWS_ACCESS_KEY_ID: "tests",
            AWS_SECRET_ACCESS_KEY: "tests",
            STANDIN_ACCOUNT: join(this.folder, "account"),
            STANDIN_CALLS: join(this.folder, "calls"),
            ...env,
        };
    }

    /** That of all that it runs. */
    get environment(): NodeJS.ProcessEnv {
        return this.env;
    }

    /** Replaces the program. */
    write(program: string | { readonly ts: string } | { readonly yaml: string }): void {
        const yaml = join(this.project, "Pulumi.yaml");
        const programs = join(__dirname, "programs");
        if (typeof program === "string" && existsSync(join(programs, `${program}.yaml`))) {
            copyFileSync(join(programs, `${program}.yaml`), yaml);
        } else if (typeof program !== "string" && "yaml" in program) {
            writeFileSync(yaml, program.yaml);
        } else {
            const text =
                typeof program === "string"
                    ? readFileSync(join(programs, `${program}.ts`), "utf8")
                    : program.ts;
            writeFileSync(join(this.project, "index.ts"), text);
            writeFileSync(yaml, "name: web\nruntime: nodejs\nmain: index.ts\n");
        }
    }

    /** Starts a program in the project's folder. */
    run(file: string, args: readonly string[], env: Environment = {}): Promise<Result> {
        return new Promise((resolve, reject) => {
            execFile(
                file,
                args,
                {
                    cwd: this.project,
                    env: { ...this.env, ...env },
                    maxBuffer: 100 * 1024 * 1024,
                    timeout: 240_000,
                },
                (error, out, err) => {
                    const status = error === null ? 0 : error.code;
                    if (typeof status === "number") resolve({ status, out, err });
                    else reject(error ?? new Error(`${file} did not end`));
                },
            );
        });
    }

    /** Runs the CLI and expects it to succeed. */
    async pulumi(...args: string[]): Promise<Result> {
        const result = await this.run("pulumi", ["--non-interactive", ...args]);
        if (result.status !== 0) {
            throw new Error(`pulumi ${args.join(" ")}: ${result.out}\n${result.err}`);
        }
        return result;
    }

    async select(stack: string): Promise<void> {
        if (this.stacks.has(stack)) return;
        await this.pulumi("stack", "init", stack);
        this.stacks.add(stack);
    }

    /** A preview with the pack; what it said comes from the engine's own events. */
    async preview({
        stack = "dev",
        args = [],
        env = {},
    }: { stack?: string; args?: string[]; env?: Environment } = {}): Promise<Judged> {
        await this.select(stack);
        const log = join(this.folder, `events-${String(this.files++)}.jsonl`);
        const result = await this.run(
            "pulumi",
            [
                "preview",
                "--non-interactive",
                "--stack",
                stack,
                "--policy-pack",
                root,
                "--event-log",
                log,
                ...args,
            ],
            env,
        );
        const lines = existsSync(log) ? readFileSync(log, "utf8").split("\n") : [];
        return { ...result, said: said(lines) };
    }

    /** Deploys, without the pack. */
    async up(stack = "dev"): Promise<void> {
        await this.select(stack);
        await this.pulumi("up", "--yes", "--skip-preview", "--stack", stack);
    }

    /** The path of the stack's export. */
    async export(stack = "dev"): Promise<string> {
        const file = join(this.folder, `${stack}.export.json`);
        await this.pulumi("stack", "export", "--stack", stack, "--file", file);
        return file;
    }

    /** `pulumi policy analyze`: the deployed stack, judged by the pack without running the program. */
    async analyze(stack = "dev", args: string[] = []): Promise<Judged> {
        const file = await this.export(stack);
        const result = await this.run("pulumi", [
            "policy",
            "analyze",
            "--non-interactive",
            "--json",
            "--file",
            file,
            "--policy-pack",
            root,
            ...args,
        ]);
        return { ...result, said: said(result.out.split("\n")) };
    }

    /** The project's own command. */
    preflight(...args: string[]): Promise<Result> {
        return this.run(process.execPath, [main, ...args]);
    }

    /** What the providers were asked that was no preview. */
    get calls(): readonly string[] {
        const file = join(this.folder, "calls");
        return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}

function said(lines: readonly string[]): Said[] {
    return lines.filter(Boolean).flatMap((line) => {
        const { policyEvent } = JSON.parse(line) as Event;
        if (policyEvent === undefined) return [];
        const { policyName, enforcementLevel, resourceUrn = "", message } = policyEvent;
        const on = resourceUrn.split("::").pop() ?? "";
        return [{ policy: policyName, level: enforcementLevel, on, message }];
    });
}

/** What the command found of one plan. */
export function checked({ out, err }: Result): CheckedFile {
    const { files } = JSON.parse(out) as { files: Report[] };
    const [file] = files;
    if (file === undefined || !isChecked(file)) throw new Error(out + err);
    return file;
}
