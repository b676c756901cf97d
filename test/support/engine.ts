import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
// The very modules of the SDK, which ships no other client: a second copy would be refused.
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { built } from "./built";

/*
 * Drives a policy pack as the Pulumi engine does: as a process of its own, over `pulumirpc.Analyzer`,
 * without the CLI. It knows no test framework, for benchmarks use it too.
 */

export type Level = "advisory" | "mandatory" | "disabled" | "remediate";
export type Severity = "unspecified" | "low" | "medium" | "high" | "critical";
export type Properties = Readonly<Record<string, unknown>>;

/** A resource as a policy pack sees it, the form of `examples/plans/*.recording.json`. */
export interface RecordedResource {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly parent?: string;
    readonly provider?: ProviderResource;
    /** What `Analyze` gets. */
    readonly inputs?: Properties;
    /** What `AnalyzeStack` gets. */
    readonly outputs: Properties;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[]>>;
    readonly ignoreChanges?: readonly string[];
}

export interface ProviderResource {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly props: Properties;
}

export type Recording = readonly RecordedResource[];

/** By policy, or for `all`: the level, or the level and the settings. */
export type Configuration = Readonly<Record<string, Level | PolicyConfiguration>>;

export interface PolicyConfiguration {
    readonly level?: Level;
    readonly settings?: Properties;
}

export interface PolicyInfo {
    readonly name: string;
    readonly type: "resource" | "stack";
    readonly level: Level;
    readonly severity: Severity;
    readonly description: string;
    readonly remediationSteps: string;
    readonly url: string;
    readonly displayName: string;
    /** The control, such as `ECS.2`; empty if there is none. */
    readonly control: string;
    readonly tags: readonly string[];
    /** The properties of the configuration's schema; a policy without settings has none. */
    readonly settings?: Readonly<Record<string, Properties>>;
}

export interface PackInfo {
    readonly name: string;
    readonly displayName: string;
    readonly version: string;
    readonly readme: string;
    readonly provider: string;
    readonly tags: readonly string[];
    readonly repository: string;
    readonly policies: readonly PolicyInfo[];
    /** What the pack itself configures, by policy. */
    readonly initial: Readonly<Record<string, PolicyConfiguration>>;
}

export interface Diagnostic {
    readonly policy: string;
    readonly level: Level;
    readonly severity: Severity;
    readonly urn: string;
    readonly description: string;
    readonly message: string;
}

export interface Report {
    readonly diagnostics: readonly Diagnostic[];
    readonly notApplicable: readonly NotApplicable[];
}

export interface NotApplicable {
    readonly policy: string;
    readonly reason: string;
}

export interface Remediation {
    readonly policy: string;
    readonly properties: Properties | undefined;
    readonly diagnostic: string;
}

export interface StartOptions {
    /** Added to the environment of the process. */
    readonly env?: Readonly<Record<string, string>>;
}

/** Large stacks exceed gRPC's 4 MB: the engine's own limit. */
const maxMessageBytes = 400 * 1024 * 1024;

/** Nobody listens there: a pack calls the engine only to log what went wrong. */
const noEngine = "127.0.0.1:9";

const levels = new Map<Level, proto.EnforcementLevel>([
    ["advisory", proto.EnforcementLevel.ADVISORY],
    ["mandatory", proto.EnforcementLevel.MANDATORY],
    ["disabled", proto.EnforcementLevel.DISABLED],
    ["remediate", proto.EnforcementLevel.REMEDIATE],
]);
const severities: readonly Severity[] = ["unspecified", "low", "medium", "high", "critical"];

/** Starts the pack in this folder, which must be compiled and have its `node_modules`. */
export async function startPack(dir: string, { env = {} }: StartOptions = {}): Promise<Pack> {
    built();
    const runner = join(dir, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
    const child = spawn(process.execPath, [runner, noEngine, dir], {
        cwd: dir,
        env: { ...process.env, NODE_V8_COVERAGE: undefined, ...env },
        stdio: ["ignore", "pipe", "pipe"],
    });
    const errors: string[] = [];
    child.stderr.setEncoding("utf8").on("data", (text: string) => errors.push(text));
    const port = await new Promise<string>((resolve, reject) => {
        const lines = createInterface(child.stdout);
        lines.once("line", resolve);
        child.once("error", reject);
        child.once("exit", (code) => {
            reject(new Error(`the pack ended with ${String(code)}:\n${errors.join("")}`));
        });
    });
    if (!/^\d+$/.test(port)) {
        child.kill();
        throw new Error(`the pack printed no port, but: ${port}\n${errors.join("")}`);
    }
    const client = new AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
        "grpc.max_receive_message_length": maxMessageBytes,
        "grpc.max_send_message_length": maxMessageBytes,
    });
    return new Pack(child, client);
}

