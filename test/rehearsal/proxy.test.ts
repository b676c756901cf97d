import assert from "node:assert/strict";
import { status } from "@grpc/grpc-js";
import fc from "fast-check";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import type { Raw, RawProperties } from "../../src/plan";
import { findPlugins } from "../../src/rehearsal/plugins";
import { startProxy, type Proxy } from "../../src/rehearsal/proxy";
import { Secrets } from "../../src/rehearsal/secrets";
import { makeStandIns } from "../../src/rehearsal/stand-ins";
import { isMarked } from "../../src/rehearsal/stand-ins/marks";
import { propertiesOf, structOf } from "../../src/rehearsal/struct";
import { bytesIn, field, flag, textIn } from "../../src/rehearsal/wire";
import { odd, sameButForUnknown } from "./odd-properties";
import { Engine, Machine } from "./plugins";
import { secret, unknown, urnOf } from "./support";

const struct = (number: number, properties: RawProperties): Buffer =>
    field(number, structOf(properties));
const inStruct = (message: Buffer, number: number): RawProperties =>
    propertiesOf(bytesIn(message, number) ?? Buffer.alloc(0));

const creation = (urn: string, inputs: RawProperties, preview = true): Buffer =>
    Buffer.concat([field(1, urn), struct(2, inputs), flag(4, preview)]);
const checkConfig = (news: RawProperties): Buffer =>
    Buffer.concat([field(1, "urn:provider"), struct(3, news)]);

const refused = (pattern: RegExp, code: status) => (error: unknown) => {
    const { details, code: is } = error as { details: string; code: status };
    assert.match(details, pattern);
    assert.equal(is, code);
    return true;
};

