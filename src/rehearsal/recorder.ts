import { isObject, own, type Raw, type RawProperties } from "../plan";
import { GrpcError, listen, Status, type Call, type Connection, type Listener } from "./grpc";
import type { Secrets } from "./secrets";
import { propertiesOf } from "./struct";
import { allIn, bytesIn, field, textIn } from "./wire";

/*
 * A policy pack without policies, which writes down what the engine shows a pack. Field numbers are those
 * of `pulumi/analyzer.proto`.
 */

/** A resource of a plan, in the form of a recording. */
export interface RecordedResource extends RawProperties {
    readonly urn: string;
    readonly type: string;
    readonly outputs: RawProperties;
}

export interface RecordedPlan {
    /** `project/stack`. */
    readonly stack: string;
    readonly resources: readonly RecordedResource[];
}

export interface Recorder extends Listener {
    /** The plans of all previews that came so far as to have one. */
    readonly plans: readonly RecordedPlan[];
}

export async function startRecorder(secrets: Secrets): Promise<Recorder> {
    const plans: RecordedPlan[] = [];
    const listener = await listen((): Connection => {
        const recording = new Recording(plans, secrets);
        return {
            onCall: (call) => {
                void recording.take(call);
            },
        };
    });
    return { ...listener, plans };
}

/** What one engine shows. */
class Recording {
    private readonly inputs = new Map<string, RawProperties>();
    private stack = "";

    constructor(
        private readonly plans: RecordedPlan[],
        private readonly secrets: Secrets,
    ) {}

    async take(call: Call): Promise<void> {
        try {
            const request = await call.request();
            const answer = this.answer(call.method, request);
            if (answer !== undefined) call.answer(answer);
            else call.fail(new GrpcError(Status.unimplemented, call.method));
        } catch (error) {
            call.fail(GrpcError.of(error));
        }
    }

    private answer(method: string, request: Buffer): Buffer | undefined {
        switch (method) {
            case "GetAnalyzerInfo":
                return Buffer.concat([field(1, "fargate-preflight-rehearsal"), field(4, "0.0.1")]);
            case "GetPluginInfo":
                return field(1, "0.0.1");
            case "ConfigureStack":
                this.stack = [textIn(request, 2), textIn(request, 1)].join("/");
                this.learnFrom(request);
                return Buffer.alloc(0);
            case "Analyze":
                this.secrets.learn(textIn(request, 3), bytesIn(request, 2));
                this.inputs.set(textIn(request, 3), propertiesIn(request));
                return Buffer.alloc(0);
            case "AnalyzeStack":
                this.plans.push({
                    stack: this.stack,
                    resources: allIn(request, 1).map((resource) => this.recorded(resource)),
                });
                return Buffer.alloc(0);
            case "Handshake":
            case "Configure":
            case "Remediate":
            case "Cancel":
                return Buffer.alloc(0);
            default:
                return undefined;
        }
    }

    /** Which values of the stack's configuration are secret. */
    private learnFrom(request: Buffer): void {
        const keys = new Set(textsIn(request, 6));
        for (const pair of allIn(request, 7)) {
            if (keys.has(textIn(pair, 1))) this.secrets.learnText(textIn(pair, 2));
        }
    }

    private recorded(resource: Buffer): RecordedResource {
        const urn = textIn(resource, 3);
        const provider = bytesIn(resource, 6);
        const options = bytesIn(resource, 5) ?? Buffer.alloc(0);
        const parent = textIn(resource, 7);
        for (const property of textsIn(options, 5)) this.secrets.learnPlace(urn, property);
        this.secrets.learn(urn, bytesIn(resource, 2));
        const inputs = this.inputs.get(urn);
        const propertyDependencies = allIn(resource, 9).map((pair): [string, Raw] => [
            textIn(pair, 1),
            textsIn(bytesIn(pair, 2) ?? Buffer.alloc(0), 1),
        ]);
        return {
            type: textIn(resource, 1),
            name: textIn(resource, 4),
            urn,
            ...(inputs === undefined ? {} : { inputs }),
            outputs: propertiesIn(resource),
            ...(parent === "" ? {} : { parent }),
            ...(provider === undefined
                ? {}
                : {
                      provider: {
                          type: textIn(provider, 1),
                          name: textIn(provider, 4),
                          urn: textIn(provider, 3),
                          props: propertiesIn(provider),
                      },
                  }),
            dependencies: textsIn(resource, 8),
            propertyDependencies: Object.fromEntries(propertyDependencies),
            ignoreChanges: textsIn(options, 2),
        };
    }
}

function propertiesIn(message: Buffer): RawProperties {
    return propertiesOf(bytesIn(message, 2) ?? Buffer.alloc(0));
}

function textsIn(message: Buffer, number: number): string[] {
    return allIn(message, number).map((bytes) => bytes.toString());
}

/** The same resource as it may be kept: without secrets, and without what providers are configured with. */
export function withoutSecrets(resource: RecordedResource, secrets: Secrets): RecordedResource {
    const { urn, type, inputs, outputs, provider } = resource;
    const isProvider = type.startsWith("pulumi:providers:");
    const masked = (properties: Raw): RawProperties =>
        secrets.masked(urn, isProvider ? regionOf(properties) : (properties as RawProperties));
    return {
        ...resource,
        ...(inputs === undefined ? {} : { inputs: masked(inputs) }),
        outputs: masked(outputs),
        ...(isObject(provider)
            ? { provider: { ...provider, props: regionOf(own(provider, "props") ?? null) } }
            : {}),
    };
}

function regionOf(properties: Raw): RawProperties {
    const region = isObject(properties) ? own(properties, "region") : undefined;
    return region === undefined ? {} : { region };
}
