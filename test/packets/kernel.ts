import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A host or router: a network namespace. */
export interface Host {
    readonly name: string;
    /** What it is told, as lines of `ip -batch`. */
    readonly ip: string;
    /** Its rules, as nftables reads them; empty for none. */
    readonly nft: string;
}

/** A cable between two hosts, by the names of its ends. */
export interface Cable {
    readonly from: string;
    readonly as: string;
    readonly to: string;
    readonly toAs: string;
}

/** Something that answers on a port, on all addresses of its host. */
export interface Server {
    readonly host: string;
    readonly port: number;
    readonly says: string;
}

/** NAT64: what arrives on this port goes on over IPv4, from a port for each caller's. */
export interface Translator {
    readonly host: string;
    readonly port: number;
    readonly address: string;
    readonly ports: readonly {
        readonly from: string;
        readonly port: number;
        readonly natPort: number;
    }[];
}

/** One TCP connection. */
export interface Call {
    readonly host: string;
    readonly from: string;
    readonly port: number;
    readonly to: string;
    readonly toPort: number;
}

/** A network of Linux's parts, and what is sent through it. */
export interface Laboratory {
    readonly hosts: readonly Host[];
    readonly links: readonly Cable[];
    readonly servers: readonly Server[];
    readonly translators: readonly Translator[];
    readonly calls: readonly Call[];
    /** Sets of nftables, in the table `lab`, that hold the packets of which AWS's documents say nothing. */
    readonly doubts: readonly { readonly host: string; readonly set: string }[];
}

export interface Answers {
    /** What answered each call, if anything did. */
    readonly answers: readonly (string | null)[];
    /** Source, source port and destination, as they were where they got to. */
    readonly doubtful: readonly (readonly [string, number, string])[];
}

/** What is missing to run this here; nothing if all is there. */
export function missing(): string | undefined {
    if (process.platform !== "linux") return "Linux";
    if (process.getuid?.() !== 0) return "root (network namespaces are made)";
    const lacks = [
        ["ip", "-V"],
        ["nft", "--version"],
        ["python3", "--version"],
    ].filter(([command = "", option = ""]) => spawnSync(command, [option]).status !== 0);
    if (lacks.length === 0) return undefined;
    return `${lacks.map(([command]) => command).join(", ")} (Debian's packages iproute2, nftables, python3)`;
}

/** Linux's kernel, asked through processes of agent.py: one per core. */
export class Kernel {
    private readonly agents: readonly Agent[];
    private next = 0;

    constructor(agents = 2) {
        this.agents = Array.from({ length: agents }, () => new Agent());
    }

    /**
     * @param patience seconds that a connection may take after the last that was answered
     * @throws Error if the network cannot be built
     */
    ask(laboratory: Laboratory, patience: number): Promise<Answers> {
        const agent = this.agents[this.next++ % this.agents.length];
        if (agent === undefined) throw new Error("there is no agent");
        return agent.ask(laboratory, patience);
    }

    async close(): Promise<void> {
        await Promise.all(this.agents.map((agent) => agent.close()));
    }
}

interface Waiting {
    readonly resolve: (answers: Answers) => void;
    readonly reject: (error: Error) => void;
}

type Said = { readonly id: number } & (Answers | { readonly error: string });

class Agent {
    private readonly process: ChildProcess;
    private readonly waiting = new Map<number, Waiting>();
    private readonly ended: Promise<void>;
    private id = 0;

    constructor() {
        this.process = spawn("python3", [join(__dirname, "agent.py")], {
            stdio: ["pipe", "pipe", "inherit"],
        });
        const { stdout } = this.process;
        if (stdout === null) throw new Error("the agent has no output");
        createInterface({ input: stdout }).on("line", (line) => this.hear(line));
        this.ended = new Promise((resolve) => {
            this.process.on("exit", (status) => {
                const error = new Error(`agent.py ended with ${String(status)}`);
                for (const { reject } of this.waiting.values()) reject(error);
                resolve();
            });
        });
    }

    ask(laboratory: Laboratory, patience: number): Promise<Answers> {
        const id = ++this.id;
        return new Promise((resolve, reject) => {
            this.waiting.set(id, { resolve, reject });
            this.process.stdin?.write(`${JSON.stringify({ id, patience, ...laboratory })}\n`);
        });
    }

    close(): Promise<void> {
        this.process.stdin?.end();
        return this.ended;
    }

    private hear(line: string): void {
        const said = JSON.parse(line) as Said;
        const waiting = this.waiting.get(said.id);
        this.waiting.delete(said.id);
        if ("error" in said) waiting?.reject(new Error(said.error));
        else waiting?.resolve(said);
    }
}

/** Does this for each, a few at a time, and returns the results in order. */
export async function inTurn<T, U>(
    list: readonly T[],
    each: (one: T, i: number) => Promise<U>,
    atOnce = 12,
): Promise<U[]> {
    const results: U[] = [];
    const waiting = [...list.entries()];
    const worker = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
            const [i, one] = next;
            results[i] = await each(one, i);
        }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return results;
}
