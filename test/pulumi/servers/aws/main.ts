import { readFileSync } from "node:fs";
import {
    status,
    type ServerUnaryCall,
    type UntypedServiceImplementation,
    type sendUnaryData,
} from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unknown } from "../../../support/program";
import { failure, fromStruct, note, reply, serve, toStruct, type Properties } from "../plugin";
import { accountId, find, keep, remove } from "./account";
import { check, diff, made, planned, type Target } from "./answers";
import { invoke } from "./invokes";
import { packageSchema, skipFlags } from "./schema";

/*
 * A stand-in for the AWS provider, `pulumi-resource-aws`: it speaks the engine's protocol, leaves
 * unknown in a preview what the real one leaves unknown, and makes up what AWS would make. Nothing
 * leaves the machine.
 */

const version = process.env.STANDIN_VERSION ?? "7.48.0";

let region = "";
/** Why no call to AWS can be made. */
let locked: string | undefined;

type Call<Request> = ServerUnaryCall<Request, unknown>;

function typeIn(urn: string): string {
    return urn.split("::")[2]?.split("$").pop() ?? "";
}

function target(urn: string, properties: Properties): Target {
    const own = properties.region;
    return {
        type: typeIn(urn),
        urn,
        region: typeof own === "string" && own !== unknown && own !== "" ? own : region,
        account: accountId,
    };
}

/** The provider's own settings: the program's, then those of the environment. */
function settings(args: Properties): Properties {
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    return { ...args, region: args.region ?? AWS_REGION ?? AWS_DEFAULT_REGION };
}

function configure(request: proto.ConfigureRequest): proto.ConfigureResponse {
    const args = settings(fromStruct(request.getArgs()));
    if (typeof args.region !== "string" || args.region === "") throw new Error("Missing region");
    region = args.region;
    const isTrue = (flag: string): boolean => args[flag] === true || args[flag] === "true";
    const hasCredentials =
        process.env.AWS_ACCESS_KEY_ID !== undefined || typeof args.accessKey === "string";
    locked = hasCredentials ? undefined : "No valid credential sources found";
    if (locked !== undefined && !skipFlags.some(isTrue)) throw new Error(locked);
    const response = new proto.ConfigureResponse();
    response.setSupportspreview(true);
    return response;
}

/** Calls that the real provider passes on to AWS. */
function withCredentials(): void {
    if (locked !== undefined) throw new Error(locked);
}

function handle<Request, Response>(
    answer: (request: Request) => Response,
): (call: Call<Request>, callback: sendUnaryData<Response>) => void {
    return ({ request }, callback) => {
        reply(callback, () => answer(request));
    };
}

/** Data sources that the provider answers by itself. */
const local = new Set([
    "aws:index/getRegion:getRegion",
    "aws:index/getPartition:getPartition",
    "aws:iam/getPolicyDocument:getPolicyDocument",
]);

