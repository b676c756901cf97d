"use strict";

/*
 * Drives a policy pack as the Pulumi engine does: starts it, and talks `pulumirpc.Analyzer` to the
 * port that it prints. It measures the pack's process from outside, by /proc, so on Linux only.
 */
const { Buffer } = require("node:buffer");
const { spawn } = require("node:child_process");
const { readdirSync, readFileSync } = require("node:fs");
const path = require("node:path");
const { performance } = require("node:perf_hooks");
const { createInterface } = require("node:readline");
const grpc = require("@grpc/grpc-js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
const { AnalyzerService } = require("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
const proto = require("@pulumi/pulumi/proto/analyzer_pb.js");

/** How many resources the engine registers at the same time is up to the program: many, mostly. */
const inFlight = 16;

/**
 * The calls for a recording, already serialised: one `Analyze` per resource with its inputs, and one
 * `AnalyzeStack` with all outputs.
 */
function callsFor(recording) {
    const stack = new proto.AnalyzeStackRequest();
    stack.setResourcesList(
        recording.map((resource) => {
            const message = common(new proto.AnalyzerResource(), resource, resource.outputs);
            message.setParent(resource.parent ?? "");
            message.setDependenciesList(resource.dependencies);
            const map = message.getPropertydependenciesMap();
            for (const [name, urns] of Object.entries(resource.propertyDependencies)) {
                const feeding = new proto.AnalyzerPropertyDependencies();
                feeding.setUrnsList(urns);
                map.set(name, feeding);
            }
            return message;
        }),
    );
    return {
        analyze: recording.map((resource) =>
            bytesOf(common(new proto.AnalyzeRequest(), resource, resource.inputs)),
        ),
        analyzeStack: bytesOf(stack),
    };
}

/** What both kinds of messages have. The SDK refuses a resource without options. */
function common(message, { type, name, urn, provider }, properties) {
    message.setType(type);
    message.setName(name);
    message.setUrn(urn);
    message.setProperties(Struct.fromJavaScript(properties));
    message.setOptions(new proto.AnalyzerResourceOptions());
    if (provider !== undefined) {
        const its = new proto.AnalyzerProviderResource();
        its.setType(provider.type);
        its.setName(provider.name);
        its.setUrn(provider.urn);
        its.setProperties(Struct.fromJavaScript(provider.props));
        message.setProvider(its);
    }
    return message;
}

function bytesOf(message) {
    return Buffer.from(message.serializeBinary());
}

/** A running pack. Times are in milliseconds, memory in bytes. */
class Pack {
    /** Starts a pack and waits for its port; `load` is what that took. */
    static async start(dir) {
        const runner = path.join(dir, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
        const begin = performance.now();
        // Nobody listens at the engine's address: a pack that does not log never calls it.
        const child = spawn(process.execPath, [runner, "127.0.0.1:1", dir], {
            cwd: dir,
            stdio: ["ignore", "pipe", "inherit"],
        });
        const pack = new Pack(child);
        const port = await new Promise((resolve, reject) => {
            createInterface({ input: child.stdout }).once("line", resolve);
            child.once("error", reject);
            child.once("exit", (code) => reject(new Error(`${dir} ended with ${code}`)));
        });
        pack.load = { wall: performance.now() - begin, cpu: pack.cpu() };
        pack.connect(port);
        return pack;
    }

    constructor(child) {
        this.child = child;
        this.kill = () => child.kill("SIGKILL");
        // A pack does not notice that its engine is gone.
        process.once("exit", this.kill);
    }

    connect(port) {
        this.client = new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
            "grpc.max_send_message_length": -1,
            "grpc.max_receive_message_length": -1,
        });
    }

    /** Time that the pack spent on a CPU so far, in all its threads, the collector's included. */
    cpu() {
        const tasks = `/proc/${this.child.pid}/task`;
        return readdirSync(tasks).reduce((sum, task) => {
            const [onCpu] = readFileSync(`${tasks}/${task}/schedstat`, "utf8").split(" ");
            return sum + Number(onCpu) / 1e6;
        }, 0);
    }

    /** The most memory that the pack has had resident so far. */
    peak() {
        const status = readFileSync(`/proc/${this.child.pid}/status`, "utf8");
        return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)[1]) * 1024;
    }

    /** One `Analyze` call for each request. */
    async analyze(requests) {
        const pending = requests.values();
        return this.timed(async () => {
            const worker = async () => {
                for (const request of pending) await this.call(AnalyzerService.analyze, request);
            };
            await Promise.all(Array.from({ length: inFlight }, worker));
        });
    }

    async analyzeStack(request) {
        return this.timed(() => this.call(AnalyzerService.analyzeStack, request));
    }

    /** What it took; `response` is what was returned. */
    async timed(run) {
        const cpu = this.cpu();
        const begin = performance.now();
        const response = await run();
        return { wall: performance.now() - begin, cpu: this.cpu() - cpu, response };
    }

    call({ path: method, responseDeserialize }, request) {
        return new Promise((resolve, reject) => {
            this.client.makeUnaryRequest(
                method,
                (bytes) => bytes,
                responseDeserialize,
                request,
                (error, response) => (error ? reject(error) : resolve(response)),
            );
        });
    }

    async stop() {
        this.client.close();
        process.off("exit", this.kill);
        const { exitCode, signalCode } = this.child;
        if (exitCode !== null || signalCode !== null) return;
        const ended = new Promise((resolve) => this.child.once("exit", resolve));
        this.kill();
        await ended;
    }
}

module.exports = { callsFor, Pack };
