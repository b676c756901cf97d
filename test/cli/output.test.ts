import assert from "node:assert/strict";
import {
    chmodSync,
    lstatSync,
    mkdirSync,
    readdirSync,
    readFileSync,
    statSync,
    symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { cli, Folder, plan } from "./support";

const healthy = plan("nat.preview.json");
const broken = plan("private-no-nat.preview.json");

describe("--output", () => {
    let folder: Folder;
    beforeEach(() => {
        folder = new Folder();
    });
    afterEach(() => {
        folder.remove();
    });
    const at = (name: string): string => join(folder.path, name);

    for (const format of ["text", "json", "sarif", "junit", "github", "markdown"]) {
        it(`writes ${format} as it would be printed, without colours`, async () => {
            const argv = ["check", broken, "--format", format];
            const { out } = await cli(argv);
            const written = await cli([...argv, "--output", at("out")], { colours: true });
            assert.deepEqual(written, { status: 1, out: "", err: "" });
            assert.equal(readFileSync(at("out"), "utf8"), out);
            assert.deepEqual(readdirSync(folder.path), ["out"]);
        });
    }

    it("replaces a file, and keeps who may read it", async () => {
        chmodSync(folder.write("out", "before"), 0o600);
        assert.equal((await cli(["check", healthy, "--output", at("out")])).status, 0);
        assert.match(readFileSync(at("out"), "utf8"), /nat\.preview\.json/);
        assert.equal(statSync(at("out")).mode & 0o777, 0o600);
    });

    it("replaces what a link leads to", async () => {
        folder.write("out", "before");
        symlinkSync("out", at("link"));
        await cli(["check", healthy, "--output", at("link")]);
        assert.ok(lstatSync(at("link")).isSymbolicLink());
        assert.notEqual(readFileSync(at("out"), "utf8"), "before");
    });

    it("makes what a link leads to", async () => {
        symlinkSync("out", at("link"));
        assert.equal((await cli(["check", healthy, "--output", at("link")])).status, 0);
        assert.ok(lstatSync(at("link")).isSymbolicLink());
        assert.match(readFileSync(at("out"), "utf8"), /nat\.preview\.json/);
    });

    it("writes to a device", async () => {
        const { status, err } = await cli(["check", healthy, "--output", "/dev/null"]);
        assert.deepEqual([status, err], [0, ""]);
        assert.ok(statSync("/dev/null").isCharacterDevice());
    });

    it("refuses what cannot be written, and leaves nothing behind", async () => {
        mkdirSync(at("folder"));
        const rows: readonly (readonly [string, string])[] = [
            [at("folder"), "this is a directory"],
            [at("absent/out"), "there is no such folder"],
            ["/dev/full", "there is no space left"],
            ["/proc/out", "there is no such folder"],
        ];
        for (const [file, why] of rows) {
            const { status, out, err } = await cli(["check", healthy, "--output", file]);
            assert.deepEqual([status, out], [2, ""]);
            assert.equal(err, `fargate-preflight: ${file}: cannot be written: ${why}\n`);
        }
        assert.deepEqual(readdirSync(folder.path), ["folder"]);
    });

    for (const mode of [0o444, 0o400, 0o555, 0]) {
        const bits = mode.toString(8).padStart(3, "0");
        it(`refuses a file that nobody may write to, also to the superuser: mode ${bits}`, async () => {
            const file = folder.write("out", "before");
            const stack = folder.write("stack.json", '{"version": 3, "deployment": {}}');
            chmodSync(file, mode);
            symlinkSync("out", at("link"));
            for (const argv of [
                ["check", healthy],
                ["check", healthy, "--format", "html"],
                ["snapshot", "--export", stack],
            ]) {
                for (const output of [file, at("link")]) {
                    const { status, out, err } = await cli([...argv, "--output", output]);
                    assert.deepEqual([status, out], [2, ""]);
                    assert.equal(
                        err,
                        `fargate-preflight: ${output}: cannot be written: the file is there, and nobody may write to it (mode ${bits})\n`,
                    );
                }
            }
            chmodSync(file, 0o600);
            assert.equal(readFileSync(file, "utf8"), "before");
            assert.deepEqual(readdirSync(folder.path).sort(), ["link", "out", "stack.json"]);
        });
    }

    it("refuses a file that others may write to, where the folder would let it be replaced", async () => {
        const file = folder.write("out", "before");
        chmodSync(file, 0o644);
        chmodSync(folder.path, 0o777);
        // The superuser may write to everything, so the test steps down for a moment.
        const isSuperuser = process.geteuid?.() === 0;
        if (!isSuperuser) chmodSync(file, 0o044);
        if (isSuperuser) process.seteuid?.(65534);
        try {
            const { status, err } = await cli(["check", healthy, "--output", file]);
            assert.equal(status, 2);
            assert.match(
                err,
                /: cannot be written: (there is no permission|the file is there, and)/,
            );
        } finally {
            if (isSuperuser) process.seteuid?.(0);
        }
        chmodSync(file, 0o600);
        assert.equal(readFileSync(file, "utf8"), "before");
    });

    it("refuses to write over what it reads", async () => {
        const plan = folder.write("plan.json", readFileSync(healthy));
        symlinkSync("plan.json", at("link"));
        for (const [command, file] of [
            [["check", plan], plan],
            [["check", at("*.json")], at("link")],
            [["check", healthy, "--config", plan], plan],
            [["check", healthy, "--facts", plan], plan],
            [["snapshot", "--export", plan], plan],
        ] as const) {
            const { status, out, err } = await cli([...command, "--output", file]);
            assert.deepEqual([status, out], [2, ""]);
            assert.equal(
                err,
                `fargate-preflight: ${file}: cannot be written: it is one of the files that are read\n`,
            );
        }
        assert.deepEqual(readFileSync(plan), readFileSync(healthy));
    });

    it("writes nothing where settings are wrong", async () => {
        const config = folder.write("config.json", '{"all": "off"}');
        folder.write("out", "before");
        const argv = ["check", healthy, "--config", config, "--output", at("out")];
        assert.equal((await cli(argv)).status, 2);
        assert.equal(readFileSync(at("out"), "utf8"), "before");
    });
});

describe("--source-root", () => {
    const rows: readonly (readonly [string, string | undefined])[] = [
        ["infra", "infra/index.ts"],
        ["./infra//net/", "infra/net/index.ts"],
        [".", "index.ts"],
        ["", "index.ts"],
        ["infra\\net", "infra/net/index.ts"],
        ["..", undefined],
        ["infra/../..", undefined],
        ["/infra", undefined],
        ["C:\\infra", undefined],
    ];
    for (const [given, expected] of rows) {
        it(`takes ${JSON.stringify(given)} for ${expected ?? "no folder"}`, async () => {
            const { status, out, err } = await cli([
                ...["check", broken, "--format", "github", "--source-root", given],
            ]);
            if (expected === undefined) {
                assert.deepEqual([status, out], [2, ""]);
                assert.match(err, /'--source-root <folder>' argument '.*' is invalid\. Expected a/);
            } else assert.match(out, new RegExp(`^::error file=${expected},line=`));
        });
    }
});
