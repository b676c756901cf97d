import { deepEqual, equal, match, ok } from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { cli, Folder } from "./support";

const providerUrn = "urn:pulumi:dev::shop::pulumi:providers:aws::own";
const defaultUrn = "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_0_0";
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const encrypted = { ...secretMark, ciphertext: "v1:AAAA:BBBB" };

type Properties = Readonly<Record<string, unknown>>;

/** A service whose subnet and group are not in its stack. */
function states(provider: string): readonly Properties[] {
    const urn = (type: string): string => `urn:pulumi:dev::shop::${type}::web`;
    const state = (type: string, id: string, properties: Properties): Properties => ({
        urn: urn(type),
        type,
        custom: true,
        id,
        inputs: properties,
        outputs: properties,
        provider: `${provider}::0b1c`,
    });
    const [definition, service] = [
        "aws:ecs/taskDefinition:TaskDefinition",
        "aws:ecs/service:Service",
    ];
    return [
        state(definition, "web", {
            family: "web",
            networkMode: "awsvpc",
            requiresCompatibilities: ["FARGATE"],
            cpu: "256",
            memory: "512",
            containerDefinitions: '[{"name":"web","image":"nginx:1"}]',
        }),
        state(service, "web", {
            launchType: "FARGATE",
            taskDefinition: "web",
            networkConfiguration: {
                subnets: ["subnet-0123456789abcdef0"],
                securityGroups: ["sg-0123456789abcdef0"],
            },
        }),
    ];
}

function providerState(urn: string, inputs: Properties): Properties {
    return { urn, type: "pulumi:providers:aws", custom: true, id: "0b1c", inputs };
}

function exported(settings: Properties | undefined, urn = defaultUrn): unknown {
    const providers = settings === undefined ? [] : [providerState(urn, settings)];
    return { version: 3, deployment: { resources: [...providers, ...states(urn)] } };
}

/** A preview lists no default provider. */
function previewed(
    { config, own }: { config?: Properties | undefined; own?: Properties },
    provider = own === undefined ? defaultUrn : providerUrn,
): unknown {
    const all = [
        ...(own === undefined ? [] : [providerState(providerUrn, own)]),
        ...states(provider),
    ];
    return {
        ...(config === undefined ? {} : { config }),
        steps: all.map((newState) => ({ op: "create", urn: newState.urn, newState })),
        changeSummary: { create: all.length },
    };
}

function configOf(settings: Properties): Properties {
    return Object.fromEntries(
        Object.entries(settings).map(([name, value]) => [`aws:${name}`, value]),
    );
}