/** A running pack. */
export class Pack {
    private readonly killOnExit = (): void => {
        this.child.kill();
    };

    constructor(
        private readonly child: ChildProcess,
        private readonly client: AnalyzerClient,
    ) {
        process.once("exit", this.killOnExit);
    }

    get pid(): number {
        const { pid } = this.child;
        if (pid === undefined) throw new Error("the pack is not running");
        return pid;
    }

    async info(): Promise<PackInfo> {
        const info = await call<proto.AnalyzerInfo>((done) =>
            this.client.getAnalyzerInfo(new Empty(), done),
        );
        const initial: Record<string, PolicyConfiguration> = {};
        info.getInitialconfigMap().forEach((config, name) => {
            const settings = config.getProperties()?.toJavaScript() ?? {};
            initial[name] = { level: toLevel(config.getEnforcementlevel()), settings };
        });
        return {
            name: info.getName(),
            displayName: info.getDisplayname(),
            version: info.getVersion(),
            readme: info.getReadme(),
            provider: info.getProvider(),
            tags: info.getTagsList(),
            repository: info.getRepository(),
            policies: info.getPoliciesList().map(toPolicyInfo),
            initial,
        };
    }

    /** Names the stack, as the engine does before anything else. */
    async configureStack(stack = "dev", project = "web"): Promise<void> {
        const request = new proto.AnalyzerStackConfigureRequest()
            .setStack(stack)
            .setProject(project)
            .setDryRun(true);
        await call<proto.AnalyzerStackConfigureResponse>((done) =>
            this.client.configureStack(request, done),
        );
    }

    /**
     * Configures the pack. The engine sends every policy, with its level and all of its settings,
     * whatever a person configured, over what the pack itself does; it also refuses bad settings, which this
     * does not.
     */
    async configure(configuration: Configuration = {}): Promise<void> {
        const { policies, initial } = await this.info();
        const { all = {}, ...byName } = configuration;
        const request = new proto.ConfigureAnalyzerRequest();
        for (const { name, level, settings = {} } of policies) {
            const own = initial[name];
            const given = {
                level,
                ...own,
                ...levelAndSettings(all),
                ...levelAndSettings(byName[name]),
            };
            const properties: Record<string, unknown> = {};
            for (const [key, schema] of Object.entries(settings)) properties[key] = schema.default;
            const config = new proto.PolicyConfig()
                .setEnforcementlevel(toWireLevel(given.level))
                .setProperties(toStruct({ ...properties, ...given.settings }));
            request.getPolicyconfigMap().set(name, config);
        }
        for (const name of Object.keys(byName)) {
            if (!policies.some((policy) => policy.name === name)) {
                throw new Error(`the pack has no policy ${name}`);
            }
        }
        await call<Empty>((done) => this.client.configure(request, done));
    }

    /** One resource's inputs, before it is registered. */
    async analyze(resource: RecordedResource): Promise<Report> {
        const request = resourceRequest(resource);
        return toReport(await call((done) => this.client.analyze(request, done)));
    }

    /** Mends one resource's inputs, where a policy has the level `remediate`. */
    async remediate(resource: RecordedResource): Promise<readonly Remediation[]> {
        const request = resourceRequest(resource);
        const response = await call<proto.RemediateResponse>((done) =>
            this.client.remediate(request, done),
        );
        return response.getRemediationsList().map((remediation) => ({
            policy: remediation.getPolicyname(),
            properties: remediation.getProperties()?.toJavaScript(),
            diagnostic: remediation.getDiagnostic(),
        }));
    }

    /** All resources' outputs, at the end of an operation; a request may be made beforehand. */
    async analyzeStack(resources: Recording | proto.AnalyzeStackRequest): Promise<Report> {
        const request =
            resources instanceof proto.AnalyzeStackRequest ? resources : stackRequest(resources);
        return toReport(await call((done) => this.client.analyzeStack(request, done)));
    }

    /**
     * A whole preview: `Analyze` for each resource, unless `inputs` is off, then `AnalyzeStack`. Programs
     * register many resources at the same time, so the calls overlap, as the engine's do.
     */
    async replay(recording: Recording, { inputs = true } = {}): Promise<Report> {
        const reports = inputs
            ? await Promise.all(recording.map((resource) => this.analyze(resource)))
            : [];
        reports.push(await this.analyzeStack(recording));
        return {
            diagnostics: reports.flatMap(({ diagnostics }) => diagnostics),
            notApplicable: reports.flatMap(({ notApplicable }) => notApplicable),
        };
    }

