import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/language_pb";
import { PackageDependency, PluginDependency, PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type {
    ServerUnaryCall,
    ServerWritableStream,
    UntypedServiceImplementation,
    sendUnaryData,
} from "@grpc/grpc-js";
import { fromStruct, reply, serve, type Properties } from "./plugin";

/*
 * `pulumi-language-nodejs` as far as these tests need it: runs programs, and what else is started
 * through a language (policy packs), with the SDK that lies beside them. Pulumi's own host is not to
 * be had as a Go module.
 */

/** The exit code of a program that has told what went wrong. */
const alreadyTold = 32;

interface Dependency {
    readonly name: string;
    readonly version: string;
    readonly server?: string | undefined;
}

/** The nearest folders named `node_modules`, the program's own first. */
function* moduleFolders(directory: string): Iterable<string> {
    for (let at = directory; ; at = dirname(at)) {
        const folder = join(at, "node_modules");
        if (existsSync(folder)) yield folder;
        if (dirname(at) === at) return;
    }
}

/** Packages that say in their package.json that they need a plugin. */
function pluginsOf(directory: string): Dependency[] {
    const found = new Map<string, Dependency>();
    for (const folder of moduleFolders(directory)) {
        for (const name of readdirSync(folder).flatMap((each) =>
            each.startsWith("@")
                ? readdirSync(join(folder, each)).map((it) => join(each, it))
                : [each],
        )) {
            const file = join(folder, name, "package.json");
            if (!existsSync(file)) continue;
            const { version, pulumi } = JSON.parse(readFileSync(file, "utf8")) as {
                version?: string;
                pulumi?: { resource?: boolean; name?: string; server?: string; version?: string };
            };
            if (pulumi?.resource !== true) continue;
            const plugin = pulumi.name ?? name.replace(/^@pulumi[\\/]/, "");
            if (!found.has(plugin))
                found.set(plugin, {
                    name: plugin,
                    version: pulumi.version ?? version ?? "",
                    server: pulumi.server,
                });
        }
    }
    return [...found.values()];
}

/** The SDK's own entry, as seen from what it is to run. */
function entryOf(command: string, directory: string): string {
    return createRequire(join(directory, "index.js")).resolve(`@pulumi/pulumi/cmd/${command}`);
}

function isTypescript(options: Properties): boolean {
    return options.typescript !== false && options.typescript !== "false";
}

function run(
    { request }: ServerUnaryCall<proto.RunRequest, proto.RunResponse>,
    callback: sendUnaryData<proto.RunResponse>,
): void {
    const info = request.getInfo();
    const directory = info?.getProgramDirectory() ?? request.getPwd();
    const args = [
        entryOf("run", directory),
        `--monitor=${request.getMonitorAddress()}`,
        `--engine=${engine}`,
        `--organization=${request.getOrganization()}`,
        `--project=${request.getProject()}`,
        `--root-directory=${info?.getRootDirectory() ?? directory}`,
        `--stack=${request.getStack()}`,
        `--pwd=${request.getPwd()}`,
        ...(request.getDryrun() ? ["--dry-run"] : []),
        ...(request.getParallel() > 0 ? [`--parallel=${String(request.getParallel())}`] : []),
        join(directory, info?.getEntryPoint() ?? "."),
        ...request.getArgsList(),
    ];
    const child = spawn(process.execPath, args, {
        cwd: request.getPwd(),
        // What a program prints is shown by the engine, which reads it from its host.
        stdio: ["ignore", "inherit", "inherit"],
        env: {
            ...process.env,
            PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toArray())),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
            PULUMI_NODEJS_TYPESCRIPT: String(isTypescript(fromStruct(info?.getOptions()))),
        },
    });
    child.on("error", (error) => {
        callback(error);
    });
    child.on("close", (code, signal) => {
        const response = new proto.RunResponse();
        if (code === alreadyTold) response.setBail(true);
        else if (code !== 0) {
            response.setError(`Program ended with ${signal ?? `exit code ${String(code)}`}`);
        }
        callback(null, response);
    });
}