describe("lookup in check and explain", () => {
    let folder: Folder;
    let server: Server;
    let url: string;
    /** Of each request, what signs it. */
    let asked: string[];
    let isSilent: boolean;
    before(async () => {
        folder = new Folder();
        server = createServer(({ headers }, response) => {
            asked.push(headers.authorization ?? "");
            if (isSilent) return;
            response.writeHead(403, { "content-type": "text/xml" });
            response.end(
                "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>",
            );
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    });
    beforeEach(() => {
        asked = [];
        isSilent = false;
    });
    after(() => {
        server.closeAllConnections();
        server.close();
        folder.remove();
    });

    const told = (): Properties => ({
        region: "eu-west-1",
        accessKey: "AKIAPROVIDER",
        secretKey: "very-secret-key",
        endpoints: JSON.stringify([
            Object.fromEntries(
                ["ec2", "elbv2", "efs", "iam", "sts", "route53"].map((name) => [name, url]),
            ),
        ]),
    });

    /** What both commands say, with their exit statuses. */
    const both = async (
        json: unknown,
        settings: Properties = {},
    ): Promise<{ check: string; explain: string; statuses: number[] }> => {
        const file = folder.write("plan.json", JSON.stringify(json));
        const config = folder.write(
            "config.json",
            JSON.stringify({ "preflight-settings": { lookup: "aws", ...settings } }),
        );
        const check = await cli(["check", file, "--config", config]);
        const explain = await cli(["explain", file, "--config", config, "--service", "web"]);
        const all = [check, explain].map(({ out, err }) => out + err).join("");
        ok(!all.includes("very-secret"), all);
        equal(check.err, "");
        return {
            check: check.out.replace(/\s+/g, " "),
            explain: explain.err,
            statuses: [check.status, explain.status],
        };
    };

    const asks: readonly (readonly [string, () => unknown])[] = [
        ["an export's default provider", () => exported(told())],
        ["an export's own provider", () => exported(told(), providerUrn)],
        ["a preview's configuration", () => previewed({ config: configOf(told()) })],
        ["a preview's own provider", () => previewed({ config: {}, own: told() })],
        [
            "secrets in plain text, as `--show-secrets` gives them",
            () =>
                exported({
                    ...told(),
                    secretKey: { ...secretMark, plaintext: '"very-secret-key"' },
                }),
        ],
    ];
    for (const [what, json] of asks) {
        it(`asks with the settings of ${what}; a refusal is advice`, async () => {
            const { check, explain, statuses } = await both(json());
            ok(asked.length > 2, String(asked.length));
            deepEqual(
                asked.filter((each) => !each.includes("Credential=AKIAPROVIDER/")),
                [],
            );
            const why =
                /subnets could not be looked up in eu-west-1 of provider \S+: .*ec2:DescribeSubnets/;
            match(
                check,
                /\[advisory\] preflight-settings: .*AWS could not tell everything, so some things stay unknown .*fix: use AWS credentials that have the rights in docs\/snapshot-iam-policy\.json /,
            );
            match(check, why);
            match(explain, why);
            deepEqual(statuses, [0, 0]);
        });
    }

    const region = /the region does not stand in the plan/;
    const provider = /the settings of the provider do not stand in the plan/;
    const setting = (name: string): RegExp =>
        new RegExp(`the provider's setting ${name} is not known in this plan, or secret`);
    const withRole = (role: unknown): Properties => ({ ...told(), assumeRoles: role });
    const without = (name: string): Properties =>
        Object.fromEntries(Object.entries(told()).filter(([key]) => key !== name));
    const silent: readonly (readonly [string, () => unknown, RegExp])[] = [
        ["an export without the provider", () => exported(undefined), provider],
        ["an export without a region", () => exported(without("region")), region],
        [
            "an export whose keys are encrypted",
            () => exported({ ...told(), secretKey: encrypted }),
            setting("secretKey"),
        ],
        [
            "an export whose role is encrypted",
            () => exported(withRole([{ roleArn: encrypted }])),
            setting("assumeRoles"),
        ],
        [
            "an export whose role is encrypted inside JSON",
            () => exported(withRole(JSON.stringify([{ roleArn: encrypted }]))),
            setting("assumeRoles"),
        ],
        [
            "an export whose role cannot be read",
            () => exported(withRole("[{")),
            setting("assumeRoles"),
        ],
        [
            "an export whose provider has no credentials",
            () => exported({ ...without("accessKey"), secretKey: "", profile: "absent" }),
            /there are no AWS credentials that can be used; set them as for the AWS CLI/,
        ],
        ["a preview without configuration", () => previewed({}), provider],
        [
            "a preview without a region",
            () => previewed({ config: configOf(without("region")) }),
            region,
        ],
        [
            "a preview whose configuration is secret",
            () => previewed({ config: configOf({ ...told(), secretKey: "[secret]" }) }),
            setting("secretKey"),
        ],
        [
            "a preview whose profile is secret",
            () => previewed({ config: configOf({ ...told(), profile: "[secret]" }) }),
            setting("profile"),
        ],
        [
            "a preview whose role is secret",
            () => previewed({ own: withRole([{ roleArn: "[secret]" }]) }),
            setting("assumeRoles"),
        ],
        [
            "a preview whose endpoints are not known yet",
            () => previewed({ own: { ...told(), endpoints: unknownText } }),
            setting("endpoints"),
        ],
        [
            "a preview whose region is not known yet",
            () => previewed({ own: { ...told(), region: unknownText } }),
            /setting region is not known|the region does not stand/,
        ],
        [
            "a preview that hides a provider of its own",
            () => previewed({ config: configOf(told()) }, providerUrn),
            provider,
        ],
    ];
    for (const [what, json, why] of silent) {
        it(`does not ask in ${what}`, async () => {
            const { check, explain, statuses } = await both(json());
            deepEqual(asked, []);
            match(check, /\[advisory\] preflight-settings: .*AWS could not tell everything/);
            match(check, why);
            match(explain, why);
            deepEqual(statuses, [0, 0]);
        });
    }

    it("waits no longer than it may", async () => {
        isSilent = true;
        const start = Date.now();
        const { check, statuses } = await both(exported(told()), { lookupTimeoutSeconds: 1 });
        ok(Date.now() - start < 8000, String(Date.now() - start));
        match(check, /not answered in time|did not answer within 1 s/);
        deepEqual(statuses, [0, 0]);
    });

    it("does not ask while it is off, or where nothing runs on Fargate", async () => {
        const { check } = await both(exported(told()), { lookup: "off" });
        ok(!check.includes("AWS could not tell"), check);
        const file = folder.write("empty.json", '{"version":3,"deployment":{"resources":[]}}');
        const config = folder.write("on.json", '{"preflight-settings":{"lookup":"aws"}}');
        equal((await cli(["check", file, "--config", config])).status, 0);
        deepEqual(asked, []);
    });
});
