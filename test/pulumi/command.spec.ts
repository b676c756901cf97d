import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { after, describe, it } from "mocha";
import { violations } from "./programs";
import { checked, main, Sandbox, type Result } from "./sandbox";

/*
 * The command itself: what it takes, what it leaves behind, and what it says if it cannot go on.
 */

/** A program that cannot bear an ARN of another form than it knows. */
const choosy = {
    ts: `import * as aws from "@pulumi/aws";
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
vpc.arn.apply((arn) => {
    if (!arn.includes(":111122223333:")) throw new Error("a strange ARN: " + arn);
});
`,
};

/** One that takes a URL apart, which the error does not say. */
const silent = {
    ts: `import * as aws from "@pulumi/aws";
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
for (const zone of ["a", "b", "c"]) {
    new aws.ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock: "10.0.0.0/24", availabilityZone: "us-east-1" + zone });
}
new aws.sqs.Queue("jobs").url.apply((url) => {
    if (!url.includes("/111122223333/")) throw new Error("not one of our queues");
});
`,
};

const hangs = {
    ts: `import { writeFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }).id.apply((id) => {
    writeFileSync("reached", id);
    return new Promise((resolve) => setTimeout(resolve, 600000));
});
`,
};

const secret = {
    ts: `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
new aws.ecs.TaskDefinition("web", {
    family: "web",
    cpu: "256",
    memory: "512",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: pulumi
        .secret("hunter2-hunter2")
        .apply((value) => JSON.stringify([{ name: "web", image: "nginx", environment: [{ name: "KEY", value }] }])),
});
new aws.ecs.Cluster("main", { tags: { key: pulumi.secret("hunter3-hunter3") } });
`,
};

/** A provider whose configuration has a stand-in is as unknown as in a plain preview. */
const behind = {
    ts: `import * as aws from "@pulumi/aws";
import { writeFileSync } from "node:fs";
const role = new aws.iam.Role("deploy", { assumeRolePolicy: "{}" });
const other = new aws.Provider("other", { region: "us-east-1", assumeRoles: [{ roleArn: role.arn }] });
const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { provider: other });
vpc.id.apply((id) => writeFileSync("known", id));
`,
};

