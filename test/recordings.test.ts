import { deepEqual, equal, match } from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import {
    find,
    having,
    of,
    recording,
    recordingNames,
    reporting,
    root,
    secret,
    sentinels,
} from "./pack/support";
import { startPack, type Pack, type Properties, type Recording } from "./support/engine";

/** What each recorded plan is, seen in one way: the policies that report, by level. */
interface Verdict {
    readonly mandatory: readonly string[];
    readonly advisory: readonly string[];
}

/** Nothing is wrong but that the service does not wait for its network. */
const racing: Verdict = { mandatory: [], advisory: ["service-start-order"] };
/** Nothing is wrong but that flow logs are missing, and that the service does not wait for its network. */
const clean: Verdict = { mandatory: [], advisory: ["service-start-order", "vpc-flow-logs"] };
/** The same of what is deployed, and so has been made in time. */
const made: Verdict = { mandatory: [], advisory: ["vpc-flow-logs"] };
/** The same, and not everything has an answer. */
const open: Verdict = { mandatory: [], advisory: ["unverified-network", "vpc-flow-logs"] };
const early: Verdict = { mandatory: [], advisory: ["service-start-order", ...open.advisory] };
const unknown: Verdict = { mandatory: [], advisory: ["unverified-network"] };
const noSecrets: Verdict = { mandatory: ["task-secrets"], advisory: early.advisory };
const cannotPull: Verdict = { mandatory: ["task-image-pull"], advisory: clean.advisory };

/** The ways in which a plan may reach a pack. */
const ways = {
    "as recorded": { inputs: true, outputs: (recorded: Recording) => recorded },
    "without Analyze": { inputs: false, outputs: (recorded: Recording) => recorded },
    "with an older provider": { inputs: true, outputs: fromOlderProvider },
    "with an older provider, without Analyze": { inputs: false, outputs: fromOlderProvider },
} as const;

type Way = keyof typeof ways;

const verdicts: Readonly<Record<string, Readonly<Record<Way, Verdict>>>> = {
    nat: {
        "as recorded": clean,
        // Of several subnets it is not known which the load balancer has, nor so its zones.
        // Which subnets an unknown list holds cannot be told: they may be of one zone.
        "without Analyze": early,
        "with an older provider": clean,
        "with an older provider, without Analyze": early,
    },
    "nat-deployed": {
        "as recorded": made,
        // A provider's copy of routes may hold what others added.
        "without Analyze": open,
        "with an older provider": made,
        "with an older provider, without Analyze": open,
    },
    // Its image is unknown: it may come from anywhere.
    isolated: {
        "as recorded": open,
        "without Analyze": open,
        "with an older provider": open,
        "with an older provider, without Analyze": open,
    },
    ipv6: {
        "as recorded": clean,
        "without Analyze": early,
        "with an older provider": clean,
        "with an older provider, without Analyze": early,
    },
    "awsx-nat": {
        "as recorded": unknown,
        "without Analyze": unknown,
        "with an older provider": unknown,
        "with an older provider, without Analyze": unknown,
    },
    "native-nat": {
        "as recorded": racing,
        "without Analyze": racing,
        "with an older provider": racing,
        "with an older provider, without Analyze": racing,
    },
    shop: {
        "as recorded": noSecrets,
        // Which group admits whom is in rules of which only the inputs are known.
        "without Analyze": early,
        "with an older provider": noSecrets,
        "with an older provider, without Analyze": early,
    },
    "public-no-public-ip": {
        "as recorded": cannotPull,
        "without Analyze": { ...cannotPull, advisory: early.advisory },
        "with an older provider": cannotPull,
        // Which target an inline route has cannot be told where all of them are left out.
        "with an older provider, without Analyze": early,
    },
};

