import { setTimeout } from "node:timers/promises";
import { own, type Raw, type RawProperties } from "../plan";
import {
    Client,
    GrpcError,
    listen,
    Status,
    type Call,
    type Connection,
    type Listener,
} from "./grpc";
import {
    choose,
    isOnlyOne,
    PluginError,
    startPlugin,
    type Plugin,
    type RunningPlugin,
    type StartOptions,
} from "./plugins";
import { RehearsalError } from "./problem";
import { schemaOf, type Schema } from "./schema";
import type { Secrets } from "./secrets";
import type { Instance, SchemaOf, StandIns } from "./filling";
import { propertiesOf, structOf, withProperties } from "./struct";
import { holdsUnknown, knownPart } from "./stand-ins/values";
import { withKnown, withUnknown } from "./unknown";
import { bytesIn, field, flag, flagIn, replaced, textIn } from "./wire";

/*
 * Stands before the plugins of one package. The engine opens a connection for each provider: the default
 * one, explicit ones, other versions. Each has a plugin process of its own behind it, started at the first
 * call that needs it. Field numbers are those of `pulumi/provider.proto`.
 */

const service = "pulumirpc.ResourceProvider";

/** Fields of a ConfigureResponse, and of a HandshakeResponse, that say the same. */
const accepts = [
    { configure: 1, handshake: 1 }, // secrets
    { configure: 3, handshake: 2 }, // resources
    { configure: 4, handshake: 3 }, // outputs
    { configure: 5, handshake: 4 }, // autonaming
] as const;
const supportsPreview = 2;

/** How long the end of a process may take to be told after that of its connections, in milliseconds. */
const patience = 500;

/**
 * Providers whose previews only compute. To all others, which may build an image or ask a cluster, what
 * stands in is as unknown as in a plain preview.
 */
const onlyCompute: ReadonlySet<string> = new Set(["aws", "aws-native", "random", "tls", "null"]);

export interface ProxyOptions extends Pick<StartOptions, "env" | "onText"> {
    readonly plugins: readonly Plugin[];
    readonly standIns: StandIns;
    readonly secrets: Secrets;
    /** Where plugins run: known when the engine runs. */
    readonly cwd: () => string;
    /** Something that ends the rehearsal. */
    readonly onProblem: (problem: string) => void;
}

export interface Proxy extends Listener {
    readonly package: string;
    /** Whether the engine came here. */
    readonly isUsed: () => boolean;
    readonly stop: () => Promise<void>;
}

/** Starts to listen in place of a package's plugins. */
export async function startProxy(name: string, options: ProxyOptions): Promise<Proxy> {
    const connections = new Set<Provider>();
    const schemas: Schemas = new Map();
    let isUsed = false;
    const listener = await listen((): Connection => {
        const provider = new Provider(name, options, schemas);
        connections.add(provider);
        return {
            onCall: (call) => {
                isUsed = true;
                void provider.take(call);
            },
            onClose: () => {
                connections.delete(provider);
                void provider.stop();
            },
        };
    });
    return {
        package: name,
        ...listener,
        isUsed: () => isUsed,
        stop: async () => {
            const all = [...connections];
            listener.close();
            await Promise.all(all.map(async (provider) => provider.stop()));
            for (const schema of schemas.values()) {
                await schema.then(
                    ({ close }) => {
                        close();
                    },
                    () => undefined,
                );
            }
        },
    };
}

/** By the file of the plugin: providers of the same one share it. */
type Schemas = Map<string, Promise<Schema>>;

/** What stands behind one connection of the engine. */
class Provider {
    private engine = "";
    private handshake: Buffer | undefined;
    /** What the plugin said to a handshake of which the engine got no answer. */
    private handshaken: Buffer | undefined;
    private starting: Promise<Client> | undefined;
    private plugin: RunningPlugin | undefined;
    private client: Client | undefined;
    private file = "";
    private configuration: RawProperties = {};
    /** Its configuration holds a stand-in: it knows nothing, as in a plain preview. */
    private isUnknown = false;
    private readonly stopping = new AbortController();

    constructor(
        private readonly name: string,
        private readonly options: ProxyOptions,
        private readonly schemas: Schemas,
    ) {}

    async take(call: Call): Promise<void> {
        try {
            await this.answer(call);
        } catch (error) {
            const problem = await this.problemIn(error);
            // Nobody is told of what happens at the end.
            const isOver = this.stopping.signal.aborted;
            if (problem !== undefined && !isOver) this.options.onProblem(problem);
            call.fail(GrpcError.of(error));
        }
    }

