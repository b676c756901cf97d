import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, credentials, type ServiceError } from "@grpc/grpc-js";

const server = (name: string): string =>
    `exec "${process.execPath}" "${join(__dirname, "servers", `${name}.js`)}"`;

/** Folders in which plugins and programs lie as Pulumi keeps them. */
export class Machine {
    readonly folder = mkdtempSync(join(tmpdir(), "fargate-preflight-tests-"));
    readonly home = join(this.folder, "home");
    readonly bin = join(this.folder, "bin");
    readonly project = join(this.folder, "project");

    constructor() {
        for (const folder of [this.home, this.bin, this.project]) mkdirSync(folder);
        writeFileSync(join(this.project, "Pulumi.yaml"), "name: shop\nruntime: yaml\n");
    }

    get env(): NodeJS.ProcessEnv {
        return { PATH: `${this.bin}:/usr/bin:/bin`, HOME: this.folder, PULUMI_HOME: this.home };
    }

    /** A plugin that answers as it is told to, or a script. */
    plugin(name: string, version: string, script = `${server("provider")} ${version}`): string {
        const folder = join(this.home, "plugins", `resource-${name}-v${version}`);
        mkdirSync(folder, { recursive: true });
        return this.script(join(folder, `pulumi-resource-${name}`), script);
    }

    /** `pulumi` itself, or what stands for it. */
    pulumi(script = `${server("engine")} "$@"`): string {
        return this.script(join(this.bin, "pulumi"), script);
    }

    script(file: string, script: string): string {
        writeFileSync(file, `#!/bin/sh\n${script}\n`);
        chmodSync(file, 0o755);
        return file;
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}

const same = (bytes: Buffer): Buffer => bytes;
const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/** Asks a server as the engine does: bytes for bytes. */
export class Engine {
    private readonly client: Client;

    constructor(
        port: number,
        private readonly service: string,
    ) {
        this.client = new Client(`127.0.0.1:${String(port)}`, credentials.createInsecure(), {
            ...unlimited,
            // A connection of its own, for each provider instance.
            "grpc.use_local_subchannel_pool": 1,
        });
    }

    /** @throws ServiceError if the answer is an error. */
    async ask(method: string, request: Buffer = Buffer.alloc(0)): Promise<Buffer> {
        return new Promise((resolve, reject) => {
            const path = `/pulumirpc.${this.service}/${method}`;
            const answer = (error: ServiceError | null, value?: Buffer): void => {
                if (error === null && value !== undefined) resolve(value);
                else reject(error ?? new Error("no answer"));
            };
            this.client.makeUnaryRequest(path, same, same, request, answer);
        });
    }

    close(): void {
        this.client.close();
    }
}