const implementation: UntypedServiceImplementation = {
    getPluginInfo: handle(() => {
        const info = new PluginInfo();
        info.setVersion(version);
        return info;
    }),
    getSchema: handle(() => {
        const response = new proto.GetSchemaResponse();
        response.setSchema(JSON.stringify(packageSchema(version)));
        return response;
    }),
    checkConfig: handle((request: proto.CheckRequest) => {
        const response = new proto.CheckResponse();
        note("STANDIN_CALLS", `CheckConfig ${request.getUrn()}`);
        const inputs = Object.entries(settings(fromStruct(request.getNews())));
        response.setInputs(
            toStruct(Object.fromEntries(inputs.filter(([, value]) => value !== undefined))),
        );
        return response;
    }),
    diffConfig: handle((request: proto.DiffRequest) => {
        const { changed } = diff(
            "",
            fromStruct(request.getOldInputs()),
            fromStruct(request.getNews()),
        );
        return diffResponse(changed, []);
    }),
    configure: (
        { request }: Call<proto.ConfigureRequest>,
        callback: sendUnaryData<proto.ConfigureResponse>,
    ) => {
        note("STANDIN_CALLS", "Configure");
        reply(callback, () => configure(request));
    },
    invoke: handle((request: proto.InvokeRequest) => {
        const token = request.getTok();
        const args = fromStruct(request.getArgs());
        note("STANDIN_CALLS", `Invoke ${token} ${JSON.stringify(args)}`);
        if (!local.has(token)) withCredentials();
        const own = args.region;
        const response = new proto.InvokeResponse();
        response.setReturn(toStruct(invoke(token, args, typeof own === "string" ? own : region)));
        return response;
    }),
    check: handle((request: proto.CheckRequest) => {
        const news = fromStruct(request.getNews());
        const { inputs, failures } = check(
            target(request.getUrn(), news),
            fromStruct(request.getOlds()),
            news,
        );
        const response = new proto.CheckResponse();
        response.setInputs(toStruct(inputs));
        response.setFailuresList(
            failures.map(({ property, reason }) => {
                const each = new proto.CheckFailure();
                each.setProperty(property);
                each.setReason(reason);
                return each;
            }),
        );
        return response;
    }),
    diff: handle((request: proto.DiffRequest) => {
        const { changed, replaces } = diff(
            typeIn(request.getUrn()),
            fromStruct(request.getOldInputs()),
            fromStruct(request.getNews()),
        );
        return diffResponse(changed, replaces);
    }),
    create: handle((request: proto.CreateRequest) => {
        const inputs = fromStruct(request.getProperties());
        const it = target(request.getUrn(), inputs);
        const response = new proto.CreateResponse();
        if (request.getPreview()) {
            response.setProperties(toStruct(inAge(planned(it, inputs))));
            return response;
        }
        note("STANDIN_CALLS", `Create ${request.getUrn()}`);
        withCredentials();
        const { id, outputs } = made(it, inputs);
        keep({ type: it.type, region: it.region, outputs });
        response.setId(id);
        response.setProperties(toStruct(outputs));
        return response;
    }),
    update: handle((request: proto.UpdateRequest) => {
        const inputs = fromStruct(request.getNews());
        const olds = { ...fromStruct(request.getOlds()), id: request.getId() };
        const it = target(request.getUrn(), inputs);
        const response = new proto.UpdateResponse();
        if (request.getPreview()) {
            response.setProperties(toStruct(inAge(planned(it, inputs, olds))));
            return response;
        }
        note("STANDIN_CALLS", `Update ${request.getUrn()}`);
        withCredentials();
        const { outputs } = made(it, inputs, olds);
        keep({ type: it.type, region: it.region, outputs });
        response.setProperties(toStruct(outputs));
        return response;
    }),
    read: handle((request: proto.ReadRequest) => {
        const id = request.getId();
        const state = fromStruct(request.getProperties());
        const it = target(request.getUrn(), state);
        note("STANDIN_CALLS", `Read ${it.type} ${id}`);
        withCredentials();
        const response = new proto.ReadResponse();
        const found = find(it.region, it.type, id);
        // An empty id says that there is none.
        if (found === undefined) return response;
        response.setId(id);
        response.setProperties(toStruct({ ...state, ...found.outputs }));
        response.setInputs(toStruct(fromStruct(request.getInputs())));
        return response;
    }),
    delete: handle((request: proto.DeleteRequest) => {
        note("STANDIN_CALLS", `Delete ${request.getUrn()}`);
        withCredentials();
        remove(typeIn(request.getUrn()), request.getId());
        return new Empty();
    }),
    cancel: handle(() => new Empty()),
    // The provider runs by itself, so the engine need not be called back.
    attach: handle(() => new Empty()),
    getMapping: handle(() => new proto.GetMappingResponse()),
    getMappings: handle(() => new proto.GetMappingsResponse()),
};

for (const [name, { responseStream }] of Object.entries(ResourceProviderService)) {
    implementation[name] ??= responseStream
        ? (call: { destroy: (error: Error) => void }): void => {
              call.destroy(Object.assign(new Error(name), failure(status.UNIMPLEMENTED, name)));
          }
        : (_: unknown, callback: sendUnaryData<unknown>): void => {
              callback(failure(status.UNIMPLEMENTED, name));
          };
}

/** Version 5 and the first of version 6 leave out of a preview what is unknown or unset. */
function inAge(outputs: Properties): Properties {
    if (!version.startsWith("5.")) return outputs;
    return Object.fromEntries(
        Object.entries(outputs).filter(([, value]) => value !== unknown && value !== null),
    );
}

function diffResponse(changed: string[], replaces: string[]): proto.DiffResponse {
    const response = new proto.DiffResponse();
    response.setChanges(
        changed.length === 0
            ? proto.DiffResponse.DiffChanges.DIFF_NONE
            : proto.DiffResponse.DiffChanges.DIFF_SOME,
    );
    response.setDiffsList(changed);
    response.setReplacesList(replaces);
    return response;
}

/** A large schema goes as it is: a provider in Go takes next to no time for it. */
function serviceWith(schema: string): typeof ResourceProviderService {
    const { getSchema } = ResourceProviderService;
    implementation.getSchema = (_: unknown, callback: sendUnaryData<unknown>): void => {
        callback(null, undefined);
    };
    const responseSerialize = (): Buffer => readFileSync(schema);
    return { ...ResourceProviderService, getSchema: { ...getSchema, responseSerialize } };
}

serve((server) => {
    const { STANDIN_SCHEMA: schema } = process.env;
    const service = schema === undefined ? ResourceProviderService : serviceWith(schema);
    server.addService(service, implementation);
});
