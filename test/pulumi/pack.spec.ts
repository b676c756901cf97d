import { deepEqual, equal, match } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import { root, Sandbox, type Said } from "./sandbox";

/** Policies at these levels, in the order of their names. */
function at(level: string, said: readonly Said[]): string[] {
    return [
        ...new Set(said.filter((each) => each.level === level).map((each) => each.policy)),
    ].sort();
}

const bridge = {
    ts: `import * as aws from "@pulumi/aws";
new aws.ecs.TaskDefinition("web", {
    family: "web",
    cpu: "256",
    memory: "512",
    networkMode: "bridge",
    requiresCompatibilities: ["FARGATE"],
    containerDefinitions: JSON.stringify([{ name: "web", image: "nginx" }]),
});
`,
};

describe("the pack, started by Pulumi's own CLI", function () {
    const sandboxes: Sandbox[] = [];
    const sandbox = (program: ConstructorParameters<typeof Sandbox>[0]): Sandbox => {
        const made = new Sandbox(program);
        sandboxes.push(made);
        return made;
    };
    after(() => {
        for (const each of sandboxes) each.remove();
    });

    const configure = (in_: Sandbox, configuration: object): string => {
        const file = join(in_.folder, "configuration.json");
        writeFileSync(file, JSON.stringify(configuration));
        return file;
    };

    const broken = sandbox("scheduled-task");

    it("fails a preview with a mandatory violation, and says why and what to do", async () => {
        const { status, out, said } = await broken.preview();
        equal(status, 1);
        deepEqual(at("mandatory", said), ["task-image-pull"]);
        match(out, /task-image-pull +\(aws:cloudwatch:EventTarget: report\)/);
        match(out, /fix: either set ecsTarget\.networkConfiguration\.assignPublicIp to true/);
    });

    it("takes levels from --policy-pack-config", async () => {
        const file = configure(broken, { "task-image-pull": "advisory" });
        const { status, said } = await broken.preview({ args: ["--policy-pack-config", file] });
        equal(status, 0);
        deepEqual(at("mandatory", said), []);
        deepEqual(at("advisory", said).includes("task-image-pull"), true);
    });

    it("has nothing to say where all is disabled", async () => {
        const file = configure(broken, { all: "disabled" });
        const { status, said } = await broken.preview({ args: ["--policy-pack-config", file] });
        deepEqual({ status, said }, { status: 0, said: [] });
    });

    it("takes levels from the file that the environment names, under those of the engine", async () => {
        const file = configure(broken, { $schema: "x", "task-image-pull": "advisory" });
        const env = { FARGATE_PREFLIGHT_CONFIG: file };
        const { status, said } = await broken.preview({ env });
        deepEqual([status, at("mandatory", said)], [0, []]);
        const over = join(broken.folder, "over.json");
        writeFileSync(over, JSON.stringify({ "task-image-pull": "mandatory" }));
        const args = ["--policy-pack-config", over];
        const both = await broken.preview({ env, args });
        deepEqual([both.status, at("mandatory", both.said)], [1, ["task-image-pull"]]);
        const absent = await broken.preview({ env: { FARGATE_PREFLIGHT_CONFIG: `${file}x` } });
        equal(absent.status === 0, false);
        match(absent.out + absent.err, /FARGATE_PREFLIGHT_CONFIG: there is no such file/);
    });

    it("refuses a setting of the wrong type", async () => {
        const file = configure(broken, { "preflight-settings": { facts: 7 } });
        const { status, out, err } = await broken.preview({ args: ["--policy-pack-config", file] });
        equal(status === 0, false);
        match(out + err, /facts/);
    });

    it("says nothing mandatory of a healthy network", async () => {
        const { status, said } = await sandbox("alb-behind-nat").preview();
        equal(status, 0);
        deepEqual(at("mandatory", said), []);
    });

    it("mends what it may: the engine goes on with the network mode that it set", async () => {
        const mended = sandbox(bridge);
        const plain = await mended.preview();
        equal(plain.status, 1);
        deepEqual(at("mandatory", plain.said), ["task-network-mode"]);
        const file = configure(mended, { "task-network-mode": "remediate" });
        await mended.pulumi(
            ...["up", "--yes", "--skip-preview", "--stack", "dev"],
            ...["--policy-pack", root, "--policy-pack-config", file],
        );
        const deployed = JSON.parse(readFileSync(await mended.export(), "utf8")) as {
            deployment: { resources: { type: string; outputs?: { networkMode?: string } }[] };
        };
        const modes = deployed.deployment.resources
            .filter(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition")
            .map(({ outputs }) => outputs?.networkMode);
        deepEqual(modes, ["awsvpc"]);
    });

    it("judges an export by pulumi policy analyze as it judges a preview of the same stack", async () => {
        await broken.up();
        const analyzed = await broken.analyze();
        equal(analyzed.status, 1);
        deepEqual(at("mandatory", analyzed.said), ["task-image-pull"]);
        const previewed = await broken.preview();
        deepEqual(at("mandatory", previewed.said), at("mandatory", analyzed.said));
    });

    it("judges what providers before version 6 leave out of a preview", async () => {
        const yaml = readFileSync(join(__dirname, "programs", "service.yaml"), "utf8");
        const older = yaml.replace(
            "resources:\n",
            "resources:\n    provider:\n        type: pulumi:providers:aws\n        defaultProvider: true\n        options:\n            version: 5.43.0\n",
        );
        const { status, said } = await sandbox({ yaml: older }).preview();
        equal(status, 1);
        deepEqual(at("mandatory", said), ["target-group-type"]);
    });

    it("fails a preview that has no region as the provider says it, without a word of its own", async () => {
        const { status, said, out } = await sandbox(bridge).preview({
            env: { AWS_REGION: "", AWS_DEFAULT_REGION: "" },
        });
        equal(status === 0, false);
        deepEqual(said, []);
        match(out, /Missing region/);
    });
});
