import type { ServerUnaryCall, UntypedServiceImplementation, sendUnaryData } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unknown } from "../../support/program";
import { fromStruct, reply, serve, toStruct, type Properties } from "./plugin";

/*
 * A provider that keeps nothing: what it makes has the inputs as outputs, and a few that are unknown until then.
 */

export interface SimpleProvider {
    readonly name: string;
    readonly version: string;
    /** Types, as Pulumi's schema has them. */
    readonly resources: Properties;
    /** Takes the configuration. */
    readonly configure?: (args: Properties) => void;
    /** @throws Error if there is nothing that it could make the resource in, in a preview or not. */
    readonly reach?: () => void;
    /** What is made: `value` hides what a preview does not know. */
    readonly outputsOf: (
        urn: string,
        inputs: Properties,
        value: (made: unknown) => unknown,
    ) => Properties;
    readonly idOf: (urn: string, outputs: Properties) => string;
}

function handle<Request, Response>(
    answer: (request: Request) => Response,
): (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>) => void {
    return ({ request }, callback) => {
        reply(callback, () => answer(request));
    };
}

function checked(request: proto.CheckRequest): proto.CheckResponse {
    const response = new proto.CheckResponse();
    response.setInputs(request.getNews());
    return response;
}

export function serveSimple(provider: SimpleProvider): void {
    const { name, version, resources, configure, reach, outputsOf, idOf } = provider;
    const implementation: UntypedServiceImplementation = {
        getPluginInfo: handle(() => {
            const info = new PluginInfo();
            info.setVersion(version);
            return info;
        }),
        getSchema: handle(() => {
            const response = new proto.GetSchemaResponse();
            response.setSchema(
                JSON.stringify({
                    name,
                    version,
                    resources,
                    meta: { moduleFormat: "(.*)(?:/[^/]*)" },
                }),
            );
            return response;
        }),
        checkConfig: handle(checked),
        check: handle((request: proto.CheckRequest) => {
            reach?.();
            return checked(request);
        }),
        configure: handle((request: proto.ConfigureRequest) => {
            configure?.(fromStruct(request.getArgs()));
            const response = new proto.ConfigureResponse();
            response.setSupportspreview(true);
            response.setAcceptsecrets(false);
            return response;
        }),
        diffConfig: handle(() => new proto.DiffResponse()),
        diff: handle((request: proto.DiffRequest) => {
            const isSame =
                JSON.stringify(fromStruct(request.getOldInputs())) ===
                JSON.stringify(fromStruct(request.getNews()));
            const response = new proto.DiffResponse();
            const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
            response.setChanges(isSame ? DIFF_NONE : DIFF_SOME);
            return response;
        }),
        create: handle((request: proto.CreateRequest) => {
            reach?.();
            const isPreview = request.getPreview();
            const urn = request.getUrn();
            const response = new proto.CreateResponse();
            const outputs = outputsOf(urn, fromStruct(request.getProperties()), (value) =>
                isPreview ? unknown : value,
            );
            if (!isPreview) response.setId(idOf(urn, outputs));
            response.setProperties(toStruct(outputs));
            return response;
        }),
        read: handle((request: proto.ReadRequest) => {
            const response = new proto.ReadResponse();
            response.setId(request.getId());
            response.setProperties(request.getProperties());
            response.setInputs(request.getInputs());
            return response;
        }),
        delete: handle(() => new Empty()),
        cancel: handle(() => new Empty()),
        attach: handle(() => new Empty()),
    };

    serve((server) => {
        server.addService(ResourceProviderService, implementation);
    });
}