describe("the proxy before a provider", function () {
    let machine: Machine;
    let proxies: Proxy[];
    let problems: string[];
    const engines: Engine[] = [];
    const vpc = urnOf("aws:ec2/vpc:Vpc");
    const subnet = urnOf("aws:ec2/subnet:Subnet");

    before(() => {
        machine = new Machine();
        machine.plugin("aws", "7.1.0");
        machine.plugin("aws", "6.1.0");
        machine.plugin("x", "1.0.0");
        machine.plugin("kubernetes", "4.0.0");
        machine.plugin("broken", "1.0.0", "echo out of order >&2\nexit 3");
        machine.plugin("talks", "1.0.0", "echo hello\nsleep 5");
        machine.plugin("hangs", "1.0.0", "sleep 600");
    });
    beforeEach(() => {
        problems = [];
        proxies = [];
    });
    const end = async (): Promise<void> => {
        for (const engine of engines.splice(0)) engine.close();
        await Promise.all(proxies.splice(0).map((proxy) => proxy.stop()));
    };
    afterEach(end);
    after(() => {
        machine.remove();
    });

    const start = async (name: string, offline = false): Promise<() => Engine> => {
        const standIns = makeStandIns({ offline, keepUnknown: [], facts: [], region: "us-east-1" });
        const proxy = await startProxy(name, {
            plugins: findPlugins({ env: machine.env, project: machine.project }),
            standIns,
            secrets: new Secrets(),
            env: machine.env,
            cwd: () => machine.project,
            onText: () => undefined,
            onProblem: (problem) => problems.push(problem),
        });
        proxies.push(proxy);
        return () => {
            const engine = new Engine(proxy.port, "ResourceProvider");
            engines.push(engine);
            return engine;
        };
    };
    const open = async (name: string, offline = false): Promise<Engine> =>
        (await start(name, offline))();

    it("fills what is unknown, and gives an id", async () => {
        const engine = await open("x");
        const answer = { host: unknown, port: 80, id: unknown };
        const created = await engine.ask("Create", creation(urnOf("x:index:Thing"), { answer }));
        const { host, port, id } = inStruct(created, 2);
        assert.equal(isMarked(host ?? null), true);
        assert.equal(port, 80);
        assert.equal(id, textIn(created, 1));
    });

    it("passes any answer unchanged, but for the unknowns that are filled", async () => {
        const engine = await open("x");
        await fc.assert(
            fc.asyncProperty(odd, async (answer) => {
                const request = creation(urnOf("x:index:Odd"), { answer });
                const created = inStruct(await engine.ask("Create", request), 2);
                assert.deepEqual(Object.keys(created).sort(), Object.keys(answer).sort());
                sameButForUnknown(answer, created);
            }),
            { numRuns: 60 },
        );
    });

    it("passes four megabytes", async () => {
        const engine = await open("x");
        const answer = { text: "ä".repeat(2_000_000), host: unknown };
        const created = await engine.ask("Create", creation(urnOf("x:index:Thing"), { answer }));
        assert.equal(inStruct(created, 2).text, answer.text);
    });

    it("hands on what it does not fill, byte for byte, and errors with it", async () => {
        const engine = await open("x");
        const request = Buffer.concat([
            field(1, "id"),
            field(2, urnOf("x:index:Thing")),
            field(99, "newer"),
        ]);
        for (const method of ["Diff", "Call"]) {
            assert.deepEqual(await engine.ask(method, request), field(9, request));
        }
        assert.match(textIn(await engine.ask("GetSchema"), 1), /x:index:Thing/);
        await assert.rejects(
            engine.ask("Invoke", field(1, "x:index:fail")),
            refused(/^no ü such thing$/, status.INVALID_ARGUMENT),
        );
        await assert.rejects(engine.ask("NoSuchMethod"), refused(/./, status.UNIMPLEMENTED));
    });

    it("changes nothing", async () => {
        const engine = await open("x");
        const urn = urnOf("x:index:Thing");
        const asked: readonly (readonly [string, Buffer])[] = [
            ["Create", creation(urn, {}, false)],
            ["Update", Buffer.concat([field(1, "id"), field(2, urn)])],
            ["Delete", Buffer.concat([field(1, "id"), field(2, urn)])],
        ];
        for (const [method, request] of asked) {
            await assert.rejects(
                engine.ask(method, request),
                refused(/creates, changes and deletes nothing/, status.FAILED_PRECONDITION),
            );
        }
    });

    it("keeps what an updated resource has", async () => {
        const engine = await open("x");
        const update = Buffer.concat([
            field(1, "the-id"),
            field(2, urnOf("x:index:Thing")),
            struct(3, { host: "old.example.com" }),
            struct(4, { answer: { host: unknown, fresh: unknown } }),
            flag(7, true),
        ]);
        const { host, fresh } = inStruct(await engine.ask("Update", update), 1);
        assert.equal(host, "old.example.com");
        assert.equal(isMarked(fresh ?? null), true);
    });

    it("answers what is asked about a stand-in, and asks the provider the rest", async () => {
        const engine = await open("aws");
        await engine.ask("CheckConfig", checkConfig({ version: "7.1.0" }));
        await engine.ask("Configure", struct(2, { region: "eu-west-1" }));
        const answer: RawProperties = { id: unknown, vpcId: "vpc-1" };
        const id = textIn(
            await engine.ask("Create", creation(subnet, { vpcId: "vpc-1", answer })),
            1,
        );
        assert.match(id, /^subnet-0fa57e57/);
        const read = Buffer.concat([field(1, id), field(2, subnet)]);
        assert.equal(inStruct(await engine.ask("Read", read), 2).vpcId, "vpc-1");
        const real = Buffer.concat([field(1, "subnet-1"), field(2, subnet)]);
        assert.equal(inStruct(await engine.ask("Read", real), 2).read, true);
        const strange = Buffer.concat([field(1, id), field(2, vpc)]);
        await assert.rejects(engine.ask("Read", strange), refused(/stands in/, status.UNKNOWN));
        const invoke = (token: string, args: RawProperties): Promise<Buffer> =>
            engine.ask("Invoke", Buffer.concat([field(1, token), struct(2, args)]));
        const got = inStruct(await invoke("aws:ec2/getSubnet:getSubnet", { id }), 1);
        // The schema's properties are all there.
        assert.equal(got.vpcId, "vpc-1");
        assert.equal(typeof got.arn, "string");
        await assert.rejects(
            invoke("aws:ec2/getSubnet:getSubnet", { vpcId: id }),
            refused(/getSubnet asks about something/, status.UNKNOWN),
        );
        const other = inStruct(await invoke("aws:ec2/getVpc:getVpc", { default: true }), 1);
        assert.equal(other.version, "7.1.0");
    });

    it("starts the version that is wanted, one process for each connection", async () => {
        const connect = await start("aws");
        const versions: Raw[] = [];
        for (const version of ["6.1.0", "7.1.0", "6.0.3"]) {
            const engine = connect();
            await assert.rejects(engine.ask("Handshake", field(1, "engine:1")));
            await engine.ask("CheckConfig", checkConfig({ version }));
            const got = inStruct(await engine.ask("Invoke", field(1, "aws:x:y")), 1);
            versions.push(got.version ?? null);
        }
        assert.deepEqual(versions, ["6.1.0", "7.1.0", "6.1.0"]);
        // The newest, where nobody says.
        const engine = connect();
        assert.equal(inStruct(await engine.ask("Invoke", field(1, "aws:x:y")), 1).version, "7.1.0");
    });

    it("answers a handshake where there is one version, and adds it to what Configure says", async () => {
        const engine = await open("x");
        const shake = await engine.ask("Handshake", field(1, "127.0.0.1:1"));
        assert.deepEqual(shake, Buffer.concat([flag(1, true), flag(2, true)]));
        const configured = await engine.ask("Configure", struct(2, {}));
        assert.deepEqual(
            [1, 2, 3].map((number) => bytesIn(configured, number)?.[0]),
            [1, 1, 1],
        );
        assert.equal((await engine.ask("Attach", field(1, "127.0.0.1:1"))).length, 0);
        assert.equal((await engine.ask("Cancel")).length, 0);
    });

    it("runs plugins in the folder of the program", async () => {
        const engine = await open("x");
        const { folder } = inStruct(await engine.ask("Invoke", field(1, "x:a:b")), 1);
        assert.equal(folder, machine.project);
    });

    it("leaves a provider unknown whose configuration stands in", async () => {
        const engine = await open("kubernetes");
        const news = { kubeconfig: "server: https://0fa57e5700000000.example.com" };
        await assert.rejects(engine.ask("CheckConfig", checkConfig(news)));
        const configured = await engine.ask("Configure", struct(2, news));
        assert.equal(bytesIn(configured, 2)?.[0], 1);
        const urn = urnOf("kubernetes:core/v1:Namespace");
        const inputs = { metadata: { name: "web" } };
        const checked = await engine.ask(
            "Check",
            Buffer.concat([field(1, urn), struct(3, inputs)]),
        );
        assert.deepEqual(inStruct(checked, 1), inputs);
        const created = await engine.ask("Create", creation(urn, { answer: { a: "b" } }));
        assert.equal(created.length, 0);
    });

    it("shows what stands in to no provider that does more than compute", async () => {
        const engine = await open("kubernetes");
        const urn = urnOf("kubernetes:core/v1:ConfigMap");
        const inputs = { host: "0fa57e5700000000.example.com", port: 80 };
        const request = Buffer.concat([field(1, urn), struct(3, inputs)]);
        // Its answer holds the values again.
        assert.deepEqual(inStruct(await engine.ask("Check", request), 1), inputs);
        const diff = await engine.ask("Diff", Buffer.concat([field(2, urn), struct(4, inputs)]));
        const asked = bytesIn(diff, 9) ?? Buffer.alloc(0);
        assert.deepEqual(inStruct(asked, 4), { host: unknown, port: 80 });
    });

    it("configures AWS's provider without AWS, and the engine keeps what the program said", async () => {
        const engine = await open("aws", true);
        const news = { profile: "dev", version: "7.1.0" };
        const checked = await engine.ask("CheckConfig", checkConfig(news));
        assert.deepEqual(inStruct(checked, 1), news);
        await engine.ask("Configure", struct(2, news));
        const token = "aws:iam/getPolicyDocument:getPolicyDocument";
        const { configured } = inStruct(await engine.ask("Invoke", field(1, token)), 1);
        const { profile, skipCredentialsValidation } = configured as RawProperties;
        assert.deepEqual([profile, skipCredentialsValidation], [undefined, "true"]);
    });

    it("keeps secrets secret", async () => {
        const engine = await open("x");
        const answer = { host: secret(unknown) };
        const created = await engine.ask("Create", creation(urnOf("x:index:Thing"), { answer }));
        const { host } = inStruct(created, 2);
        assert.match(JSON.stringify(host), /^\{"4dabf.*1b4706.*example\.com"\}$/);
    });

    it("says why a plugin does not start, or is not there", async () => {
        for (const [name, why] of [
            ["broken", /^the plugin broken does not start \(.*\): it ended with 3: out of order$/],
            ["talks", /it prints something else than its port$/],
            ["absent", /^the plugin absent is not installed; install it/],
        ] as const) {
            const engine = await open(name);
            await assert.rejects(
                engine.ask("Invoke", field(1, "a:b:c")),
                refused(why, status.UNKNOWN),
            );
            assert.match(problems.at(-1) ?? "", why);
        }
    });

    it("says that a plugin ended in the middle", async () => {
        const engine = await open("x");
        for (const token of ["x:index:end", "x:index:later"]) {
            await assert.rejects(
                engine.ask("Invoke", field(1, token)),
                refused(/^the provider has ended$/, status.UNAVAILABLE),
            );
        }
        assert.match(problems[0] ?? "", /^the plugin x ended in the middle .*: it ended with 7$/);
    });

    it("waits for no plugin at the end that does not start", async () => {
        const engine = await open("hangs");
        const asked = engine.ask("Invoke", field(1, "a:b:c")).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 100));
        const before = performance.now();
        await end();
        assert.ok(performance.now() - before < 5000);
        assert.deepEqual(problems, []);
        await asked;
    });
});
