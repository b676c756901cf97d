import type { Raw, RawProperties } from "../plan";
import { GrpcError, listen, Status, type Call, type Connection, type Listener } from "./grpc";
import { propertiesOf } from "./struct";
import { allIn, bytesIn, field, textIn } from "./wire";

/*
 * A policy pack without policies, which writes down what the engine shows a pack. Field numbers are those
 * of `pulumi/analyzer.proto`.
 */

/** A resource of a plan, in the form of a recording. */
export type Recorded = Readonly<Record<string, Raw>>;

export interface RecordedPlan {
    readonly stack: string;
    readonly resources: readonly Recorded[];
}

export interface Recorder extends Listener {
    /** The plans of all previews that came so far as to have one. */
    readonly plans: readonly RecordedPlan[];
}

export async function startRecorder(): Promise<Recorder> {
    const plans: RecordedPlan[] = [];
    const listener = await listen((): Connection => {
        const recording = new Recording(plans);
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

    constructor(private readonly plans: RecordedPlan[]) {}

    async take(call: Call): Promise<void> {
        const answer = await this.answer(call.method, await call.request());
        if (answer !== undefined) call.answer(answer);
        else call.fail(new GrpcError(Status.unimplemented, call.method));
    }

    private answer(method: string, request: Buffer): Buffer | undefined {
        switch (method) {
            case "GetAnalyzerInfo":
                return Buffer.concat([field(1, "fargate-preflight-rehearsal"), field(4, "0.0.1")]);
            case "GetPluginInfo":
                return field(1, "0.0.1");
            case "ConfigureStack":
                this.stack = [textIn(request, 2), textIn(request, 1)].join("/");
                return Buffer.alloc(0);
            case "Analyze":
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

    private recorded(resource: Buffer): Recorded {
        const urn = textIn(resource, 3);
        const provider = bytesIn(resource, 6);
        const options = bytesIn(resource, 5) ?? Buffer.alloc(0);
        const parent = textIn(resource, 7);
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
