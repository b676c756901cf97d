import {
    connect,
    constants,
    createServer,
    type ClientHttp2Session,
    type ClientHttp2Stream,
    type Http2Server,
    type IncomingHttpHeaders,
    type OutgoingHttpHeaders,
    type ServerHttp2Session,
    type ServerHttp2Stream,
} from "node:http2";
import type { AddressInfo } from "node:net";

/*
 * gRPC as it travels: HTTP/2 streams, of which this knows no more than it must. A call that nobody asks to
 * see is handed on as bytes in both directions, of whatever method: unary or not, known here or not.
 */

/** The statuses that are answered here. */
export const Status = {
    unknown: 2,
    failedPrecondition: 9,
    unimplemented: 12,
    unavailable: 14,
} as const;

/** A call that ended with a status instead of an answer. */
export class GrpcError extends Error {
    /** @param trailers the whole of what a provider said, where it was one. */
    constructor(
        readonly status: number,
        message: string,
        readonly trailers?: OutgoingHttpHeaders,
    ) {
        super(message);
    }

    /** Any other error, as the engine shows it. */
    static of(error: unknown): GrpcError {
        if (error instanceof GrpcError) return error;
        return new GrpcError(
            Status.unknown,
            error instanceof Error ? error.message : String(error),
        );
    }
}

const limits = {
    // Large windows, for answers may be of many megabytes, and the way is short.
    settings: { initialWindowSize: 1 << 22 },
    // In megabytes; what is on its way at one time, and no more than what the engine allows.
    maxSessionMemory: 1000,
};

export interface Connection {
    readonly onCall: (call: Call) => void;
    readonly onClose?: () => void;
}

export interface Listener {
    readonly port: number;
    readonly close: () => void;
}

/** Listens on the loopback interface, and asks for something of its own for each connection. */
export async function listen(accept: () => Connection): Promise<Listener> {
    const server: Http2Server = createServer(limits);
    const sessions = new Map<ServerHttp2Session, Connection>();
    server.on("session", (session) => {
        const connection = accept();
        sessions.set(session, connection);
        session.on("error", () => undefined);
        session.on("close", () => {
            sessions.delete(session);
            connection.onClose?.();
        });
    });
    server.on("stream", (stream, headers) => {
        stream.on("error", () => undefined);
        const connection =
            stream.session === undefined
                ? undefined
                : sessions.get(stream.session as ServerHttp2Session);
        if (connection === undefined) stream.close(constants.NGHTTP2_REFUSED_STREAM);
        else connection.onCall(new Call(stream, headers));
    });
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
    });
    return {
        port: (server.address() as AddressInfo).port,
        close: () => {
            server.close();
            for (const session of sessions.keys()) session.destroy();
        },
    };
}

/** One call that came in. */
export class Call {
    /** The method, without its service. */
    readonly method: string;

    constructor(
        private readonly stream: ServerHttp2Stream,
        private readonly headers: IncomingHttpHeaders,
    ) {
        this.method = (headers[":path"] ?? "").replace(/^.*\//, "");
    }

    /** What was asked, where that is one message. */
    async request(): Promise<Buffer> {
        const chunks: Buffer[] = [];
        await ended(this.stream, (chunk) => chunks.push(chunk));
        return messageIn(Buffer.concat(chunks));
    }

    answer(message: Buffer): void {
        if (this.stream.destroyed || this.stream.headersSent) return;
        this.stream.respond(
            { ":status": 200, "content-type": "application/grpc" },
            { waitForTrailers: true },
        );
        this.stream.on("wantTrailers", () => {
            this.stream.sendTrailers({ "grpc-status": "0" });
        });
        this.stream.end(framed(message));
    }

    fail({ status, message, trailers }: GrpcError): void {
        if (this.stream.destroyed || this.stream.headersSent) return;
        this.stream.respond(
            {
                ":status": 200,
                "content-type": "application/grpc",
                ...(trailers ?? {
                    "grpc-status": String(status),
                    "grpc-message": percentEncoded(message),
                }),
            },
            { endStream: true },
        );
    }

    /** Hands the call on as it is. */
    forward(to: Client): void {
        const { stream } = this;
        if (stream.destroyed) return;
        const there = to.open(this.headers);
        stream.pipe(there);
        let trailers: IncomingHttpHeaders = {};
        there.on("response", (headers, flags) => {
            if (stream.destroyed) return;
            const isAll = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
            if (isAll) {
                stream.respond(sendable(headers), { endStream: true });
                return;
            }
            stream.respond(sendable(headers), { waitForTrailers: true });
            stream.on("wantTrailers", () => {
                stream.sendTrailers(sendable(trailers));
            });
            there.on("data", (chunk: Buffer) => {
                if (!stream.write(chunk)) {
                    there.pause();
                    stream.once("drain", () => there.resume());
                }
            });
        });
        there.on("trailers", (found: IncomingHttpHeaders) => {
            trailers = found;
        });
        there.on("close", () => {
            if (stream.destroyed || stream.writableEnded) return;
            if (!stream.headersSent) {
                this.fail(hasEnded());
            } else if (trailers["grpc-status"] === undefined) stream.close(there.rstCode);
            else stream.end();
        });
        there.on("error", () => undefined);
        stream.on("close", () => {
            if (!there.closed) there.close(stream.rstCode);
        });
    }

    /** Asks the same of another, for a message that may have been changed. */
    async relay(to: Client, request: Buffer): Promise<Buffer> {
        const there = to.open(this.headers);
        const onClose = (): void => {
            if (!there.closed) there.close(constants.NGHTTP2_CANCEL);
        };
        this.stream.once("close", onClose);
        try {
            return await answerOf(there, request);
        } finally {
            this.stream.off("close", onClose);
        }
    }
}

/** A connection to a server. */
export class Client {
    private readonly session: ClientHttp2Session;

