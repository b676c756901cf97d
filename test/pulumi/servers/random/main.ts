import { createHash } from "node:crypto";
import type { ServerUnaryCall, UntypedServiceImplementation, sendUnaryData } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unknown } from "../../../support/program";
import { fromStruct, reply, serve, toStruct, type Properties } from "../plugin";

/*
 * A stand-in for `pulumi-resource-random`: another provider than that of AWS, whose results are
 * unknown until they are made, and one of them secret.
 */

const version = process.env.STANDIN_VERSION ?? "4.19.0";

const string = { type: "string" };
const number = { type: "integer" };

const resources = {
    "random:index/randomPassword:RandomPassword": {
        inputProperties: { length: number, special: { type: "boolean" } },
        requiredInputs: ["length"],
        properties: { length: number, result: { ...string, secret: true }, bcryptHash: string },
        required: ["length", "result", "bcryptHash"],
    },
    "random:index/randomId:RandomId": {
        inputProperties: { byteLength: number, prefix: string },
        requiredInputs: ["byteLength"],
        properties: {
            byteLength: number,
            hex: string,
            b64Url: string,
            dec: string,
            prefix: string,
        },
        required: ["byteLength", "hex", "b64Url", "dec"],
    },
};

function outputsOf(
    urn: string,
    inputs: Properties,
    value: (digits: string) => unknown,
): Properties {
    const digits = createHash("sha256").update(`random ${urn}`).digest("hex");
    if (urn.includes("RandomPassword")) {
        return { ...inputs, result: value(`p${digits.slice(0, 15)}`), bcryptHash: value(digits) };
    }
    const hex = digits.slice(0, 2 * Number(inputs.byteLength ?? 4));
    return {
        ...inputs,
        hex: value(hex),
        b64Url: value(hex),
        dec: value(String(parseInt(hex, 16))),
    };
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
                name: "random",
                version,
                resources,
                meta: { moduleFormat: "(.*)(?:/[^/]*)" },
            }),
        );
        return response;
    }),
    checkConfig: handle(checked),
    check: handle(checked),
    configure: handle(() => {
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
        const isPreview = request.getPreview();
        const response = new proto.CreateResponse();
        const outputs = outputsOf(request.getUrn(), fromStruct(request.getProperties()), (value) =>
            isPreview ? unknown : value,
        );
        if (!isPreview) response.setId(typeof outputs.hex === "string" ? outputs.hex : "none");
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
