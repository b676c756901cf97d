import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
    copyFileSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    realpathSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { policies } from "../../policies";
import { serverOf } from "../../src/cli/mcp";
import { loadMcpSdk } from "../../src/cli/mcp/sdk";
import { built } from "../support/built";
import { everyFault } from "../support/codes";
import { cli, plan } from "./support";

const root = join(__dirname, "..", "..");
const secret = "hunter2-in-a-file";

/** A service in a subnet of another stack, and a provider whose region is encrypted. */
const secretRegion = {
    version: 3,
    deployment: {
        resources: (
            [
                [
                    "pulumi:providers:aws",
                    "default_7_0_0",
                    {
                        region: {
                            "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                            ciphertext: "v1:AAAA:BBBB",
                        },
                    },
                ],
                [
                    "aws:ecs/taskDefinition:TaskDefinition",
                    "web",
                    {
                        family: "web",
                        networkMode: "awsvpc",
                        requiresCompatibilities: ["FARGATE"],
                        containerDefinitions: '[{"name":"web","image":"nginx:1"}]',
                    },
                ],
                [
                    "aws:ecs/service:Service",
                    "web",
                    {
                        launchType: "FARGATE",
                        taskDefinition: "web",
                        networkConfiguration: { subnets: ["subnet-0123456789abcdef0"] },
                    },
                ],
            ] as const
        ).map(([type, name, inputs]) => ({
            urn: `urn:pulumi:dev::shop::${type}::${name}`,
            type,
            custom: true,
            id: name,
            inputs,
            outputs: inputs,
            ...(name === "web"
                ? {
                      provider:
                          "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_0_0::default_7_0_0",
                  }
                : {}),
        })),
    },
};

type Row = readonly [
    name: string,
    tool: string,
    given: Readonly<Record<string, unknown>>,
    says: RegExp,
];

