import assert from "node:assert/strict";
import { constants } from "node:buffer";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { createServer } from "node:net";
import { run } from "../../src/cli/program";
import type { UnreadableFile } from "../../src/cli/report";
import { checkOne, checkJson, cli, Folder, plan } from "./support";

const aPlan = "the output of `pulumi preview --json` or of `pulumi stack export`";
const nat = readFileSync(plan("nat.preview.json"), "utf8");

function utf16(text: string): Buffer {
    return Buffer.from(`\ufeff${text}`, "utf16le");
}

describe("reading", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
    });
    after(() => {
        folder.remove();
    });

    const bad: readonly (readonly [string, string | Uint8Array, string])[] = [
        ["an empty file", "", `there is nothing in it; expected ${aPlan}`],
        ["blank space", " \r\n\t", `there is nothing in it; expected ${aPlan}`],
        ["a lone mark", "\ufeff", `there is nothing in it; expected ${aPlan}`],
        [
            "text",
            "Previewing update (dev):\n",
            `this is not JSON: unexpected character at line 1, column 1; expected ${aPlan}`,
        ],
        [
            "text after JSON",
            `${nat}\nwarning: password is hunter2\n`,
            `this is not JSON: unexpected character at line ${String(nat.split("\n").length + 1)}, column 1; expected ${aPlan}`,
        ],
        [
            "a typing error",
            '{\n  "steps": [],\n  "password": hunter2\n}',
            `this is not JSON: unexpected character at line 3, column 15; expected ${aPlan}`,
        ],
        [
            "truncated JSON",
            '{\n  "steps": [\n    {"password": "hunter',
            `the JSON is cut off at line 3, column 18; expected the whole of ${aPlan}`,
        ],
        [
            "a stream of events",
            '{"sequence":0,"timestamp":1,"preludeEvent":{"config":{}}}\n{"sequence":1,"timestamp":1,"resourcePreEvent":{}}\n',
            `this is a stream of engine events, one a line, which does not say what depends on what; expected ${aPlan}, made without PULUMI_ENABLE_STREAMING_JSON_PREVIEW`,
        ],
        [
            "a stream of events that is cut off",
            '{"sequence":0,"timestamp":1,"preludeEvent":{"config":{}}}\n{"sequence":1,"times',
            `this is a stream of engine events, one a line, which does not say what depends on what; expected ${aPlan}, made without PULUMI_ENABLE_STREAMING_JSON_PREVIEW`,
        ],
        ["JSON of another kind", '{"name": "web"}', "the file holds a JSON object of another kind"],
        ["a number", "1", "the file holds a single number"],
        ["null", "null", "the file holds null"],
        ["a list of something else", "[1, 2]", "the file holds a list of something else"],
        ["an update plan", '{"resourcePlans": {}}', "this is an update plan"],
        [
            "a preview that failed",
            '{"steps": [], "diagnostics": [{"severity": "error", "message": "hunter2"}]}',
            "this preview ended with errors",
        ],
        ["UTF-16 that is no JSON", utf16("Previewing"), "this is not JSON"],
        ["bytes", Uint8Array.of(0x1f, 0x8b, 8, 0, 0xff), "this is compressed (gzip)"],
        ["an empty list", "[]", "the file holds an empty list"],
        ["steps that are no list", '{"steps": {}, "changeSummary": {}}', "steps is an object; ex"],
        [
            "steps that are no steps",
            '{"steps": ["hunter2"]}',
            "steps[0] is a text; expected an obj",
        ],
        [
            "a step without a state",
            '{"steps": [{"op": "create", "urn": "urn:pulumi:dev::web::aws:ecs/service:Service::hunter2"}]}',
            "steps[0].newState is missing; expected the state of a resource, an object",
        ],
        [
            "a step without an operation",
            '{"steps": [{"op": 1}]}',
            "steps[0].op is a number; expected an operation, such as create",
        ],
        [
            "a summary that counts nothing, without steps",
            '{"config": {}, "duration": 1, "changeSummary": {}}',
            "there are no steps in this preview, and changeSummary does not say that everything",
        ],
        [
            "an export of another version",
            '{"version": 99, "deployment": {"resources": []}}',
            "the version of this export is 99; expected the number 3 or 4",
        ],
        [
            "an export of a version in quotes",
            '{"version": "3", "deployment": {"resources": []}}',
            "the version of this export is a text; expected the number 3 or 4",
        ],
        [
            "an export in which one URN names two resources",
            JSON.stringify({
                version: 3,
                deployment: {
                    resources: ["vpc-1", "vpc-2"].map((id) => ({
                        urn: "urn:pulumi:dev::web::aws:ec2/vpc:Vpc::hunter2",
                        type: "aws:ec2/vpc:Vpc",
                        id,
                    })),
                },
            }),
            "deployment.resources[0] and deployment.resources[1] have the same URN; expected each",
        ],
        [
            "an export whose resources are no list",
            '{"version": 3, "deployment": {"resources": {"a": "hunter2"}}}',
            "deployment.resources is an object; expected a list of objects",
        ],
    ];
    for (const [name, content, expected] of bad) {
        it(`refuses ${name}`, async () => {
            const file = folder.write("bad.json", content);
            const { status, out, err } = await cli(["check", file]);
            assert.equal(status, 2);
            assert.equal(out, "");
            assert.ok(err.startsWith(`fargate-preflight: ${file}: ${expected}`), err);
            assert.match(err, /; expected .+\n$/);
            assert.doesNotMatch(err, /hunter|\n./);
            const { files } = await checkJson(file);
            const error = err.slice(`fargate-preflight: ${file}: `.length, -1);
            assert.deepEqual(files, [{ file, error } satisfies UnreadableFile]);
        });
    }

    it("refuses a file that is not there, and a directory", async () => {
        for (const [file, what] of [
            [`${folder.path}/absent.json`, "there is no such file"],
            [folder.path, "this is a directory"],
            [`${folder.write("file", "")}/below.json`, "the file cannot be read (ENOTDIR)"],
        ] as const) {
            const { status, err } = await cli(["check", file]);
            assert.equal(status, 2);
            assert.equal(
                err,
                `fargate-preflight: ${file}: ${what}; expected a file with ${aPlan}\n`,
            );
        }
    });

    // Of the commands and options that read a file.
    const readers: readonly (readonly [string, (file: string) => readonly string[]])[] = [
        ["check", (file) => ["check", file]],
        ["--config", (file) => ["check", plan("nat.preview.json"), "--config", file]],
        ["--facts", (file) => ["check", plan("nat.preview.json"), "--facts", file]],
        ["explain", (file) => ["explain", file, "--service", "web"]],
        ["snapshot --export", (file) => ["snapshot", "--export", file]],
    ];
    for (const [what, argv] of readers) {
        it(`refuses devices, sockets and directories: ${what}`, async () => {
            const socket = `${folder.path}/socket`;
            const server = createServer().listen(socket);
            await once(server, "listening");
            try {
                for (const [file, kind] of [
                    ["/dev/zero", "device"],
                    [socket, "socket"],
                    [folder.path, "directory"],
                ] as const) {
                    const { status, out, err } = await cli(argv(file));
                    assert.deepEqual([status, out], [2, ""]);
                    assert.match(
                        err,
                        new RegExp(`: this is a ${kind}; expected a file with .+\n$`),
                    );
                }
            } finally {
                server.close();
            }
        });

        it(`takes a pipe: ${what}`, async () => {
            const pipe = `${folder.path}/pipe`;
            spawnSync("mkfifo", [pipe]);
            const writer = spawn("sh", ["-c", 'printf "\\n" > "$0"', pipe]);
            try {
                const { status, err } = await cli(argv(pipe));
                assert.equal(status, 2);
                // It was read: there was a line end in it.
                assert.match(err, /\/pipe: there is nothing in it; expected .+\n$/);
            } finally {
                writer.kill();
                rmSync(pipe);
            }
        });
    }

    it("stops at the limit of what has no end: a pipe, or standard input", async () => {
        const pipe = `${folder.path}/endless`;
        spawnSync("mkfifo", [pipe]);
        const writer = spawn("sh", ["-c", 'exec cat /dev/zero > "$0"', pipe]);
        const tooLarge = "the file is too large; expected at most 536 MB\n";
        try {
            const { status, err } = await cli(["check", pipe]);
            assert.deepEqual([status, err], [2, `fargate-preflight: ${pipe}: ${tooLarge}`]);
        } finally {
            writer.kill();
        }
        const chunk = Buffer.alloc(2 ** 20);
        let taken = 0;
        let err = "";
        const status = await run(["check", "-"], {
            stdin: (async function* () {
                for (;;) {
                    taken += 1;
                    yield await Promise.resolve(chunk);
                }
            })(),
            out: () => undefined,
            err: (text) => (err += text),
            colours: false,
        });
        assert.deepEqual([status, err], [2, `fargate-preflight: standard input: ${tooLarge}`]);
        assert.ok(taken * chunk.length <= constants.MAX_STRING_LENGTH + chunk.length);
    });

    it("reads what the kernel makes up, whose size is none", async () => {
        const { status, err } = await cli(["check", "/proc/self/status"]);
        assert.equal(status, 2);
        assert.match(
            err,
            /: this is not JSON: unexpected character at line 1, column 1; expected /,
        );
    });

    it("says that no file matches a pattern", async () => {
        const { status, err } = await cli(["check", `${folder.path}/absent-*.json`]);
        assert.equal(status, 2);
        assert.match(err, /absent-\*\.json: no file matches this pattern; expected files with /);
    });

    it("names what has no name", async () => {
        const { status, err } = await cli(["check", ""]);
        assert.equal(status, 2);
        assert.match(err, /^fargate-preflight: \(no name\): there is no such file; expected /);
    });

    it("refuses a file that is larger than any text can be", async () => {
        for (const size of [constants.MAX_STRING_LENGTH + 1, 2 ** 31 + 1]) {
            const file = folder.write("large.json", "");
            truncateSync(file, size);
            const { status, err } = await cli(["check", file]);
            assert.equal(status, 2);
            assert.equal(
                err,
                `fargate-preflight: ${file}: the file is too large; expected at most 536 MB\n`,
            );
        }
    });

    it("refuses a file that it may not read", async () => {
        const file = folder.write("closed.json", nat);
        chmodSync(file, 0);
        // The superuser may read everything, so the test steps down for a moment.
        const isSuperuser = process.geteuid?.() === 0;
        if (isSuperuser) process.seteuid?.(65534);
        try {
            const { status, err } = await cli(["check", file]);
            assert.equal(status, 2);
            assert.equal(
                err,
                `fargate-preflight: ${file}: there is no permission to read the file; expected a file with ${aPlan}\n`,
            );
        } finally {
            if (isSuperuser) process.seteuid?.(0);
        }
    });

    const encodings: readonly (readonly [string, Uint8Array])[] = [
        ["UTF-8 with a mark", Buffer.from(`\ufeff${nat}`)],
        ["UTF-16LE, as PowerShell writes it", utf16(nat.replace(/\n/g, "\r\n"))],
        ["UTF-16BE", utf16(nat).swap16()],
    ];
    for (const [name, bytes] of encodings) {
        it(`reads ${name}`, async () => {
            const expected = await checkOne(plan("nat.preview.json"));
            const file = folder.write("encoded.json", bytes);
            assert.deepEqual(await checkOne(file), { ...expected, file });
        });
    }

    it("keeps letters that are not ASCII", async () => {
        const text = readFileSync(plan("target-group-instance.preview.json"), "utf8");
        const named = text.replaceAll(
            "targetGroup:TargetGroup::web",
            "targetGroup:TargetGroup::wéb網",
        );
        for (const bytes of [Buffer.from(named), utf16(named)]) {
            const { findings } = await checkOne(folder.write("named.json", bytes));
            const finding = findings.find(({ policy }) => policy === "target-group-type");
            assert.equal(finding?.name, "wéb網");
        }
    });

    it("reads standard input", async () => {
        const { status, out, err } = await cli(["check", "-"], { stdin: nat });
        assert.deepEqual([status, err], [0, ""]);
        assert.match(out, /^standard input \(pulumi preview, 27 resources\)/);
    });

    it("says that standard input is empty", async () => {
        const { status, err } = await cli(["check", "-"]);
        assert.equal(status, 2);
        assert.match(err, /^fargate-preflight: standard input: there is nothing in it; expected /);
    });

    it("reads an export without resources", async () => {
        for (const deployment of [{}, { resources: [] }, { resources: null, manifest: {} }]) {
            const file = folder.write("empty.json", JSON.stringify({ version: 3, deployment }));
            const { status, out, err } = await cli(["check", file]);
            assert.deepEqual([status, err], [0, ""]);
            assert.equal(
                out,
                `${file} (pulumi stack export, 0 resources): nothing in it runs on Fargate\n`,
            );
        }
    });

    it("names an error that nobody expected as a bug, without its text", async () => {
        const err: string[] = [];
        const status = await run(["check", "-", plan("nat.preview.json")], {
            stdin: {
                [Symbol.asyncIterator]: () => {
                    throw new RangeError("hunter2");
                },
            },
            out: (text) => {
                assert.match(text, /nat\.preview\.json/);
            },
            err: (text) => err.push(text),
            colours: false,
        });
        assert.equal(status, 2);
        assert.deepEqual(err, [
            "fargate-preflight: standard input: not checked: a bug in fargate-preflight (RangeError); please report it\n",
        ]);
    });
});