    constructor(private readonly port: number) {
        this.session = connect(`http://127.0.0.1:${String(port)}`, limits);
        this.session.on("error", () => undefined);
    }

    /** @throws GrpcError if the server has ended. */
    open(headers: IncomingHttpHeaders): ClientHttp2Stream {
        if (this.session.closed || this.session.destroyed) throw hasEnded();
        const stream = this.session.request({
            ...sendable(headers),
            ":authority": `127.0.0.1:${String(this.port)}`,
        });
        stream.on("error", () => undefined);
        return stream;
    }

    /** @throws GrpcError if the answer is an error. */
    async ask(service: string, method: string, request: Buffer): Promise<Buffer> {
        return answerOf(this.start(service, method), request);
    }

    /**
     * Asks for something large, and hands on the bytes of the answer's message as they come.
     *
     * @throws GrpcError if the answer is an error, or cut off.
     */
    async stream(
        service: string,
        method: string,
        request: Buffer,
        take: (bytes: Buffer) => void,
    ): Promise<void> {
        let head = Buffer.alloc(0);
        let missing = Infinity;
        await concluded(this.start(service, method), request, (chunk) => {
            let bytes = chunk;
            if (missing === Infinity) {
                head = Buffer.concat([head, chunk]);
                if (head.length < 5) return;
                missing = head.readUInt32BE(1);
                bytes = head.subarray(5);
            }
            missing -= bytes.length;
            take(bytes);
        });
        if (head[0] !== 0 || missing > 0) throw cutOff();
    }

    private start(service: string, method: string): ClientHttp2Stream {
        return this.open({
            ":method": "POST",
            ":scheme": "http",
            ":path": `/${service}/${method}`,
            "content-type": "application/grpc",
            te: "trailers",
        });
    }

    close(): void {
        this.session.destroy();
    }
}

/** @throws GrpcError */
async function answerOf(stream: ClientHttp2Stream, request: Buffer): Promise<Buffer> {
    const chunks: Buffer[] = [];
    await concluded(stream, request, (chunk) => chunks.push(chunk));
    return messageIn(Buffer.concat(chunks));
}

/**
 * Asks, and waits until all is said.
 *
 * @throws GrpcError if it ends with a status that is an error.
 */
async function concluded(
    stream: ClientHttp2Stream,
    request: Buffer,
    onData: (chunk: Buffer) => void,
): Promise<void> {
    let trailers: IncomingHttpHeaders = {};
    const onHeaders = (headers: IncomingHttpHeaders): void => {
        trailers = { ...trailers, ...headers };
    };
    stream.on("response", onHeaders).on("trailers", onHeaders);
    stream.end(framed(request));
    await ended(stream, onData);
    const status = trailers["grpc-status"];
    if (status === "0") return;
    throw status === undefined
        ? hasEnded()
        : new GrpcError(Number(status), textOf(trailers["grpc-message"]), errorOf(trailers));
}

/** As gRPC writes texts into headers: printable ASCII stays, but for `%` (gRPC over HTTP/2, "Responses"). */
function percentEncoded(message: string): string {
    // Half of a character that takes two is none.
    return Buffer.from(message)
        .toString()
        .replace(/[^ -$&-~]+/gu, encodeURIComponent);
}

function textOf(header: string | string[] | undefined): string {
    const text = String(header ?? "");
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/** All that tells of an error, with its details. */
function errorOf(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
    return Object.fromEntries(
        Object.entries(headers).filter(
            ([name]) => !name.startsWith(":") && name !== "content-type",
        ),
    );
}

/** Waits until a stream is closed, or, if that is all of it, has brought everything. */
async function ended(
    stream: ServerHttp2Stream | ClientHttp2Stream,
    onData: (chunk: Buffer) => void,
): Promise<void> {
    await new Promise<void>((resolve) => {
        stream.on("data", onData);
        // Of the answer, trailers are there only when the stream is closed.
        if ("pushAllowed" in stream) stream.on("end", resolve);
        stream.on("close", resolve);
    });
}

/** Headers that may be sent on. */
function sendable(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
    const { ...copy } = headers;
    delete copy.connection;
    delete copy[":authority"];
    return copy;
}

function framed(message: Buffer): Buffer {
    const head = Buffer.alloc(5);
    head.writeUInt32BE(message.length, 1);
    return Buffer.concat([head, message]);
}

/** @throws GrpcError if it is none, or a compressed one, which the engine never sends. */
function messageIn(bytes: Buffer): Buffer {
    if (bytes.length < 5 || bytes[0] !== 0 || bytes.length < 5 + bytes.readUInt32BE(1)) {
        throw cutOff();
    }
    return bytes.subarray(5, 5 + bytes.readUInt32BE(1));
}

function cutOff(): GrpcError {
    return new GrpcError(Status.unknown, "a message is cut off or compressed");
}

function hasEnded(): GrpcError {
    return new GrpcError(Status.unavailable, "the provider has ended");
}