describe("the server for agents", function () {
    this.timeout(60_000);

    const here = process.cwd();
    const base = realpathSync(mkdtempSync(join(tmpdir(), "fargate-preflight-")));
    const folder = join(base, "repository");
    const write = (name: string, content: unknown): void => {
        mkdirSync(join(base, name, ".."), { recursive: true });
        writeFileSync(join(base, name), JSON.stringify(content));
    };
    const copy = (from: string, to: string): void => {
        mkdirSync(join(base, to, ".."), { recursive: true });
        copyFileSync(from, join(base, to));
    };

    before(() => {
        const broken = plan("private-no-nat.preview.json");
        copy(broken, "repository/plan.json");
        copy(broken, "repository/sub/plan [1].json");
        copy(broken, "repository/-");
        copy(broken, "outside.json");
        copy(broken, "repository-beside/plan.json");
        const stacks = join(root, "examples", "two-stacks");
        copy(join(stacks, "web.preview.json"), "repository/web.json");
        write("repository/settings.json", { "task-image-pull": "advisory" });
        write("repository/facts-outside.json", {
            "preflight-settings": { facts: ["../outside.json"] },
        });
        write("repository/secret-region.json", secretRegion);
        write("repository/asks-aws.json", { "preflight-settings": { lookup: "aws" } });
        write("repository/wrong.json", { "task-image-pull": "sometimes" });
        writeFileSync(join(folder, "text.json"), secret);
        writeFileSync(join(base, "secret.txt"), secret);
        symlinkSync(join(base, "outside.json"), join(folder, "link.json"));
        symlinkSync(base, join(folder, "up"));
        symlinkSync("plan.json", join(folder, "inner-link.json"));
        copy(broken, "repository/linked/plan.json");
        symlinkSync(join(base, "secret.txt"), join(folder, "linked", "fargate-preflight.json"));
        // What is found is looked for up to the root of a repository, so this is one.
        mkdirSync(join(folder, ".git"));
        spawnSync("mkfifo", [join(folder, "pipe.json")]);
        process.chdir(folder);
    });
    after(() => {
        process.chdir(here);
        rmSync(base, { recursive: true });
    });

    let client: Client;
    const connect = async (allowed = {}): Promise<Client> => {
        const [one, other] = InMemoryTransport.createLinkedPair();
        const connected = new Client({ name: "test", version: "1" });
        await serverOf(loadMcpSdk(), allowed).connect(other);
        await connected.connect(one);
        // From here on the client checks what it gets by the tools' schemas.
        await connected.listTools();
        return connected;
    };
    before(async () => {
        client = await connect();
    });
    after(() => client.close());

    const call = async (
        name: string,
        given: Readonly<Record<string, unknown>> = {},
        by = client,
    ): Promise<CallToolResult> => (await by.callTool({ name, arguments: given })) as CallToolResult;
    const textIn = ({ content: [first] }: CallToolResult): string =>
        first?.type === "text" ? first.text : "";
    const jsonOf = async (...argv: readonly string[]): Promise<unknown> =>
        JSON.parse((await cli(argv)).out);

    it("says of each tool that it reads alone", async () => {
        const { tools } = await client.listTools();
        assert.deepEqual(
            tools.map(({ name }) => name),
            [
                "check_plan",
                "explain_connection",
                "explain_property",
                "list_policies",
                "list_codes",
                "show",
            ],
        );
        for (const { annotations = {} } of tools) {
            assert.equal(annotations.readOnlyHint, true);
            assert.equal(annotations.destructiveHint, false);
            assert.equal(annotations.openWorldHint, false);
        }
    });

    const same: readonly (readonly [
        tool: string,
        given: Readonly<Record<string, unknown>>,
        argv: readonly string[],
    ])[] = [
        ["check_plan", { plan: "plan.json" }, ["check", "plan.json", "--format", "json"]],
        ["check_plan", { plan: "./sub/../plan.json" }, ["check", "plan.json", "--format", "json"]],
        [
            "check_plan",
            { plan: "sub/plan [1].json" },
            ["check", "sub/plan [1].json", "--format", "json"],
        ],
        [
            "check_plan",
            { plan: "inner-link.json" },
            ["check", "inner-link.json", "--format", "json"],
        ],
        ["check_plan", { plan: "-" }, ["check", "./-", "--format", "json"]],
        [
            "check_plan",
            { plan: "plan.json", config: "settings.json", severity: "high" },
            ["check", "plan.json", "--config", "settings.json", "--severity", "high"].concat(
                ...["--format", "json"],
            ),
        ],
        [
            "check_plan",
            { plan: "plan.json", policies: ["task-image-pull"] },
            ["check", "plan.json", "--policy", "task-image-pull", "--format", "json"],
        ],
        ["explain_connection", { plan: "plan.json" }, ["explain", "plan.json", "--json"]],
        [
            "explain_connection",
            { plan: "plan.json", service: "web", to: "ecr.api", broken: true },
            ["explain", "plan.json", "--service", "web", "--to", "ecr.api", "--broken"].concat(
                "--json",
            ),
        ],
        ["list_policies", {}, ["list", "--json"]],
        [
            "list_policies",
            { config: "settings.json" },
            ["list", "--config", "settings.json"].concat("--json"),
        ],
    ];
    for (const [tool, given, argv] of same) {
        it(`${tool} ${JSON.stringify(given)} says what the command prints`, async () => {
            const result = await call(tool, given);
            assert.equal(result.isError, undefined, textIn(result));
            const wanted = await jsonOf(...argv);
            assert.deepEqual(result.structuredContent, wanted);
            assert.deepEqual(JSON.parse(textIn(result)), wanted);
        });
    }

    it("takes an absolute path into the folder", async () => {
        const result = await call("check_plan", { plan: join(folder, "plan.json") });
        assert.deepEqual(
            result.structuredContent,
            await jsonOf("check", "plan.json", "--format", "json"),
        );
    });

    it("takes facts in the folder", async () => {
        const network = join(root, "examples", "two-stacks", "network.export.json");
        await cli(["snapshot", "--export", network, "--output", "facts.json"]);
        const { structuredContent } = await call("check_plan", {
            plan: "web.json",
            facts: ["facts.json"],
        });
        const { files } = structuredContent as { files: { summary: { unverified: number } }[] };
        assert.equal(files[0]?.summary.unverified, 0);
    });

    it("explains a property", async () => {
        const property = "web.networkConfiguration";
        const { out } = await cli(["explain", "plan.json", "--why", property]);
        assert.match(out, /subnet/);
        assert.equal(textIn(await call("explain_property", { plan: "plan.json", property })), out);
    });

    it("lists every code, and shows what each means", async () => {
        const { structuredContent } = await call("list_codes");
        const { codes } = structuredContent as { codes: readonly { code: string; rule: string }[] };
        // Their page leaves out one that no finding tells.
        const told = everyFault.filter(({ code }) => code !== "no-ipv6-address");
        assert.deepEqual(
            codes,
            told.map(({ code, rule: { rule } }) => ({ code, rule })),
        );
        for (const name of [...codes.map(({ code }) => code), policies[0]?.name ?? ""]) {
            const result = await call("show", { name });
            assert.equal(result.isError, undefined, textIn(result));
            assert.ok(textIn(result).includes(name));
        }
    });

    it("has every page, and no other file", async () => {
        const { resources } = await client.listResources();
        const wanted = ["docs/codes.md", "docs/aws-rules.md", "docs/mcp.md"].concat(
            policies.map(({ name }) => `docs/policies/${name}.md`),
        );
        const names = resources.map(({ name }) => name);
        assert.deepEqual(
            wanted.filter((name) => !names.includes(name)),
            [],
        );
        for (const { uri, name, title } of resources) {
            const { contents } = await client.readResource({ uri });
            const text = readFileSync(join(root, name), "utf8");
            assert.deepEqual(contents, [{ uri, mimeType: "text/markdown", text }]);
            assert.ok(text.includes(title ?? "?"), name);
        }
        for (const uri of [
            "fargate-preflight://docs/../package.json",
            "fargate-preflight://docs/check-output.schema.json",
            "fargate-preflight://docs/%2e%2e/package.json",
            "file:///etc/hostname",
        ]) {
            await assert.rejects(client.readResource({ uri }), /there is no page/);
        }
    });

    const lies =
        /^plan: it lies outside the folder in which this server was started, and is not read; /;
    const leads = /^plan: it is a link that leads outside the folder/;
    const refused: readonly Row[] = [
        ["a path above the folder", "check_plan", { plan: "../outside.json" }, lies],
        ["one that goes up on its way", "check_plan", { plan: "sub/../../outside.json" }, lies],
        ["an absolute one", "check_plan", { plan: join(base, "outside.json") }, lies],
        ["one of a system's file", "explain_connection", { plan: "/etc/passwd" }, lies],
        ["the folder above", "check_plan", { plan: ".." }, lies],
        [
            "a folder whose name only begins alike",
            "check_plan",
            { plan: `${folder}-beside/plan.json` },
            lies,
        ],
        ["what is not there either", "check_plan", { plan: "../nothing.json" }, lies],
        ["a link to a file outside", "check_plan", { plan: "link.json" }, leads],
        ["a way through a link to a folder", "check_plan", { plan: "up/outside.json" }, leads],
        [
            "such a way to explain",
            "explain_property",
            { plan: "up/outside.json", property: "a.b" },
            leads,
        ],
        [
            "a pattern",
            "check_plan",
            { plan: "*.json" },
            /^plan: there is no such file; expected a file/,
        ],
        ["a pattern that leads up", "check_plan", { plan: "../*.json" }, lies],
        ["braces", "check_plan", { plan: "{plan,web}.json" }, /^plan: there is no such file/],
        [
            "a file that is not there",
            "check_plan",
            { plan: "none.json" },
            /^plan: there is no such file/,
        ],
        ["a folder", "check_plan", { plan: "sub" }, /^plan: this is no file; expected a file with/],
        ["a pipe", "check_plan", { plan: "pipe.json" }, /^plan: this is no file; expected/],
        ["a zero byte", "check_plan", { plan: "a\0b" }, /^plan: .*; expected a file with/],
        ["a text", "check_plan", { plan: "text.json" }, /^text\.json: .*expected the output of/],
        ["no plan", "check_plan", {}, /^the arguments: plan: it is missing$/],
        ["an empty name", "check_plan", { plan: "" }, /^the arguments: plan: expected a text/],
        ["another type", "check_plan", { plan: 1 }, /^the arguments: plan: expected a string$/],
        [
            "an argument that is not there",
            "check_plan",
            { plan: "plan.json", output: "x" },
            /^the arguments: output: there is no such field$/,
        ],
        [
            "a policy that is not there",
            "check_plan",
            { plan: "plan.json", policies: ["none"] },
            /^the arguments: policies\[0\]: expected .*task-image-pull/,
        ],
        [
            "a configuration outside",
            "check_plan",
            { plan: "plan.json", config: "../outside.json" },
            /^config: it lies outside/,
        ],
        [
            "facts outside",
            "check_plan",
            { plan: "plan.json", facts: ["../outside.json"] },
            /^facts\[0\]: it lies outside/,
        ],
        [
            "exceptions outside",
            "check_plan",
            { plan: "plan.json", exceptions: ["up/outside.json"] },
            /^exceptions\[0\]: it is a link/,
        ],
        [
            "a configuration whose facts are outside",
            "check_plan",
            { plan: "plan.json", config: "facts-outside.json" },
            /^facts-outside\.json: preflight-settings\.facts\[0\]: it lies outside/,
        ],
        [
            "the same to list",
            "list_policies",
            { config: "facts-outside.json" },
            /preflight-settings\.facts\[0\]: it lies outside/,
        ],
        [
            "a configuration that is found, and leads outside",
            "check_plan",
            { plan: "linked/plan.json" },
            /^the configuration that was found: it is a link/,
        ],
        [
            "a configuration that asks AWS",
            "check_plan",
            { plan: "web.json", config: "asks-aws.json" },
            /^asks-aws\.json: preflight-settings\.lookup: .* --lookup; expected/,
        ],
        [
            "a wrong configuration",
            "check_plan",
            { plan: "plan.json", config: "wrong.json" },
            /^wrong\.json: /,
        ],
        [
            "a service that is not there",
            "explain_connection",
            { plan: "plan.json", service: "wep" },
            /^plan\.json: there is no workload on Fargate wep .*web/,
        ],
        [
            "a property that is not there",
            "explain_property",
            { plan: "plan.json", property: "web" },
            /^plan\.json: web is no RESOURCE\.PROPERTY/,
        ],
        ["a code that is not there", "show", { name: "no-rout" }, /no-route/],
        [
            "a tool that is not there",
            "deploy",
            {},
            /^there is no tool deploy; expected one of check_plan/,
        ],
    ];
    for (const [name, tool, given, says] of refused) {
        it(`refuses ${name}`, async () => {
            const result = await call(tool, given);
            const said = textIn(result);
            assert.equal(result.isError, true, said);
            assert.match(said, says);
            assert.doesNotMatch(said, /\n\s+at |hunter2/);
            assert.ok(!said.includes(base), said);
            assert.equal(result.structuredContent, undefined);
        });
    }

    it("does not read a configuration above the folder", async () => {
        process.chdir(join(folder, "sub"));
        writeFileSync(join(folder, "fargate-preflight.json"), "{}");
        try {
            const result = await call("check_plan", { plan: "plan [1].json" });
            assert.match(textIn(result), /^the configuration that was found: it lies outside/);
            const named = await call("check_plan", { plan: "plan [1].json", config: "-none" });
            assert.match(textIn(named), /^config: there is no such file/);
        } finally {
            rmSync(join(folder, "fargate-preflight.json"));
            process.chdir(folder);
        }
    });

    it("asks AWS only if whoever starts it says so", async () => {
        const asking = await connect({ lookup: true });
        const { tools } = await asking.listTools();
        assert.ok(tools.every(({ annotations }) => annotations?.openWorldHint === true));
        // A region that is secret is not looked at, so AWS is not asked here: that is said beside the answer.
        const given = { plan: "secret-region.json", config: "asks-aws.json" };
        const { isError, content } = await call("explain_connection", given, asking);
        assert.equal(isError, undefined);
        assert.equal(content.length, 2);
        assert.match(JSON.stringify(content[1]), /region/);
        await asking.close();
    });

    it("runs as people start it, with nothing but the protocol on its output", async () => {
        const transport = new StdioClientTransport({
            command: process.execPath,
            args: [built("src", "cli", "main.js"), "mcp"],
            cwd: folder,
            stderr: "pipe",
        });
        let err = "";
        transport.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
        const wrong: Error[] = [];
        const started = new Client({ name: "test", version: "1" });
        started.onerror = (error) => wrong.push(error);
        await started.connect(transport);
        await started.listTools();
        const result = await call("check_plan", { plan: "plan.json" }, started);
        const refusal = await call("check_plan", { plan: "../outside.json" }, started);
        await started.close();
        assert.deepEqual(
            result.structuredContent,
            await jsonOf("check", "plan.json", "--format", "json"),
        );
        assert.match(textIn(refusal), lies);
        assert.deepEqual([wrong, err], [[], ""]);
    });

    it("answers what was asked before its input ended, and ends", () => {
        const messages = [
            {
                id: 1,
                method: "initialize",
                params: {
                    protocolVersion: "2025-06-18",
                    capabilities: {},
                    clientInfo: { name: "test", version: "1" },
                },
            },
            { method: "notifications/initialized" },
            {
                id: 2,
                method: "tools/call",
                params: { name: "check_plan", arguments: { plan: "plan.json" } },
            },
        ].map((each) => `${JSON.stringify({ jsonrpc: "2.0", ...each })}\n`);
        const { status, stdout, stderr } = spawnSync(
            process.execPath,
            [built("src", "cli", "main.js"), "mcp"],
            { cwd: folder, input: messages.join(""), encoding: "utf8" },
        );
        const answers = stdout
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as { id: number });
        assert.deepEqual([answers.map(({ id }) => id), status, stderr], [[1, 2], 0, ""]);
    });

    it("serves the folder that is named, and not a whole machine", async () => {
        const start = (cwd: string, ...argv: readonly string[]): readonly unknown[] => {
            const { status, stdout, stderr } = spawnSync(
                process.execPath,
                [built("src", "cli", "main.js"), "mcp", ...argv],
                { cwd, input: "", encoding: "utf8" },
            );
            return [status, stdout, stderr];
        };
        assert.deepEqual(start("/", "--folder", folder), [0, "", ""]);
        assert.deepEqual(start("/"), [
            2,
            "",
            "fargate-preflight: started in the root of the file system; expected a project's folder: --folder names it\n",
        ]);
        const says = `${join(folder, "none")}: cannot be entered; expected a folder with plans`;
        const { status, out, err } = await cli(["mcp", "--folder", "none"]);
        assert.deepEqual([status, out, err], [2, "", `fargate-preflight: ${says}\n`]);
    });

    it("says what to install where the SDK is missing, and is loaded by nothing else", () => {
        const script = `
            const Module = require("node:module");
            const load = Module._load;
            Module._load = (name, ...rest) => {
                if (name.startsWith("@modelcontextprotocol/"))
                    throw Object.assign(new Error("none"), { code: "MODULE_NOT_FOUND" });
                return load(name, ...rest);
            };
            process.argv.splice(1, 0, "main");
            require(${JSON.stringify(built("src", "cli", "main.js"))});`;
        const run = (...argv: readonly string[]): ReturnType<typeof spawnSync> =>
            spawnSync(process.execPath, ["-e", script, ...argv], { encoding: "utf8", cwd: folder });
        const { status, stdout, stderr } = run("mcp");
        assert.deepEqual([status, stdout], [2, ""]);
        assert.equal(
            stderr,
            "fargate-preflight: the SDK of the Model Context Protocol is not installed; run `npm install --save-dev @modelcontextprotocol/sdk` where fargate-preflight is installed\n",
        );
        assert.equal(run("check", "plan.json").status, 1);
        // The pack, too, is whole without it.
        const pack = `require(${JSON.stringify(built("src", "pack", "library.js"))});
            require(${JSON.stringify(built("src", "cli", "program.js"))});
            console.log(Object.keys(require.cache).filter((file) => /modelcontextprotocol|\\/cli\\/mcp\\//.test(file)).length);`;
        assert.equal(spawnSync(process.execPath, ["-e", pack], { encoding: "utf8" }).stdout, "0\n");
    });
});
