import assert from "node:assert/strict";
import { policies } from "../../policies";
import { readExceptions, type Exception } from "../../src/policy";
import { NativeNetwork } from "../native/network";
import { runPack } from "../support/harness";
import { groupWith, isolatedNetwork, natNetwork, Network, taskOf } from "../support/networks";
import type { Form } from "../support/program";

const now = new Date("2026-11-28T23:59:59Z");

const logs = {
    logDriver: "awslogs",
    options: {
        "awslogs-group": "app",
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": "app",
    },
};

/** A task that logs, and its log group. */
function loggingTask(n: Network): void {
    n.add("aws:cloudwatch/logGroup:LogGroup", "app", { name: "app" });
    taskOf(n, { logConfiguration: logs });
}

/** A service that logs, in a subnet without a way out: two policies have one cause to tell. */
function withoutRoute(n: Network): void {
    const vpc = n.vpc();
    const { subnet } = n.subnetWith("private", vpc, []);
    loggingTask(n);
    n.service("web", [subnet]);
}

/** The same in a public subnet, without a public address: another cause. */
function withoutAddress(n: Network): void {
    const vpc = n.vpc();
    const igw = n.internetGateway(vpc);
    const out = [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }];
    const { subnet } = n.subnetWith("public", vpc, out);
    loggingTask(n);
    n.service("web", [subnet]);
}

/** Endpoints for images that admit nobody: two causes at once, at two groups. */
function withTwoCauses(n: Network): void {
    const { vpc, subnet } = isolatedNetwork(n, ["s3"]);
    const closed = groupWith(n, "closed", vpc, { ingress: [] });
    n.endpoint("ecr.api", vpc, { securityGroupIds: [closed.id] });
    n.service("web", [subnet]);
}

/** The same of logs: images and logs lack a route, and the endpoint for logs admits nobody besides. */
function withClosedLogs(n: Network): void {
    const { vpc, subnet } = isolatedNetwork(n, ["s3"]);
    const closed = groupWith(n, "closed", vpc, { ingress: [] });
    n.endpoint("logs", vpc, { securityGroupIds: [closed.id] });
    loggingTask(n);
    n.service("web", [subnet]);
}

/** A task definition that AWS refuses, which a policy over single resources tells. */
function inBridgeMode(n: Network): void {
    const { privateSubnet } = natNetwork(n);
    n.taskDefinition("app", { networkMode: "bridge" });
    n.service("web", [privateSubnet]);
}

/** Where its subnets are, only a deployment tells. */
function unknownSubnets(n: Network): void {
    const choice = n.add("test:index:Choice", "choice").get("ids");
    loggingTask(n);
    n.service("web", choice);
}

/** What these small networks do not follow besides. */
const disabled = [
    "service-availability-zones",
    "service-start-order",
    "vpc-flow-logs",
    "task-role-permissions",
];

interface Row {
    readonly name: string;
    readonly network: (n: Network) => void;
    readonly exceptions: readonly Partial<Exception>[];
    /** What blocks, as `policy: resource`. */
    readonly blocks: readonly string[];
    /** What is told without blocking, by its first line. */
    readonly tells?: readonly RegExp[];
    readonly forms?: readonly Form[];
}

const ofImages = "task-image-pull: web";
const ofLogs = "task-logs: web";
const isImages = { policy: "task-image-pull" };
const isWeb = { resource: "web" };
const reason = "the NAT gateway comes in January";

