import { appendFileSync } from "node:fs";
import {
    Server,
    ServerCredentials,
    status,
    type ServiceError,
    type sendUnaryData,
} from "@grpc/grpc-js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/*
 * What the plugins of these tests have in common: a server on a free port of the loopback interface,
 * whose number goes to stdout, as the engine expects it.
 */

export type Properties = Record<string, unknown>;

/** Starts the server, and ends with the process that started it. */
export function serve(add: (server: Server) => void): void {
    const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
    const server = new Server(unlimited);
    add(server);
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error !== null) throw error;
        process.stdout.write(`${String(port)}\n`);
    });
    const end = (): never => process.exit(0);
    process.on("SIGINT", end);
    process.on("SIGTERM", end);
    const parent = process.ppid;
    setInterval(() => {
        if (process.ppid !== parent) end();
    }, 500).unref();
}

/** Answers with what the function returns, or with the error that it throws. */
export function reply<Response>(callback: sendUnaryData<Response>, answer: () => Response): void {
    let response: Response;
    try {
        response = answer();
    } catch (error) {
        callback(failure(status.UNKNOWN, error instanceof Error ? error.message : String(error)));
        return;
    }
    callback(null, response);
}

export function failure(code: status, message: string): Partial<ServiceError> {
    return { code, details: message, message };
}

export function fromStruct(struct: Struct | undefined): Properties {
    return struct?.toJavaScript() ?? {};
}

export function toStruct(properties: Properties): Struct {
    return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}

/** Adds a line to the file that this variable of the environment names, for tests to read. */
export function note(variable: string, line: string): void {
    const file = process.env[variable];
    if (file !== undefined) appendFileSync(file, `${line}\n`);
}