    /** What the program cannot help. */
    private async problemIn(error: unknown): Promise<string | undefined> {
        if (error instanceof RehearsalError) return error.message;
        const { plugin } = this;
        if (!(error instanceof GrpcError) || plugin === undefined) return undefined;
        if (error.status !== Status.unavailable) return undefined;
        // One that runs on says so itself, of something else.
        const how = await Promise.race([plugin.ended, setTimeout(patience, undefined)]);
        return how === undefined
            ? undefined
            : `the plugin ${this.name} ended in the middle of the preview (${this.file}): it ended with ${how}`;
    }

    async stop(): Promise<void> {
        this.stopping.abort();
        await this.starting?.catch(() => undefined);
        this.client?.close();
        await this.plugin?.stop();
    }

    private async answer(call: Call): Promise<void> {
        const unconfigured = this.isUnknown ? withoutConfiguration[call.method] : undefined;
        if (unconfigured !== undefined) {
            call.answer(unconfigured(await call.request()));
            return;
        }
        switch (call.method) {
            case "":
                throw new GrpcError(Status.unimplemented, "no method");
            case "Handshake":
                call.answer(await this.handshakeWith(call));
                return;
            case "Attach":
                // The plugin behind is started with the engine's address, and not attached.
                this.engine ||= textIn(await call.request(), 1);
                call.answer(Buffer.alloc(0));
                return;
            case "Cancel":
                if (this.starting === undefined) call.answer(Buffer.alloc(0));
                else call.forward(await this.started());
                return;
            case "CheckConfig":
            case "DiffConfig":
                call.answer(await this.checkConfig(call));
                return;
            case "Configure":
                call.answer(await this.configure(call));
                return;
            case "Check":
                call.answer(await this.check(call));
                return;
            case "Diff":
                call.answer(await this.diff(call));
                return;
            case "Create":
                call.answer(await this.create(call));
                return;
            case "Update":
                call.answer(await this.update(call));
                return;
            case "Read":
                call.answer(await this.read(call));
                return;
            case "Invoke":
                call.answer(await this.invoke(call));
                return;
            case "Delete":
                throw refusal;
            default:
                call.forward(await this.started());
        }
    }

    /** The plugin, for a version if the call says one: the first call that knows decides. */
    private async started(version?: string): Promise<Client> {
        this.starting ??= this.start(version);
        return this.starting;
    }

    private async start(version: string | undefined): Promise<Client> {
        const { plugins, cwd, env, onText } = this.options;
        const plugin = choose(plugins, this.name, version);
        if (plugin === undefined) {
            throw new PluginError(
                `the plugin ${this.name}${version === undefined ? "" : ` of version ${version}`} is not installed; install it (\`pulumi plugin install resource ${this.name}${version === undefined ? "" : ` v${version}`}\`), and try again`,
            );
        }
        const { signal } = this.stopping;
        if (signal.aborted) throw new GrpcError(Status.unavailable, "the rehearsal has ended");
        const { engine } = this;
        this.plugin = await startPlugin(plugin, { engine, cwd: cwd(), env, onText, signal });
        this.file = plugin.file;
        this.client = new Client(this.plugin.port);
        if (this.handshake !== undefined) {
            try {
                // What the engine does not tell a provider that it did not start.
                const folder = plugin.file.replace(/[^/\\]*$/, "").replace(/(.)[/\\]$/, "$1");
                this.handshaken = await this.client.ask(
                    service,
                    "Handshake",
                    replaced(this.handshake, { 2: field(2, folder), 3: field(3, folder) }),
                );
            } catch (error) {
                if (!(error instanceof GrpcError)) throw error;
                if (error.status !== Status.unimplemented) throw error;
            }
        }
        return this.client;
    }

    /**
     * Which version is wanted is not known yet. If there is one alone, its answer is the engine's. Else
     * the engine goes on as with a provider that knows no handshake, and is told the rest by `Configure`.
     */
    private async handshakeWith(call: Call): Promise<Buffer> {
        this.handshake = await call.request();
        this.engine = textIn(this.handshake, 1);
        if (isOnlyOne(this.options.plugins, this.name)) {
            await this.started();
            if (this.handshaken !== undefined) return this.handshaken;
        }
        throw new GrpcError(Status.unimplemented, "Handshake");
    }