const rows: readonly Row[] = [
    { name: "none: it blocks", network: withoutRoute, exceptions: [], blocks: [ofImages] },
    {
        name: "the policy and the resource: the next policy that has this cause tells it",
        network: withoutRoute,
        exceptions: [{ ...isImages, ...isWeb }],
        blocks: [ofLogs],
        tells: [/^excepted: the NAT gateway comes in January\ntasks of service web cannot pull/],
    },
    {
        name: "both policies",
        network: withoutRoute,
        exceptions: [
            { ...isImages, ...isWeb },
            { policy: "task-logs", ...isWeb },
        ],
        blocks: [],
        tells: [/^excepted: .*\ntasks .* pull/, /^excepted: .*\ntasks .* logs/],
    },
    {
        name: "the code: the cause is accepted, whoever would tell it, and told once",
        network: withoutRoute,
        exceptions: [{ code: "no-route", ...isWeb }],
        blocks: [],
        tells: [/^excepted: .*\ntasks .* pull/],
    },
    {
        name: "a policy and the code: it is for this policy alone",
        network: withoutRoute,
        exceptions: [{ ...isImages, code: "no-route", ...isWeb }],
        blocks: [ofLogs],
        tells: [/^excepted: .*\ntasks .* pull/],
    },
    {
        name: "a code of another cause",
        network: withoutAddress,
        exceptions: [{ code: "no-route", ...isWeb }],
        blocks: [ofImages],
    },
    {
        name: "a policy and a code of another cause",
        network: withoutAddress,
        exceptions: [{ ...isImages, code: "no-route", ...isWeb }],
        blocks: [ofImages],
    },
    {
        name: "a code of what would have carried it instead: the way out stays broken",
        network: withoutRoute,
        exceptions: [{ code: "no-interface-endpoint", ...isWeb }],
        blocks: [ofImages],
    },
    {
        name: "another policy",
        network: withoutRoute,
        exceptions: [{ policy: "task-secrets", ...isWeb }],
        blocks: [ofImages],
    },
    {
        name: "another resource",
        network: withoutRoute,
        exceptions: [{ ...isImages, resource: "api" }],
        blocks: [ofImages],
    },
    {
        name: "a resource of which this is a part of the name",
        network: withoutRoute,
        exceptions: [{ ...isImages, resource: "we" }],
        blocks: [ofImages],
    },
    ...[
        "w*",
        "we?",
        "{api,web}",
        "[uvw]eb",
        "aws:ecs/service:Service",
        "aws:ecs/*",
        "urn:pulumi:dev::web::aws:ecs/service:Service::web",
        "*::aws:ecs/service:Service::web",
    ].map((resource): Row => ({
        name: `the resource as ${resource}`,
        network: withoutRoute,
        exceptions: [{ code: "no-route", resource }],
        blocks: [],
        tells: [/^excepted: /],
    })),
    ...["(web|api)", "w+eb", "we$", "w(e)b"].map((resource): Row => ({
        name: `the resource as ${resource}, of which each sign means itself`,
        network: withoutRoute,
        exceptions: [{ code: "no-route", resource }],
        blocks: [ofImages],
    })),
    {
        name: "a project and a stack",
        network: withoutRoute,
        exceptions: [{ code: "no-route", project: "w*", stack: "dev" }],
        blocks: [],
        tells: [/^excepted: /],
    },
    {
        name: "another project",
        network: withoutRoute,
        exceptions: [{ code: "no-route", ...isWeb, project: "shop" }],
        blocks: [ofImages],
    },
    {
        name: "another stack",
        network: withoutRoute,
        exceptions: [{ code: "no-route", ...isWeb, stack: "prod" }],
        blocks: [ofImages],
    },
    {
        name: "the last day, and who answers for it",
        network: withoutRoute,
        exceptions: [{ code: "no-route", ...isWeb, until: "2026-11-28", owner: "platform" }],
        blocks: [],
        tells: [/^excepted until 2026-11-28, by platform: the NAT gateway comes in January\n/],
    },
    {
        name: "one that has ended: it counts again, and says so",
        network: withoutRoute,
        exceptions: [{ code: "no-route", ...isWeb, until: "2026-11-27", owner: "platform" }],
        blocks: [ofImages],
        tells: [],
    },
    {
        name: "one that has ended beside one that holds",
        network: withoutRoute,
        exceptions: [
            { code: "no-route", ...isWeb, until: "2026-11-27" },
            { code: "no-route", ...isWeb, reason: "once more" },
        ],
        blocks: [],
        tells: [/^excepted: once more\n/],
    },
    {
        name: "one of two causes",
        network: withTwoCauses,
        exceptions: [{ code: "no-route", ...isWeb }],
        blocks: [ofImages],
    },
    {
        name: "two causes, by an exception each",
        network: withTwoCauses,
        exceptions: [
            { code: "no-route", ...isWeb, reason: "one" },
            { code: "security-group-refuses", ...isWeb, reason: "two" },
        ],
        blocks: [],
        tells: [/^excepted: one\nexcepted: two\n/],
    },
    {
        name: "a cause, beside which the next policy has another",
        network: withClosedLogs,
        exceptions: [{ code: "no-route", ...isWeb }],
        blocks: [ofLogs],
        tells: [/^excepted: .*\ntasks .* pull/],
    },
    {
        name: "a policy over single resources",
        network: inBridgeMode,
        exceptions: [{ policy: "task-network-mode", resource: "app" }],
        blocks: [],
        tells: [/^excepted: .*\ntask definition app has requiresCompatibilities FARGATE/],
    },
    {
        name: "what cannot be known: it is told all the same",
        network: unknownSubnets,
        exceptions: [isImages, { policy: "task-logs" }].map((each) => ({ ...each, ...isWeb })),
        blocks: [],
        tells: [/^service web: some checks have no answer|^web: some checks have no answer/],
        forms: ["first preview"],
    },
    {
        name: "one for this project that accepts nothing: advice",
        network: withoutRoute,
        exceptions: [{ policy: "task-secrets", ...isWeb, project: "web" }],
        blocks: [ofImages],
        tells: [/^preflight-settings\.exceptions\[0] \(task-secrets\) accepts nothing: /],
    },
    {
        name: "one for any project that accepts nothing here: it may elsewhere",
        network: withoutRoute,
        exceptions: [{ policy: "task-secrets", ...isWeb }],
        blocks: [ofImages],
        tells: [],
    },
    {
        name: "one for another stack of this project",
        network: withoutRoute,
        exceptions: [{ policy: "task-secrets", ...isWeb, project: "web", stack: "prod" }],
        blocks: [ofImages],
        tells: [],
    },
    {
        name: "one that is wrong: it does not count, and blocks by itself",
        network: withoutRoute,
        exceptions: [
            { code: "no-rout", ...isWeb },
            { code: "no-route", ...isWeb },
        ],
        blocks: ["preflight-settings: web-dev"],
        tells: [/^excepted: /],
    },
];