describe("recorded plans, over the protocol", () => {
    // Inputs are remembered by URN, so the pack that must not have them is another one.
    let seeing: Pack;
    let blind: Pack;
    before(async () => {
        [seeing, blind] = await Promise.all([startPack(root), startPack(root)]);
        await Promise.all([seeing.configure(), blind.configure()]);
    });
    after(() => Promise.all([seeing.stop(), blind.stop()]));

    it("has a verdict for every recording", () => {
        deepEqual(recordingNames().sort(), Object.keys(verdicts).sort());
    });

    for (const [name, byWay] of Object.entries(verdicts)) {
        for (const [way, verdict] of Object.entries(byWay)) {
            it(`${name}, ${way}: ${inWords(verdict)}`, async () => {
                const { inputs, outputs } = ways[way as Way];
                const pack = inputs ? seeing : blind;
                const report = await pack.replay(outputs(recording(name)), { inputs });
                deepEqual(
                    {
                        mandatory: reporting(report, "mandatory"),
                        advisory: reporting(report, "advisory"),
                    },
                    verdict,
                    JSON.stringify(report.diagnostics, undefined, 1),
                );
            });
        }
    }

    describe("what a person sees", () => {
        it("is what is wrong on the service, the ways that were tried, and the fix", async () => {
            const broken = recording("public-no-public-ip");
            const service = find(broken, "Service");
            const { policies } = await seeing.info();
            const policy = policies.find(({ name }) => name === "task-image-pull");
            const diagnostics = of(await seeing.replay(broken), "task-image-pull");
            equal(diagnostics.length, 1);
            const [{ message, ...rest } = { message: "" }] = diagnostics;
            deepEqual(rest, {
                policy: "task-image-pull",
                level: "mandatory",
                severity: "critical",
                urn: service.urn,
                description: policy?.description,
            });
            const [description, problem, also, ...more] = message.split("\n");
            equal(description, policy?.description);
            match(
                problem ?? "",
                /^tasks of service web cannot pull their images: from subnets public-0 and /,
            );
            equal(also, "  also stopped: CloudWatch Logs by awslogs (us-east-1)");
            match(
                more[0] ?? "",
                /^ {2}over the internet: service web → subnet public-0 → route table public → /,
            );
            match(
                more.at(-1) ?? "",
                /^fix: either set networkConfiguration\.assignPublicIp to true/,
            );
        });

        it("stands on the resource that must change", async () => {
            const nat = recording("nat");
            const group = find(nat, "TargetGroup");
            const report = await seeing.replay(having(nat, group, { targetType: "instance" }));
            deepEqual(
                of(report, "target-group-type").map(({ policy, urn, level, severity }) => [
                    policy,
                    urn,
                    level,
                    severity,
                ]),
                [["target-group-type", group.urn, "mandatory", "high"]],
            );
        });

        it("quotes no value but names and the region", async () => {
            const told = new Set<string>();
            for (const name of recordingNames()) {
                const plan = recording(name);
                const { diagnostics } = await seeing.replay(plan);
                const text = diagnostics.map(({ message }) => message).join("\n");
                const values = plan.flatMap(({ inputs, outputs }) => texts([inputs, outputs]));
                for (const value of values) if (isWordOf(text, value)) told.add(value);
            }
            const names = recordingNames().flatMap((name) => recording(name).map((r) => r.name));
            // The log driver is named as AWS does.
            const harmless = new Set([...names, "us-east-1", "awslogs"]);
            deepEqual(
                [...told].filter((value) => !harmless.has(value)),
                [],
            );
        });

        it("never holds a secret, wherever one stands", async () => {
            const broken = recording("public-no-public-ip");
            const hidden = broken.map((resource) => ({
                ...resource,
                inputs: secretly(resource.inputs ?? {}),
                outputs: secretly(resource.outputs),
            }));
            const report = await seeing.replay(hidden);
            deepEqual(reporting(report, "mandatory"), ["task-image-pull"]);
            equal(of(report, "task-image-pull")[0]?.message.includes("hunter2"), false);
        });
    });
});

/** Every property is a secret, and each text in it that is free to be anything holds one. */
function secretly(properties: Properties): Properties {
    const free = new Set(["description", "family", "name", "tags"]);
    const hide = (key: string, value: unknown): unknown => {
        if (key === "__defaults") return value;
        if (key !== "containerDefinitions") return secret(free.has(key) ? "hunter2" : value);
        const containers = JSON.parse(String(value)) as { readonly image: string }[];
        return secret(
            JSON.stringify(
                containers.map((container) => ({
                    ...container,
                    image: `${container.image}-hunter2`,
                    environment: [{ name: "PASSWORD", value: "hunter2" }],
                })),
            ),
        );
    };
    return Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [key, hide(key, value)]),
    );
}

/** All texts in a value that are long enough to say something, those in JSON texts too. */
function texts(value: unknown): string[] {
    if (typeof value === "string") {
        if (/^[[{]/.test(value)) return texts(JSON.parse(value));
        return value.length < 3 || isUnknown(value) ? [] : [value];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

function isWordOf(text: string, word: string): boolean {
    return ` ${text} `.split(word).some((part, i, parts) => {
        const before = parts[i - 1];
        return before !== undefined && /[^\w-]$/.test(before) && /^[^\w-]/.test(part);
    });
}

function isUnknown(text: string): boolean {
    return sentinels.some((sentinel) => text.includes(sentinel));
}

function inWords({ mandatory, advisory }: Verdict): string {
    const all = [...mandatory, ...advisory];
    return all.length === 0 ? "nothing to say" : all.join(", ");
}

/**
 * Providers before plan-based previews leave unknown and unset values out of a preview's outputs
 * altogether, and give the id as the empty string.
 */
function fromOlderProvider(recorded: Recording): Recording {
    return recorded.map((resource) =>
        resource.type.startsWith("aws:")
            ? { ...resource, outputs: { id: "", ...(known(resource.outputs) as Properties) } }
            : resource,
    );
}

/** What of a value is known and set; `undefined` if nothing is. */
function known(value: unknown): unknown {
    if (value === null || value === "") return undefined;
    if (typeof value === "string") return isUnknown(value) ? undefined : value;
    if (Array.isArray(value)) {
        const elements = value.map(known);
        return elements.length === 0 || elements.includes(undefined) ? undefined : elements;
    }
    if (typeof value === "object") {
        const entries = Object.entries(value).map(([key, each]) => [key, known(each)] as const);
        return Object.fromEntries(entries.filter(([, each]) => each !== undefined));
    }
    return value;
}
