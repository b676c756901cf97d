import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { TemporaryError } from "./problem";

/*
 * What a rehearsal puts into a folder of its own while it runs: a policy pack that leads to the recorder,
 * and a small `pulumi` that stands on the path before the real one, for commands that start it themselves.
 */

/** How Pulumi is started: where, with what, and for what. */
export interface Start {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly args: readonly string[];
}

export interface Stage {
    /** What `--policy-pack` takes. */
    readonly pack: string;
    /** The environment of a command that finds the small `pulumi`. */
    readonly environment: (env: NodeJS.ProcessEnv) => NodeJS.ProcessEnv;
    readonly remove: () => Promise<void>;
}

export interface StageOptions {
    /** The port of the recorder. */
    readonly recorder: number;
    /** The real `pulumi`. */
    readonly pulumi: string;
    /** Whether this Pulumi starts an executable file as a policy pack; else it takes a folder. */
    readonly startsFiles: boolean;
    /** Told before a preview; answers which providers to attach to, or why it must not be. */
    readonly onPreview: (start: Start) => Promise<string>;
}

/** A preview that must not be rehearsed. */
export class Refusal extends Error {}

/** Any name that no language has. */
const runtime = "fargate-preflight";

/** @throws TemporaryError if there is no place for it. */
export async function setStage(options: StageOptions): Promise<Stage> {
    const { onPreview } = options;
    const folder = await mkdtemp(join(tmpdir(), "fargate-preflight-")).catch((error: unknown) => {
        throw new TemporaryError(error);
    });
    const bin = join(folder, "bin");
    const pack = join(folder, "pack");
    const token = randomBytes(16).toString("hex");
    const server = await answering(token, onPreview);
    const remove = async (): Promise<void> => {
        server.close();
        server.closeAllConnections();
        await rm(folder, { recursive: true, force: true });
    };
    try {
        const { port } = server.address() as AddressInfo;
        const announce = [process.execPath, join(__dirname, "announce.js"), String(port), token];
        await mkdir(bin);
        await setPack(pack, bin, options);
        await setPulumi(join(bin, "pulumi"), { announce, pack, ...options });
    } catch (error) {
        await remove();
        throw new TemporaryError(error);
    }
    return {
        pack,
        environment: (env) => ({
            ...env,
            PATH: [bin, ...(env.PATH === undefined ? [] : [env.PATH])].join(delimiter),
            // Where SST looks for a folder with bin/pulumi in it.
            SST_PULUMI_PATH: folder,
        }),
        remove,
    };
}

async function setPack(
    pack: string,
    bin: string,
    { recorder, startsFiles }: StageOptions,
): Promise<void> {
    // It stays until the engine, which holds its standard input, is done with it.
    const recording = `#!/bin/sh\necho ${String(recorder)}\nexec cat >/dev/null\n`;
    if (startsFiles) {
        await script(pack, recording);
        return;
    }
    await mkdir(pack);
    await writeFile(
        join(pack, "PulumiPolicy.yaml"),
        `runtime: ${runtime}\nversion: 0.0.1\ndescription: records the plan of a rehearsal\n`,
    );
    await script(join(bin, `pulumi-analyzer-policy-${runtime}`), recording);
}

async function setPulumi(
    file: string,
    {
        announce,
        pack,
        pulumi,
    }: { readonly announce: readonly string[]; readonly pack: string; readonly pulumi: string },
): Promise<void> {
    await script(
        file,
        [
            "#!/bin/sh",
            `answer=$(${announce.map(quoted).join(" ")} "$@") || exit $?`,
            'case "$answer" in',
            `-) exec ${quoted(pulumi)} "$@" ;;`,
            "esac",
            'PULUMI_DEBUG_PROVIDERS="$answer"',
            "export PULUMI_DEBUG_PROVIDERS",
            `exec ${quoted(pulumi)} "$@" --policy-pack ${quoted(pack)}`,
            "",
        ].join("\n"),
    );
}

async function answering(token: string, onPreview: StageOptions["onPreview"]): Promise<Server> {
    const server = createServer((request, response) => {
        const answer = async (): Promise<void> => {
            if (request.headers.authorization !== token) {
                response.writeHead(403).end();
                return;
            }
            try {
                const start = moved(JSON.parse(await textOf(request)) as Start);
                const isPreview = checkArguments(start.args);
                response.end(isPreview ? await onPreview(start) : "-");
            } catch (error) {
                if (!(error instanceof Refusal)) throw error;
                response.writeHead(400).end(`fargate-preflight: ${error.message}\n`);
            }
        };
        answer().catch(() => {
            response.writeHead(500).end("fargate-preflight: a bug in the rehearsal\n");
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server;
}

async function textOf(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
}

/** Pulumi's flags for all commands that are followed by a value. */
const withValue: ReadonlySet<string> = new Set([
    "-C",
    "--cwd",
    "--color",
    "--memprofilerate",
    "--otel-traces",
    "--profiling",
    "--tracing",
    "--tracing-header",
    "-v",
    "--verbose",
]);

/** As `--cwd` says it. */
function moved(start: Start): Start {
    const { args, cwd } = start;
    const at = args.findIndex((arg) => /^(-C|--cwd(=|$))/.test(arg));
    const arg = args[at];
    if (arg === undefined) return start;
    const given =
        arg === "-C" || arg === "--cwd" ? args[at + 1] : arg.replace(/^(-C=?|--cwd=)/, "");
    return given === undefined ? start : { ...start, cwd: resolve(cwd, given) };
}

/** Commands that change what exists, or the state. */
const changing: ReadonlySet<string> = new Set([
    "up",
    "update",
    "destroy",
    "down",
    "dn",
    "do",
    "refresh",
    "watch",
    "import",
]);

/** Whether this is a preview; of a command that changes something nothing may come. */
function checkArguments(args: readonly string[]): boolean {
    let at = 0;
    while (args[at]?.startsWith("-") === true) at += withValue.has(args[at] ?? "") ? 2 : 1;
    const verb = args[at] ?? "";
    if (changing.has(verb)) {
        throw new Refusal(
            `\`pulumi ${verb}\` was started in a rehearsal, which is for previews alone; expected a command that starts \`pulumi preview\``,
        );
    }
    if (verb !== "preview" && verb !== "pre") return false;
    const given = args.slice(at + 1).map((arg) => arg.replace(/=.*/, ""));
    for (const [flag, why] of unfit) if (given.includes(flag)) throw new Refusal(why);
    return true;
}

/** What a preview with values that stand in must not do. */
const unfit: readonly (readonly [string, string])[] = [
    [
        "--save-plan",
        "`pulumi preview --save-plan` would save values that only stand in; leave it out of a rehearsal",
    ],
    [
        "--import-file",
        "`pulumi preview --import-file` would write values that only stand in; leave it out of a rehearsal",
    ],
    [
        "--remote",
        "`pulumi preview --remote` runs on another machine, where nothing can be rehearsed; leave it out",
    ],
];

async function script(file: string, text: string): Promise<void> {
    await writeFile(file, text);
    await chmod(file, 0o700);
}

function quoted(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}
