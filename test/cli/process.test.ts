import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { built } from "../support/built";
import { Folder, plan } from "./support";

const root = join(__dirname, "..", "..");
/** The compiled command: what people run. */
const main = built("src", "cli", "main.js");

/** `READ_MB=200` reads as much as the quality bar names. */
const megabytes = Number(process.env.READ_MB ?? 40);

describe("the process", () => {
    it("loads nothing of @pulumi", () => {
        const script = `
            const io = { out() {}, err() {}, colours: false };
            require("./bin/src/cli/program").run(process.argv.slice(1), io).then((status) => {
                console.log(JSON.stringify([status, ...Object.keys(require.cache)]));
            });`;
        const { stdout } = spawnSync(
            process.execPath,
            ["-e", script, "check", plan("private-no-nat.preview.json")],
            { cwd: root, encoding: "utf8" },
        );
        const [status, ...loaded] = JSON.parse(stdout) as [number, ...string[]];
        assert.equal(status, 1);
        assert.ok(loaded.some((file) => file.includes("/node_modules/commander/")));
        assert.ok(loaded.some((file) => file.endsWith("/bin/src/plan/analyzer.js")));
        assert.deepEqual(
            loaded.filter((file) => file.includes("/node_modules/@pulumi/")),
            [],
        );
    });

    it("ends quietly when nobody reads on", async () => {
        const child = spawn(process.execPath, [
            ...[main, "check"],
            ...Array.from({ length: 5 }, () => plan("private-no-nat.preview.json")),
        ]);
        child.stdout.destroy();
        let err = "";
        child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
        const status = await new Promise((resolve) => child.on("close", resolve));
        assert.deepEqual([status, err], [1, ""]);
    });

    it("fails when its output cannot be written", () => {
        const full = openSync("/dev/full", "w");
        const { status, stderr } = spawnSync(
            process.execPath,
            [main, "check", plan("nat.preview.json")],
            { stdio: ["ignore", full, "pipe"], encoding: "utf8" },
        );
        closeSync(full);
        assert.equal(status, 2);
        assert.equal(stderr, "fargate-preflight: the output cannot be written (ENOSPC)\n");
    });

    it("reads what a shell's <(...) gives", () => {
        const script = '"$0" "$1" check <(cat "$2") --config <(echo "{}")';
        const argv = [process.execPath, main, plan("private-no-nat.preview.json")];
        const { status, stdout, stderr } = spawnSync("bash", ["-c", script, ...argv], {
            encoding: "utf8",
        });
        assert.equal(stderr, "");
        assert.match(stdout, /^\/dev\/fd\/\d+ \(pulumi preview, 24 resources\)/);
        assert.equal(status, 1);
    });

    it(`needs a heap of 4 times what it reads at most, for ${String(megabytes)} MB`, function () {
        this.timeout(60_000 + megabytes * 1_000);
        const folder = new Folder();
        try {
            const file = join(folder.path, "large.json");
            const copies = writeLargeExport(file, megabytes * 1e6);
            const { size } = statSync(file);
            assert.ok(size >= megabytes * 1e6);
            // What Node takes where it may take more is a matter of its release, not of what is read.
            const heap = `--max-old-space-size=${String(Math.floor((4 * size) / 2 ** 20))}`;
            const { status, stdout, stderr } = spawnSync(
                process.execPath,
                [heap, main, "check", file, "--format", "json"],
                { encoding: "utf8" },
            );
            assert.equal(stderr, "");
            const { files } = JSON.parse(stdout) as {
                files: { resources: number; summary: { mandatory: number } }[];
            };
            assert.ok((files[0]?.resources ?? 0) > 20 * copies);
            assert.equal(files[0]?.summary.mandatory, 0);
            assert.equal(status, 0);
        } finally {
            folder.remove();
        }
    });
});

interface State {
    readonly type: string;
    readonly urn: string;
    readonly id?: string;
}

/**
 * Writes one large stack: the resources of a bundled export again and again, with URNs and ids of
 * their own, in one VPC. Returns how often.
 */
function writeLargeExport(file: string, size: number): number {
    const small = JSON.parse(readFileSync(plan("nat.export.json"), "utf8")) as {
        deployment: { resources: State[] };
    };
    const states = small.deployment.resources;
    const isShared = ({ type }: State): boolean =>
        type.startsWith("pulumi:") || type === "aws:ec2/vpc:Vpc";
    const copied = states.filter((state) => !isShared(state));
    const identities = copied.flatMap(({ urn, id }) => (id === undefined ? [urn] : [urn, id]));
    identities.sort((one, other) => other.length - one.length);
    const anyOf = identities.map((each) => each.replace(/[^\w-]/g, "\\$&")).join("|");
    // Every second part is a URN or an id.
    const parts = listed(copied).split(new RegExp(`(${anyOf})`));
    small.deployment.resources = [];
    const [begin = "", end = ""] = JSON.stringify(small, undefined, 4).split(
        /(?<="resources": \[)/,
    );
    const target = openSync(file, "w");
    let written = writeSync(target, begin + listed(states.filter(isShared)));
    let copies = 0;
    for (; written < size; copies += 1) {
        const rename = (part: string, i: number): string =>
            i % 2 === 0 ? part : `${part}-${String(copies)}`;
        written += writeSync(target, `,\n${parts.map(rename).join("")}`);
    }
    writeSync(target, end);
    closeSync(target);
    return copies;
}

/** The elements of a list in JSON, without its brackets. */
function listed(states: readonly State[]): string {
    return JSON.stringify(states, undefined, 4).slice(1, -1).trim();
}