describe("the command rehearse", function () {
    const sandboxes: Sandbox[] = [];
    const open = async (program: ConstructorParameters<typeof Sandbox>[0]): Promise<Sandbox> => {
        const sandbox = new Sandbox(program);
        sandboxes.push(sandbox);
        await sandbox.select("dev");
        return sandbox;
    };
    after(() => {
        for (const each of sandboxes) each.remove();
    });
    const rehearse = (
        sandbox: Sandbox,
        args: readonly string[],
        env: Readonly<Record<string, string | undefined>> = {},
    ): Promise<Result> => sandbox.run(process.execPath, [main, "rehearse", ...args], env);

    it("writes the plan for its owner alone, and check and explain read it", async () => {
        const sandbox = await open("service-made-in-apply");
        const file = join(sandbox.folder, "plan.json");
        const first = await rehearse(sandbox, [
            "--stack",
            "dev",
            "--format",
            "json",
            "--save",
            file,
        ]);
        equal(first.status, 1);
        match(first.err, /Previewing update/);
        equal(statSync(file).mode & 0o777, 0o600);
        const again = await sandbox.preflight("check", "--format", "json", file);
        deepEqual(violations(checked(again)), violations(checked(first)));
        equal(checked(again).summary.standIns, checked(first).summary.standIns);
        const explained = await sandbox.preflight("explain", file, "--service", "worker");
        equal(explained.status < 2, true);
        match(explained.out, /assignPublicIp/);
    });

    it("explains a way in a rehearsed preview", async () => {
        const sandbox = await open("service-made-in-apply");
        const args = ["--rehearse", "--stack", "dev", "--service", "worker", "--to", "ecr.api"];
        const { status, out, err } = await sandbox.preflight("explain", ...args);
        equal(status, 1, err);
        match(err, /Previewing update/);
        match(out, /^service worker .* ecr\.api in us-east-1, TCP 443: violated\n/);
        match(out, /1\. set networkConfiguration\.assignPublicIp/);
    });

    it("shows nothing of Pulumi if it is to be quiet, and masks secrets in what it writes", async () => {
        const sandbox = await open(secret);
        const file = join(sandbox.folder, "plan.json");
        const { status, out, err } = await rehearse(sandbox, ["--quiet", "--save", file]);
        deepEqual({ status, err }, { status: 0, err: "" });
        const saved = readFileSync(file, "utf8");
        for (const text of [out, err, saved]) equal(/hunter[23]/.test(text), false);
        match(saved, /\[secret\]/);
    });

    it("says how to leave unknown what the program cannot bear", async () => {
        const sandbox = await open(choosy);
        const failed = await rehearse(sandbox, ["--stack", "dev"]);
        equal(failed.status, 2);
        match(failed.err, /a strange ARN/);
        match(failed.err, /what failed mentions aws:ec2\/vpc:Vpc\.arn$/m);
        match(failed.err, /others stood in for:\n.* aws:ec2\/vpc:Vpc: .*\bid\b.* \(\d values\)$/m);
        // Nothing but the option, to be copied.
        match(failed.err, /^--keep-unknown 'aws:ec2\/vpc:Vpc\.arn'$/m);
        equal(failed.out, "");
        const kept = await rehearse(sandbox, ["--keep-unknown", "aws:ec2/vpc:Vpc.arn"]);
        equal(kept.status, 0);
        const wrong = await rehearse(sandbox, [
            ...["--keep-unknown", "aws:ec2/vpc:Vpc.arn"],
            ...["--keep-unknown", "aws:ec2/vpc:Vpc.arm"],
        ]);
        match(wrong.err, /aws:ec2\/vpc:Vpc\.arm.*nothing/);
    });

    it("says of which types values stood in where what failed mentions none", async () => {
        const sandbox = await open(silent);
        const failed = await rehearse(sandbox, ["--quiet", "--stack", "dev"]);
        equal(failed.status, 2);
        match(failed.err, /not one of our queues/);
        match(failed.err, /they stood in for:$/m);
        match(failed.err, / aws:sqs\/queue:Queue: .*\burl\b/);
        match(failed.err, / aws:ec2\/subnet:Subnet: .*\barn\b.*\bid\b/);
        const [line = ""] = /^--keep-unknown .*$/m.exec(failed.err) ?? [];
        match(line, /^--keep-unknown 'aws:.*\.\*'$/);
        const kept = await rehearse(sandbox, ["--keep-unknown", "aws:sqs/queue:Queue.*"]);
        equal(kept.status, 0, kept.err);
    });

    it("runs a command that starts a preview itself", async () => {
        const sandbox = await open("scheduled-task");
        const command = ["sh", "-c", "cd . && pulumi preview --non-interactive --stack dev"];
        const result = await rehearse(sandbox, ["--format", "json", "--", ...command]);
        equal(result.status, 1);
        deepEqual(violations(checked(result), "mandatory"), ["task-image-pull on report"]);
        // As SST finds it.
        const sst = ["sh", "-c", '"$SST_PULUMI_PATH/bin/pulumi" preview --non-interactive'];
        equal((await rehearse(sandbox, ["--", ...sst])).status, 1);
    });

    it("lets no command change anything", async () => {
        const sandbox = await open("scheduled-task");
        for (const args of [
            ["up", "--yes"],
            ["-C", ".", "destroy"],
            ["preview", "--save-plan=p"],
        ]) {
            const { status, out, err } = await rehearse(sandbox, ["--", "pulumi", ...args]);
            equal(status, 2);
            match(err, /previews alone|leave it out/);
            equal(out, "");
        }
        deepEqual(
            sandbox.calls.filter((call) => /^(Create|Update|Delete) /.test(call)),
            [],
        );
    });

    it("is not content with a command that starts no preview", async () => {
        const sandbox = await open("scheduled-task");
        const { status, err } = await rehearse(sandbox, ["--", "true"]);
        equal(status, 2);
        match(err, /started no preview/);
        const absent = await rehearse(sandbox, ["--", "no-such-command"]);
        equal(absent.status, 2);
        match(absent.err, /no-such-command cannot be started/);
    });

    it("takes no credentials and asks AWS nothing with --offline", async () => {
        const without = {
            AWS_ACCESS_KEY_ID: undefined,
            AWS_SECRET_ACCESS_KEY: undefined,
            AWS_REGION: undefined,
        };
        const healthy = await open("alb-behind-nat");
        const plain = await rehearse(healthy, [], without);
        equal(plain.status, 2);
        const offline = await rehearse(healthy, ["--offline"], without);
        equal(offline.status, 0, offline.err);
        // What is outside comes from facts, and there are none.
        const outside = await open("default-vpc");
        const { status, err } = await rehearse(outside, ["--offline"], without);
        equal(status, 2);
        match(err, /aws:ec2\/getVpc:getVpc asks AWS, .*--facts/);
    });

    it("leaves a provider unknown whose configuration stands in", async () => {
        const sandbox = await open(behind);
        const { status, err } = await rehearse(sandbox, []);
        equal(status, 0, err);
        equal(existsSync(join(sandbox.project, "known")), false);
    });

    it("configures no provider with what stands in, and any with what exists", async () => {
        const sandbox = await open("cluster");
        const configured = (): readonly string[] =>
            sandbox.calls.filter((call) => call.startsWith("Configure kubernetes "));
        const { status, err } = await rehearse(sandbox, ["--stack", "dev"]);
        equal(status, 0, err);
        deepEqual(configured(), []);
        await sandbox.up();
        const before = configured().length;
        equal((await rehearse(sandbox, ["--stack", "dev"])).status, 0);
        const [call = "", ...others] = configured().slice(before);
        deepEqual(others, []);
        match(call, /"server":"https:\/\/[0-9A-F]{32}\.gr7\.us-east-1\.eks\.amazonaws\.com"/);
    });

    it("keeps what exists, and fills what is added", async () => {
        const sandbox = await open("scheduled-task");
        await sandbox.up();
        const { summary } = checked(await rehearse(sandbox, ["--format", "json"]));
        equal(summary.standIns, 0);
    });

    it("needs pulumi, and none that is too old", async () => {
        const sandbox = await open(choosy);
        const node = join(process.execPath, "..");
        const none = await rehearse(sandbox, [], { PATH: "/nowhere", HOME: sandbox.folder });
        equal(none.status, 2);
        match(none.err, /there is no `pulumi` on the path/);
        const bin = join(sandbox.folder, "old");
        mkdirSync(bin);
        writeFileSync(join(bin, "pulumi"), "#!/bin/sh\necho v3.11.0\n");
        chmodSync(join(bin, "pulumi"), 0o755);
        const old = await rehearse(sandbox, [], { PATH: [bin, node].join(delimiter) });
        equal(old.status, 2);
        match(old.err, /is of version 3\.11\.0; a rehearsal takes 3\.\d+\.0 or newer/);
        const nowhere = await sandbox.run("sh", [
            "-c",
            `cd / && "${process.execPath}" "${main}" rehearse`,
        ]);
        equal(nowhere.status, 2);
        match(nowhere.err, /there is no Pulumi project here/);
    });

    it("says why a plugin does not start", async () => {
        const sandbox = await open(choosy);
        const bin = join(sandbox.folder, "plugin");
        mkdirSync(bin);
        const file = join(bin, "pulumi-resource-aws");
        writeFileSync(file, "#!/bin/sh\necho out of order >&2\nexit 3\n");
        chmodSync(file, 0o755);
        const PATH = [bin, process.env.PATH].join(delimiter);
        const { status, err } = await rehearse(sandbox, [], {
            PATH: [join(sandbox.folder, "..", "..", "bin"), PATH].join(delimiter),
        });
        equal(status, 2);
        match(err, /the plugin aws does not start .*ended with 3: out of order/);
    });

    it("ends as Pulumi does where a stack needs a passphrase", async () => {
        const sandbox = await open(choosy);
        const { status, err } = await rehearse(sandbox, ["--stack", "dev"], {
            PULUMI_CONFIG_PASSPHRASE: undefined,
        });
        equal(status, 2);
        match(err, /passphrase/);
        match(err, /the preview failed/);
    });

    it("ends on Ctrl-C with everything that it started, and writes nothing", async () => {
        const sandbox = await open(hangs);
        const file = join(sandbox.folder, "plan.json");
        const child = spawn(process.execPath, [main, "rehearse", "--save", file], {
            cwd: sandbox.project,
            env: sandbox.environment,
            stdio: "ignore",
        });
        const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
        while (!existsSync(join(sandbox.project, "reached"))) {
            ok(child.exitCode === null);
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        child.kill("SIGINT");
        equal(await ended, 2);
        equal(existsSync(file), false);
        deepEqual(await processesOf(sandbox.folder), []);
    });

    it("may run twice at the same time", async () => {
        const sandbox = await open("scheduled-task");
        const both = await Promise.all([rehearse(sandbox, []), rehearse(sandbox, [])]);
        deepEqual(
            both.map(({ status }) => status),
            [1, 1],
        );
        equal(both[0].out, both[1].out);
    });
});

/** Processes that have a folder among their environment: all that a sandbox started. */
async function processesOf(folder: string): Promise<string[]> {
    const found: string[] = [];
    for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
        const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
        if (environment.includes(folder)) {
            found.push(await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""));
        }
    }
    return found.filter((each) => each !== "");
}