describe("exceptions", () => {
    for (const { name, network, exceptions, blocks, tells = [], forms } of rows) {
        for (const form of forms ?? (["first preview", "deployed"] as const)) {
            it(`${name} (${form})`, () => {
                const n = new Network();
                network(n);
                const all = exceptions.map((each) => ({ reason, ...each }));
                const reports = runPack(n.record(form), {
                    settings: { "preflight-settings": { exceptions: all } },
                    disabled,
                    now: () => now,
                });
                const blocking = reports.filter(({ level }) => level === "mandatory");
                assert.deepEqual(
                    blocking.map((each) => `${each.policy}: ${each.name}`),
                    blocks,
                    JSON.stringify(reports),
                );
                const told = reports.filter(({ level }) => level === "advisory");
                assert.equal(told.length, tells.length, JSON.stringify(told));
                tells.forEach((pattern, i) => assert.match(told[i]?.message ?? "", pattern));
            });
        }
    }

    it("say of what has ended that it has, and when", () => {
        const n = new Network();
        withoutRoute(n);
        const ended = {
            code: "no-route",
            ...isWeb,
            reason,
            until: "2026-11-27",
            owner: "platform",
        };
        const [report] = runPack(n.record("deployed"), {
            settings: { "preflight-settings": { exceptions: [ended] } },
            disabled,
            now: () => now,
        });
        assert.match(
            report?.message ?? "",
            /\n {2}the exception by platform for it ended on 2026-11-27: the NAT gateway comes in January\nfix: /,
        );
    });

    for (const resource of ["aws-native:ecs:Service", "aws:ecs/service:Service", "web"]) {
        it(`name a resource of aws-native as ${resource}`, () => {
            const n = new NativeNetwork();
            const { vpc, privates } = n.nativePlaces(false);
            n.nativeService(privates.slice(0, 1), [n.nativeGroup("tasks", vpc)]);
            const all = [{ code: "no-route", resource, reason }];
            const reports = runPack(n.record("deployed"), {
                settings: { "preflight-settings": { exceptions: all } },
                disabled,
            });
            assert.deepEqual(
                reports.map(({ policy, level }) => `${policy} ${level}`),
                ["task-image-pull advisory"],
            );
        });
    }

    it("do not count where preflight-settings is disabled", () => {
        const n = new Network();
        withoutRoute(n);
        const all = [{ code: "no-route", ...isWeb, reason }];
        const reports = runPack(n.record("deployed"), {
            settings: { "preflight-settings": { exceptions: all } },
            disabled: [...disabled, "preflight-settings"],
        });
        assert.deepEqual(
            reports.map(({ policy, level }) => `${policy} ${level}`),
            ["task-image-pull mandatory"],
        );
    });
});