    private async checkConfig(call: Call): Promise<Buffer> {
        const request = await call.request();
        const number = call.method === "CheckConfig" ? 3 : 4;
        const given = propertiesIn(request, number);
        const client = await this.started(versionIn(given));
        // Nobody answers: the engine goes on with what it has.
        if (this.options.standIns.isIn(given)) {
            throw new GrpcError(Status.unimplemented, call.method);
        }
        const configured = this.configured(given);
        if (configured === given) return call.relay(client, request);
        const answer = await call.relay(client, withStruct(request, number, configured));
        if (call.method !== "CheckConfig") return answer;
        // What the engine keeps is what the program gave.
        const inputs: Record<string, Raw> = { ...propertiesIn(answer, 1) };
        for (const key of new Set([...Object.keys(configured), ...Object.keys(given)])) {
            const [before, after] = [own(given, key), own(configured, key)];
            if (before === after) continue;
            if (before === undefined) Reflect.deleteProperty(inputs, key);
            else inputs[key] = before;
        }
        return withStruct(answer, 1, inputs);
    }

    private async configure(call: Call): Promise<Buffer> {
        const request = await call.request();
        const given = propertiesIn(request, 2);
        const client = await this.started(versionIn(given));
        this.configuration = given;
        if (this.options.standIns.isIn(given)) {
            this.isUnknown = true;
            return Buffer.concat([flag(1, true), flag(supportsPreview, true), flag(3, true)]);
        }
        this.configuration = this.configured(given);
        const isChanged = this.configuration !== given;
        const asked = isChanged ? withStruct(request, 2, this.configuration) : request;
        const answer = await call.relay(client, asked);
        const { handshaken } = this;
        if (handshaken === undefined) return answer;
        const more = accepts.filter(({ handshake }) => flagIn(handshaken, handshake));
        return replaced(
            answer,
            Object.fromEntries(
                [supportsPreview, ...more.map(({ configure }) => configure)].map((number) => [
                    number,
                    flag(number, true),
                ]),
            ),
        );
    }

    /** What the plugin is configured with. */
    private configured(configuration: RawProperties): RawProperties {
        return this.options.standIns.configure({ package: this.name, configuration });
    }

    private get instance(): Instance {
        return { package: this.name, configuration: this.configuration };
    }

    /** To a provider that does more than compute, what stands in is unknown. */
    private veiled(request: Buffer, number: number): Buffer {
        if (onlyCompute.has(this.name)) return request;
        const struct = bytesIn(request, number);
        if (struct === undefined) return request;
        const given = propertiesOf(struct);
        const { standIns } = this.options;
        if (!standIns.isIn(given)) return request;
        const veiled = withUnknown(given, (text) => standIns.isIn(text)) as RawProperties;
        return replaced(request, { [number]: field(number, withProperties(struct, veiled)) });
    }

    private async check(call: Call): Promise<Buffer> {
        const request = await call.request();
        this.learn(textIn(request, 1), request, [2, 3]);
        const asked = this.veiled(request, 3);
        const answer = await call.relay(await this.started(), asked);
        const inputs = bytesIn(answer, 1);
        if (asked === request || inputs === undefined) return answer;
        return replaced(answer, { 1: field(1, unveiled(inputs, propertiesIn(request, 3))) });
    }

    private async diff(call: Call): Promise<Buffer> {
        const request = await call.request();
        this.learn(textIn(request, 2), request, [3, 4, 6]);
        return call.relay(await this.started(), this.veiled(request, 4));
    }

    private learn(urn: string, message: Buffer, numbers: readonly number[]): void {
        for (const number of numbers) this.options.secrets.learn(urn, bytesIn(message, number));
    }

    private async create(call: Call): Promise<Buffer> {
        const request = await call.request();
        if (!flagIn(request, 4)) throw refusal;
        const asked = this.veiled(request, 2);
        const answer = await call.relay(await this.started(), asked);
        const urn = textIn(request, 1);
        this.learn(urn, request, [2]);
        this.learn(urn, answer, [2]);
        const { id, properties } = await this.filled({
            urn,
            inputs: propertiesIn(request, 2),
            answer: bytesIn(answer, 2) ?? Buffer.alloc(0),
            isVeiled: asked !== request,
        });
        return replaced(answer, {
            ...(id === undefined ? {} : { 1: field(1, id) }),
            2: field(2, properties),
        });
    }

    private async update(call: Call): Promise<Buffer> {
        const request = await call.request();
        if (!flagIn(request, 7)) throw refusal;
        const asked = this.veiled(request, 4);
        const answer = await call.relay(await this.started(), asked);
        const urn = textIn(request, 2);
        this.learn(urn, request, [3, 4, 8]);
        this.learn(urn, answer, [1]);
        const { properties } = await this.filled({
            urn,
            inputs: propertiesIn(request, 4),
            answer: bytesIn(answer, 1) ?? Buffer.alloc(0),
            isVeiled: asked !== request,
            before: { id: textIn(request, 1), outputs: propertiesIn(request, 3) },
        });
        return replaced(answer, { 1: field(1, properties) });
    }

