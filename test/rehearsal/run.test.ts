import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { planFromJson, type Raw } from "../../src/plan";
import { interest } from "../../src/policy";
import { rehearse, RehearsalError, type Rehearsed } from "../../src/rehearsal";
import { built } from "../support/built";
import { Machine } from "./plugins";

/*
 * Whole rehearsals with something that stands for the engine: test/pulumi has the same with a real one.
 */

const main = built("src", "cli", "main.js");

describe("a rehearsal", function () {
    let machine: Machine;
    let said: string;
    let told: string[];
    let ending: AbortController;
    beforeEach(() => {
        machine = new Machine();
        machine.pulumi();
        machine.plugin("aws", "7.1.0");
        said = "";
        told = [];
        ending = new AbortController();
    });
    afterEach(() => {
        machine.remove();
    });

    const run = (
        env: NodeJS.ProcessEnv = {},
        more: Partial<Parameters<typeof rehearse>[0]> = {},
    ): Promise<Rehearsed> =>
        rehearse({
            command: [],
            cwd: machine.project,
            env: { ...machine.env, ...env },
            offline: false,
            keepUnknown: [],
            facts: [],
            isInteractive: false,
            onText: (text) => (said += text),
            tell: (line) => told.push(line),
            signal: ending.signal,
            ...more,
        });

    it("records the plan of the preview that it starts", async () => {
        const { recordings, status, problems, standIns } = await run();
        assert.deepEqual({ status, problems, told }, { status: 0, problems: [], told: [] });
        assert.match(said, /Previewing update/);
        const [recording, ...others] = recordings;
        assert.equal(others.length, 0);
        assert.equal(recording?.stack, "shop/dev");
        const { kind, plan } = planFromJson(recording.json(), interest);
        assert.equal(kind, "rehearsal");
        assert.equal(plan.standIns, standIns.all().length);
        const vpc = plan.resources.find(({ type }) => type === "aws:ec2/vpc:Vpc");
        assert.match(vpc?.id.known === true ? vpc.id.value : "", /^vpc-0fa57e57/);
    });

    it("keeps no secret and no configuration of a provider but its region", async () => {
        const { recordings } = await run();
        const kept = JSON.stringify(recordings[0]?.withoutSecrets());
        for (const text of ["hush-hush", "configured-secret", "credential"]) {
            assert.equal(kept.includes(text), false, text);
        }
        assert.match(kept, /"props":\{"region":"eu-west-1"\}/);
    });

    it("starts an older engine with a folder as the pack", async () => {
        const { recordings } = await run({ ENGINE_VERSION: "v3.100.0" });
        assert.equal(recordings.length, 1);
    });

    it("runs once more if a plugin was not there before", async () => {
        const { recordings, standIns } = await run({ ENGINE: "late" });
        assert.match(told.join(), /uses late, whose plugins were not there before/);
        assert.equal(recordings.length, 1);
        assert.match(JSON.stringify(standIns.recorded()), /late:index:Thing/);
    });

    it("says which stand-ins a failure mentions", async () => {
        const { status, recordings, standIns, said: heard } = await run({ ENGINE: "fail" });
        assert.deepEqual({ status, recordings }, { status: 255, recordings: [] });
        assert.deepEqual(standIns.mentionedIn(heard), ["aws:ec2/vpc:Vpc.id"]);
    });

    it("ends at a signal, and leaves nothing behind", async () => {
        const { TMPDIR } = process.env;
        process.env.TMPDIR = machine.bin;
        const rehearsed = run({ ENGINE: "hang" });
        while (!said.includes("Previewing"))
            await new Promise((resolve) => setTimeout(resolve, 20));
        ending.abort("SIGTERM");
        assert.notEqual((await rehearsed).status, 0);
        if (TMPDIR === undefined) delete process.env.TMPDIR;
        else process.env.TMPDIR = TMPDIR;
        assert.deepEqual(readdirSync(machine.bin), ["pulumi"]);
    });

    const impossible: readonly (readonly [string, () => Promise<Rehearsed>, RegExp])[] = [
        ["there is no pulumi", () => run({ PATH: "/nowhere" }), /there is no `pulumi` on the path/],
        ["it is too old", () => run({ ENGINE_VERSION: "v3.9.9" }), /is of version 3\.9\.9/],
        ["there is no project", () => run({}, { cwd: "/" }), /there is no Pulumi project here/],
        [
            "the command is not there",
            () => run({}, { command: ["no-such-command"] }),
            /no-such-command cannot be started/,
        ],
    ];
    for (const [name, attempt, expected] of impossible) {
        it(`cannot begin if ${name}`, async () => {
            await assert.rejects(
                attempt(),
                (error) => error instanceof RehearsalError && expected.test(error.message),
            );
        });
    }

    describe("by the command line", () => {
        const cli = (
            args: readonly string[],
            env: NodeJS.ProcessEnv = {},
            command = "rehearse",
        ): Promise<{ status: number | null; out: string; err: string }> =>
            new Promise((resolve) => {
                const child = spawn(process.execPath, [main, command, ...args], {
                    cwd: machine.project,
                    env: { ...machine.env, ...env },
                });
                const texts = { out: "", err: "" };
                child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.out += text));
                child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.err += text));
                child.once("close", (status) => {
                    resolve({ status, ...texts });
                });
            });

        it("judges the plan, and says how many values are made up", async () => {
            const { status, out, err } = await cli(["--quiet"]);
            assert.deepEqual({ status, err }, { status: 0, err: "" });
            assert.match(
                out,
                /shop\/dev \(rehearsed preview, 2 resources, \d+ values made up for it\)/,
            );
        });

        it("writes the plan for its owner alone", async () => {
            const file = join(machine.folder, "plan.json");
            const { status, err } = await cli(["--save", file]);
            assert.equal(status, 0);
            assert.match(err, /Previewing update/);
            assert.equal(statSync(file).mode & 0o777, 0o600);
            const { kind } = planFromJson(JSON.parse(readFileSync(file, "utf8")) as Raw, interest);
            assert.equal(kind, "rehearsal");
        });

        it("writes nothing where the preview fails", async () => {
            const file = join(machine.folder, "plan.json");
            const { status, out, err } = await cli(["--save", file], { ENGINE: "fail" });
            assert.equal(status, 2);
            assert.equal(out, "");
            assert.match(err, /what failed mentions aws:ec2\/vpc:Vpc\.id$/m);
            assert.match(
                err,
                /others stood in for:\n(.*\n)? *.* aws:ec2\/vpc:Vpc: arn \(1 value\)$/m,
            );
            assert.match(err, /^--keep-unknown 'aws:ec2\/vpc:Vpc\.id'$/m);
            assert.equal(existsSync(file), false);
        });

        it("rehearses what another command starts, and lets that change nothing", async () => {
            const shell = (script: string): Promise<Awaited<ReturnType<typeof cli>>> =>
                cli(["--quiet", "--", "sh", "-c", script]);
            const { status, out } = await shell("pulumi --color=never preview --stack dev");
            assert.equal(status, 0);
            assert.match(out, /rehearsed preview/);
            for (const [script, expected] of [
                ["pulumi up --yes", /`pulumi up` was started in a rehearsal/],
                ["pulumi -C . preview --save-plan=x", /leave it out of a rehearsal/],
                ["pulumi version", /started no preview/],
            ] as const) {
                const refused = await shell(script);
                assert.equal(refused.status, 2);
                assert.equal(refused.out, "");
                assert.match(refused.err, expected);
            }
        });

        it("explains the plan, and what it does not hold", async () => {
            const args = ["--rehearse", "--quiet", "--service", "web"];
            const { status, out, err } = await cli(args, {}, "explain");
            assert.deepEqual({ status, out }, { status: 2, out: "" });
            assert.match(err, /^fargate-preflight: shop\/dev: .*no workload/);
            const failed = await cli(args, { ENGINE: "fail" }, "explain");
            assert.equal(failed.status, 2);
            assert.match(failed.err, /the preview failed/);
            const own = ["--", "sh", "-c", "pulumi preview && pulumi preview"];
            const twice = await cli([...args, ...own], {}, "explain");
            assert.equal(twice.status, 2);
            assert.match(twice.err, /it is for one plan, and the command made 2/);
        });

        it("refuses what it cannot do, and leaves nothing running", async () => {
            const rows: readonly (readonly [readonly string[], NodeJS.ProcessEnv, RegExp])[] = [
                [
                    [],
                    { TMPDIR: "/nowhere" },
                    /: \/nowhere: temporary files cannot be written there/,
                ],
                [["--save", machine.folder], {}, /: cannot be written: this is a directory$/m],
                [["--output", machine.folder], {}, /: cannot be written: this is a directory$/m],
                [["--keep-unknown", "Vpc"], {}, /^fargate-preflight: --keep-unknown Vpc: expected/],
            ];
            for (const [args, env, expected] of rows) {
                const { status, err } = await cli(["--quiet", ...args], env);
                assert.equal(status, 2, args.join(" "));
                assert.match(err, expected);
            }
        });

        it("refuses options that do not go together", async () => {
            const { status, err } = await cli(["--stack", "dev", "--", "npx", "sst", "diff"]);
            assert.equal(status, 2);
            assert.match(err, /--stack is for `pulumi preview`/);
            const file = join(machine.folder, "x.json");
            const same = await cli(["--save", file, "--output", file]);
            assert.equal(same.status, 2);
            assert.match(same.err, /one file for --save, and another for --output/);
        });
    });
});
