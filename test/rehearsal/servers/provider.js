"use strict";

/*
 * A provider that answers what it is told to: `Create` and `Update` with what is in the input `answer`. All
 * others say what they were asked, byte for byte. Its version is an argument.
 */

const { Buffer } = require("node:buffer");
const { setInterval } = require("node:timers");
const { Server, ServerCredentials, status } = require("@grpc/grpc-js");
const { propertiesOf, structOf } = require("../../../bin/src/rehearsal/struct");
const { bytesIn, field, flag, textIn } = require("../../../bin/src/rehearsal/wire");

const [version = ""] = process.argv.slice(2);
const none = Buffer.alloc(0);
let configured = {};

function propertiesIn(request, number) {
    return propertiesOf(bytesIn(request, number) ?? none);
}

function told(request, number) {
    const { answer } = propertiesIn(request, number);
    return structOf(answer ?? {});
}

const schema = JSON.stringify({
    resources: { "x:index:Thing": { properties: { host: { type: "string" } } } },
    functions: {
        "aws:ec2/getSubnet:getSubnet": { outputs: { properties: { arn: { type: "string" } } } },
    },
});

const answers = {
    Handshake: () => Buffer.concat([flag(1, true), flag(2, true)]),
    GetSchema: () => field(1, schema),
    GetPluginInfo: () => field(1, version),
    CheckConfig: (request) => field(1, bytesIn(request, 3) ?? none),
    Configure: (request) => {
        configured = propertiesIn(request, 2);
        return flag(1, true);
    },
    Create: (request) => field(2, told(request, 2)),
    Update: (request) => field(1, told(request, 4)),
    Check: (request) => field(1, bytesIn(request, 3) ?? none),
    Diff: (request) => field(9, request),
    Read: (request) =>
        Buffer.concat([field(1, textIn(request, 1)), field(2, structOf({ read: true }))]),
    Invoke: (request) => {
        if (textIn(request, 1).endsWith(":end")) process.exit(7);
        if (textIn(request, 1).endsWith(":fail")) throw new Error("no ü such thing");
        return field(1, structOf({ version, configured, folder: process.cwd() }));
    },
    Cancel: () => none,
    Delete: () => none,
    Call: (request) => field(9, request),
};

const same = (bytes) => bytes;
const methods = Object.fromEntries(
    Object.keys(answers).map((name) => [
        name,
        {
            path: `/pulumirpc.ResourceProvider/${name}`,
            requestStream: false,
            responseStream: false,
            requestSerialize: same,
            requestDeserialize: same,
            responseSerialize: same,
            responseDeserialize: same,
        },
    ]),
);
const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
const server = new Server(unlimited);
server.addService(
    methods,
    Object.fromEntries(
        Object.entries(answers).map(([name, answer]) => [
            name,
            ({ request }, callback) => {
                try {
                    callback(null, answer(request));
                } catch (error) {
                    const details = error instanceof Error ? error.message : String(error);
                    callback({ code: status.INVALID_ARGUMENT, details });
                }
            },
        ]),
    ),
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${String(port)}\n`);
});
process.on("SIGINT", () => process.exit(0));
const parent = process.ppid;
setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
}, 500);