    /** What a provider says of a resource in a preview, with values for what it leaves unknown. */
    private async filled({
        urn,
        inputs,
        answer: struct,
        isVeiled,
        before,
    }: {
        readonly urn: string;
        readonly inputs: RawProperties;
        readonly answer: Buffer;
        readonly isVeiled: boolean;
        readonly before?: { readonly id: string; readonly outputs: RawProperties };
    }): Promise<{ readonly id: string | undefined; readonly properties: Buffer }> {
        const said = propertiesOf(struct);
        const answer = isVeiled ? (withKnown(said, inputs) as RawProperties) : said;
        const filled = this.options.standIns.fill({
            instance: this.instance,
            urn,
            type: typeOf(urn),
            inputs,
            answer,
            before,
            // Of AWS's older providers what is unknown is left out; of others there is nothing to fill.
            schema:
                this.name === "aws" || holdsUnknown(answer)
                    ? await this.schemaNow()
                    : () => undefined,
        });
        return { id: filled.id, properties: withProperties(struct, filled.properties) };
    }

    private async schemaNow(): Promise<SchemaOf> {
        const client = await this.started();
        const found = this.schemas.get(this.file) ?? schemaOf(client);
        this.schemas.set(this.file, found);
        return (await found).of;
    }

    private async read(call: Call): Promise<Buffer> {
        const request = await call.request();
        const id = textIn(request, 1);
        const type = typeOf(textIn(request, 2));
        const { standIns } = this.options;
        const found = standIns.read(this.instance, type, id);
        if (found !== undefined) {
            return Buffer.concat([field(1, id), field(2, structOf(knownPart(found)))]);
        }
        if (standIns.isIn(id)) {
            throw new GrpcError(
                Status.unknown,
                `${type} is read by an id that stands in for one that only the deployment gives, and nothing in this program has it`,
            );
        }
        return call.relay(await this.started(), request);
    }

    private async invoke(call: Call): Promise<Buffer> {
        const request = await call.request();
        const token = textIn(request, 1);
        const { standIns } = this.options;
        const made = standIns.invoke(this.instance, token, propertiesIn(request, 2));
        if (typeof made === "string") throw new GrpcError(Status.unknown, made);
        if (made === undefined) {
            const answer = await call.relay(await this.started(), request);
            standIns.hear(this.instance, token, propertiesIn(answer, 1));
            return answer;
        }
        const whole = standIns.completed(this.instance, token, made, await this.schemaNow());
        return field(1, structOf(whole));
    }
}

/** A rehearsal is a preview. */
const refusal = new GrpcError(
    Status.failedPrecondition,
    "a rehearsal creates, changes and deletes nothing: it is for previews",
);

/** What the engine itself answers for a provider whose configuration is unknown. */
const withoutConfiguration: Readonly<Record<string, ((request: Buffer) => Buffer) | undefined>> = {
    Check: (request) => field(1, bytesIn(request, 3) ?? Buffer.alloc(0)),
    Diff: () => Buffer.alloc(0),
    Create: () => Buffer.alloc(0),
    Update: () => Buffer.alloc(0),
    Read: (request) => field(1, textIn(request, 1)),
    Invoke: () => field(1, Buffer.alloc(0)),
    Call: () => field(1, Buffer.alloc(0)),
};

/** The same message with these properties in a Struct of it. */
function withStruct(message: Buffer, number: number, properties: RawProperties): Buffer {
    const struct = bytesIn(message, number) ?? Buffer.alloc(0);
    return replaced(message, { [number]: field(number, withProperties(struct, properties)) });
}

function propertiesIn(message: Buffer, number: number): RawProperties {
    return propertiesOf(bytesIn(message, number) ?? Buffer.alloc(0));
}

function versionIn(properties: RawProperties): string | undefined {
    const version: Raw | undefined = own(properties, "version");
    return typeof version === "string" ? version : undefined;
}

function unveiled(struct: Buffer, given: RawProperties): Buffer {
    return withProperties(struct, withKnown(propertiesOf(struct), given) as RawProperties);
}

function typeOf(urn: string): string {
    const qualified = urn.split("::")[2] ?? "";
    return qualified.slice(qualified.lastIndexOf("$") + 1);
}