    async stop(): Promise<void> {
        process.removeListener("exit", this.killOnExit);
        this.client.close();
        if (this.child.exitCode !== null || this.child.signalCode !== null) return;
        const ended = once(this.child, "exit");
        this.child.kill();
        await ended;
    }
}

/** The request of `AnalyzeStack`. */
export function stackRequest(resources: Recording): proto.AnalyzeStackRequest {
    const request = new proto.AnalyzeStackRequest();
    for (const resource of resources) {
        const message = new proto.AnalyzerResource()
            .setType(resource.type)
            .setName(resource.name)
            .setUrn(resource.urn)
            .setParent(resource.parent ?? "")
            .setProvider(toProvider(resource))
            .setOptions(toOptions(resource))
            .setProperties(toStruct(resource.outputs))
            .setDependenciesList([...(resource.dependencies ?? [])]);
        const byProperty = message.getPropertydependenciesMap();
        for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
            const feeding = new proto.AnalyzerPropertyDependencies().setUrnsList([...urns]);
            byProperty.set(property, feeding);
        }
        request.addResources(message);
    }
    return request;
}

function resourceRequest(resource: RecordedResource): proto.AnalyzeRequest {
    return new proto.AnalyzeRequest()
        .setType(resource.type)
        .setName(resource.name)
        .setUrn(resource.urn)
        .setProvider(toProvider(resource))
        .setOptions(toOptions(resource))
        .setProperties(toStruct(resource.inputs ?? {}));
}

function toProvider({ provider }: RecordedResource): proto.AnalyzerProviderResource | undefined {
    if (provider === undefined) return undefined;
    return new proto.AnalyzerProviderResource()
        .setType(provider.type)
        .setName(provider.name)
        .setUrn(provider.urn)
        .setProperties(toStruct(provider.props));
}

function toOptions({ parent, ignoreChanges }: RecordedResource): proto.AnalyzerResourceOptions {
    return new proto.AnalyzerResourceOptions()
        .setParent(parent ?? "")
        .setIgnorechangesList([...(ignoreChanges ?? [])]);
}

function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

function levelAndSettings(given: Level | PolicyConfiguration = {}): PolicyConfiguration {
    return typeof given === "string" ? { level: given } : given;
}

function toWireLevel(level: Level): proto.EnforcementLevel {
    return levels.get(level) ?? proto.EnforcementLevel.ADVISORY;
}

function toLevel(wire: proto.EnforcementLevel): Level {
    for (const [level, each] of levels) if (each === wire) return level;
    throw new Error(`there is no enforcement level ${String(wire)}`);
}

function toSeverity(wire: proto.PolicySeverity): Severity {
    return severities[wire] ?? "unspecified";
}

function toPolicyInfo(info: proto.PolicyInfo): PolicyInfo {
    const schema = info.getConfigschema()?.getProperties()?.toJavaScript();
    return {
        name: info.getName(),
        type: info.getPolicyType() === proto.PolicyType.POLICY_TYPE_STACK ? "stack" : "resource",
        level: toLevel(info.getEnforcementlevel()),
        severity: toSeverity(info.getSeverity()),
        description: info.getDescription(),
        remediationSteps: info.getRemediationSteps(),
        url: info.getUrl(),
        displayName: info.getDisplayname(),
        control: info.getFramework()?.getSpecification() ?? "",
        tags: info.getTagsList(),
        ...(schema === undefined ? {} : { settings: schema as Record<string, Properties> }),
    };
}

function toReport(response: proto.AnalyzeResponse): Report {
    return {
        diagnostics: response.getDiagnosticsList().map((diagnostic) => ({
            policy: diagnostic.getPolicyname(),
            level: toLevel(diagnostic.getEnforcementlevel()),
            severity: toSeverity(diagnostic.getSeverity()),
            urn: diagnostic.getUrn(),
            description: diagnostic.getDescription(),
            message: diagnostic.getMessage(),
        })),
        notApplicable: response.getNotApplicableList().map((each) => ({
            policy: each.getPolicyName(),
            reason: each.getReason(),
        })),
    };
}

type Done<T> = (error: Error | null, response: T) => void;

function call<T>(send: (done: Done<T>) => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
        send((error, response) => {
            if (error === null) resolve(response);
            else reject(error);
        });
    });
}