/** A policy pack, or a plugin that is a Node program. */
function runPlugin(
    call: ServerWritableStream<proto.RunPluginRequest, proto.RunPluginResponse>,
): void {
    const { request } = call;
    const info = request.getInfo();
    const directory = info?.getProgramDirectory() ?? request.getPwd();
    const isPack = request.getKind() === "analyzer";
    const args = isPack
        ? [entryOf("run-policy-pack", directory), ...request.getArgsList(), directory]
        : [entryOf("run-plugin", directory), directory, ...request.getArgsList()];
    const child = spawn(process.execPath, args, {
        cwd: isPack ? directory : request.getPwd(),
        stdio: ["ignore", "pipe", "pipe"],
        env: {
            ...Object.fromEntries(
                request.getEnvList().map((each) => {
                    const at = each.indexOf("=");
                    return [each.slice(0, at), each.slice(at + 1)];
                }),
            ),
            PULUMI_NODEJS_TYPESCRIPT: String(isTypescript(fromStruct(info?.getOptions()))),
        },
    });
    const tell = (fill: (response: proto.RunPluginResponse) => void): void => {
        const response = new proto.RunPluginResponse();
        fill(response);
        call.write(response);
    };
    child.stdout.on("data", (data: Buffer) => {
        tell((response) => response.setStdout(data));
    });
    child.stderr.on("data", (data: Buffer) => {
        tell((response) => response.setStderr(data));
    });
    child.on("error", (error) => {
        call.destroy(error);
    });
    child.on("close", (code) => {
        tell((response) => response.setExitcode(code ?? 1));
        call.end();
    });
    call.on("cancelled", () => child.kill());
    process.on("exit", () => child.kill());
}

const engine = process.argv.slice(2).find((each) => !each.startsWith("-")) ?? "";

const implementation: UntypedServiceImplementation = {
    handshake: (_: unknown, callback: sendUnaryData<proto.LanguageHandshakeResponse>) => {
        reply(callback, () => new proto.LanguageHandshakeResponse());
    },
    getPluginInfo: (_: unknown, callback: sendUnaryData<PluginInfo>) => {
        reply(callback, () => {
            const info = new PluginInfo();
            info.setVersion("1.0.0");
            return info;
        });
    },
    getRequiredPlugins: (
        { request }: ServerUnaryCall<proto.GetRequiredPluginsRequest, unknown>,
        callback: sendUnaryData<proto.GetRequiredPluginsResponse>,
    ) => {
        reply(callback, () => {
            const response = new proto.GetRequiredPluginsResponse();
            const directory = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
            response.setPluginsList(
                pluginsOf(directory).map(({ name, version, server }) => {
                    const plugin = new PluginDependency();
                    plugin.setName(name);
                    plugin.setKind("resource");
                    plugin.setVersion(`v${version}`);
                    if (server !== undefined) plugin.setServer(server);
                    return plugin;
                }),
            );
            return response;
        });
    },
    getRequiredPackages: (
        { request }: ServerUnaryCall<proto.GetRequiredPackagesRequest, unknown>,
        callback: sendUnaryData<proto.GetRequiredPackagesResponse>,
    ) => {
        reply(callback, () => {
            const response = new proto.GetRequiredPackagesResponse();
            response.setPackagesList(
                pluginsOf(request.getInfo()?.getProgramDirectory() ?? ".").map(
                    ({ name, version, server }) => {
                        const dependency = new PackageDependency();
                        dependency.setName(name);
                        dependency.setKind("resource");
                        dependency.setVersion(`v${version}`);
                        if (server !== undefined) dependency.setServer(server);
                        return dependency;
                    },
                ),
            );
            return response;
        });
    },
    run,
    runPlugin,
    about: (_: unknown, callback: sendUnaryData<proto.AboutResponse>) => {
        reply(callback, () => {
            const response = new proto.AboutResponse();
            response.setExecutable(process.execPath);
            response.setVersion(process.version);
            return response;
        });
    },
    getProgramDependencies: (
        _: unknown,
        callback: sendUnaryData<proto.GetProgramDependenciesResponse>,
    ) => {
        reply(callback, () => new proto.GetProgramDependenciesResponse());
    },
    runtimeOptionsPrompts: (_: unknown, callback: sendUnaryData<proto.RuntimeOptionsResponse>) => {
        reply(callback, () => new proto.RuntimeOptionsResponse());
    },
    // All is installed already, in the folders above the program.
    installDependencies: (
        call: ServerWritableStream<
            proto.InstallDependenciesRequest,
            proto.InstallDependenciesResponse
        >,
    ) => {
        call.end();
    },
};

serve((server) => {
    server.addService(LanguageRuntimeService, implementation);
});