describe("an exception", () => {
    const problemsOf = (one: unknown): readonly string[] =>
        readExceptions([one], "", policies, now).problems;

    const fine: readonly (readonly [string, Partial<Exception>])[] = [
        ["a policy and a resource", { ...isImages, ...isWeb }],
        ["a code and a project", { code: "no-route", project: "shop" }],
        ["a type", { ...isImages, resource: "aws:ecs/service:Service" }],
        ["a pattern of names", { ...isImages, resource: "legacy-*" }],
        ["a name that looks like a pattern", { ...isImages, resource: "a(b)+[c" }],
        ["a leap day", { ...isImages, ...isWeb, until: "2028-02-29" }],
    ];
    for (const [name, one] of fine) {
        it(`may have ${name}`, () => {
            assert.deepEqual(problemsOf({ reason, ...one }), []);
        });
    }

    const broad = "expected a resource or a project, not just any";
    const wrong: readonly (readonly [string, unknown, RegExp])[] = [
        ["no object", "task-image-pull", /^exceptions\[0]: expected an object$/],
        ["without a reason", { ...isImages, ...isWeb }, /^exceptions\[0]\.reason: it is missing$/],
        [
            "with a blank reason",
            { ...isImages, ...isWeb, reason: " " },
            /^exceptions\[0]\.reason: expected a text that says why$/,
        ],
        [
            "with a field that there is not",
            { ...isImages, ...isWeb, reason, untill: "2026-12-31" },
            /^exceptions\[0]\.untill: there is no such field$/,
        ],
        ["of everything", { ...isWeb, reason }, /: it is too broad; expected a policy or a code$/],
        ["everywhere", { ...isImages, reason }, new RegExp(`: it is too broad; ${broad}$`)],
        ...[
            "*",
            "**",
            "?*",
            "{*,web}",
            "[a-z]*",
            "urn:*",
            "urn:pulumi:**",
            "*::aws:*",
            "aws:*",
            "aws-native:*",
        ].map(
            (resource) =>
                [
                    `of any resource, as ${resource}`,
                    { ...isImages, resource, reason },
                    new RegExp(broad),
                ] as const,
        ),
        [
            "of a pattern that nobody can wait for",
            { ...isImages, resource: `${"*[a-z]".repeat(5)}z`, reason },
            /^exceptions\[0]\.resource: this is no pattern; expected one with at most 4 stars$/,
        ],
        ["of any project", { ...isImages, resource: "*", project: "*", reason }, new RegExp(broad)],
        ["narrowed by the stack alone", { ...isImages, stack: "dev", reason }, new RegExp(broad)],
        [
            "of a policy that there is not",
            { policy: "task-image-pul", ...isWeb, reason },
            /^exceptions\[0]\.policy: there is no such policy; expected perhaps task-image-pull$/,
        ],
        [
            "of a code that there is not",
            { code: "no-routes", ...isWeb, reason },
            /^exceptions\[0]\.code: there is no such code; expected perhaps no-route$/,
        ],
        ...["unverified-network", "preflight-settings", "preflight-inputs"].map(
            (policy) =>
                [
                    `of ${policy}`,
                    { policy, ...isWeb, reason },
                    /\.policy: .* tells of the check, not of the network, and takes no exception$/,
                ] as const,
        ),
        ...["2026-02-30", "2026-13-01", "31.12.2026", "2026-12-31T00:00:00Z", ""].map(
            (until) =>
                [
                    `until ${until === "" ? "nothing" : until}`,
                    { ...isImages, ...isWeb, reason, until },
                    /^exceptions\[0]\.until: expected the last day on which it holds, such as 2026-12-31$/,
                ] as const,
        ),
        [
            "with a date that is none of JSON",
            { ...isImages, ...isWeb, reason, until: 20261231 },
            /^exceptions\[0]\.until: expected the last day on which it holds, such as 2026-12-31$/,
        ],
        [
            "with an empty resource",
            { ...isImages, resource: "", reason },
            /\.resource: expected a text/,
        ],
    ];
    for (const [name, one, problem] of wrong) {
        it(`${name} is refused`, () => {
            const problems = problemsOf(one);
            assert.match(problems[0] ?? "nothing is wrong", problem);
        });
    }
});
