import assert from "node:assert/strict";
import { runPack } from "../support/harness";
import { pipe, report, runTask, stateMachine, taskState } from "../support/launchers";
import { natNetwork, Network } from "../support/networks";
import type { Form, Inputs, Recorded, Resource } from "../support/program";

/*
 * What is read of the definition of a state machine, and of a pipe: wherever a state stands in it, and whatever
 * of it is told only when it runs. Tasks in a subnet without a way out cannot pull their image.
 */

/** A subnet that leads nowhere. */
function closed(n: Network): Resource {
    return n.subnetWith("private", n.vpc(), []).subnet;
}

interface Told {
    /** `resource: problem`, of what task-image-pull finds. */
    readonly found: readonly string[];
    /** What is not known, all of it. */
    readonly open: string;
}

function told(
    network: (n: Network) => void,
    form: Form = "deployed",
    change: (recorded: Recorded[]) => Recorded[] = (recorded) => recorded,
): Told {
    const n = new Network();
    network(n);
    const reports = runPack(change(n.record(form)));
    return {
        found: reports
            .filter(({ policy }) => policy === "task-image-pull")
            .map(({ name, message }) => `${name}: ${message.split("\n")[0] ?? ""}`)
            .sort(),
        open: reports
            .filter(({ policy }) => policy === "unverified-network")
            .map(({ message }) => message)
            .join("\n"),
    };
}

/** Where a state may stand, by what is around it. */
const around: Readonly<Record<string, (state: Inputs) => Inputs>> = {
    "by itself": (state) => ({ Report: state }),
    "in a branch of a Parallel": (state) => ({
        All: {
            Type: "Parallel",
            Branches: [
                { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 1, End: true } } },
                { StartAt: "Report", States: { Report: state } },
            ],
            End: true,
        },
    }),
    "in the items of a Map": (state) => ({
        Each: {
            Type: "Map",
            ItemProcessor: {
                ProcessorConfig: { Mode: "INLINE" },
                StartAt: "Report",
                States: { Report: state },
            },
            End: true,
        },
    }),
    "in the iterator of a Map, as it was written before": (state) => ({
        Each: {
            Type: "Map",
            Iterator: { StartAt: "Report", States: { Report: state } },
            End: true,
        },
    }),
};

/** How a state may name what it runs. */
const resources = [
    "arn:aws:states:::ecs:runTask",
    "arn:aws:states:::ecs:runTask.sync",
    "arn:aws:states:::ecs:runTask.waitForTaskToken",
    "arn:aws:states:::aws-sdk:ecs:runTask",
    "arn:aws-cn:states:::ecs:runTask.sync",
];

describe("a state that runs a task", () => {
    for (const [where, place] of Object.entries(around)) {
        it(`is found ${where}`, () => {
            const { found } = told((n) => {
                stateMachine(n, "nightly", place(taskState(runTask(n, [closed(n)]))));
            });
            assert.equal(found.length, 1);
            assert.match(
                found[0] ?? "",
                /^nightly: tasks of state Report of Step Functions state machine nightly cannot pull/,
            );
        });
    }

    for (const Resource of resources) {
        it(`is one with ${Resource}`, () => {
            const { found } = told((n) => {
                const state = taskState(runTask(n, [closed(n)]), { Resource });
                stateMachine(n, "nightly", { Report: state });
            });
            assert.equal(found.length, 1);
        });
    }

    it("is each of several, in its own subnets", () => {
        const { found } = told((n) => {
            const { privateSubnet, vpc } = natNetwork(n);
            const { subnet } = n.subnetWith("closed", vpc, []);
            stateMachine(n, "nightly", {
                Fine: taskState(runTask(n, [privateSubnet])),
                First: taskState(runTask(n, [subnet])),
                Second: taskState(runTask(n, [subnet])),
            });
        });
        assert.deepEqual(
            found.map((each) => /state (\w+) of/.exec(each)?.[1]),
            ["First", "Second"],
        );
    });

    const others: Readonly<Record<string, Inputs>> = {
        "of a function": {
            Type: "Task",
            Resource: "arn:aws:lambda:us-east-1:123456789012:function:runTask",
        },
        "of another service": { Type: "Task", Resource: "arn:aws:states:::batch:submitJob.sync" },
        "that stops tasks": {
            Type: "Task",
            Resource: "arn:aws:states:::aws-sdk:ecs:stopTask",
            Parameters: { TaskDefinition: "app", LaunchType: "FARGATE" },
        },
        "that waits": { Type: "Wait", Seconds: 1 },
    };
    for (const [what, state] of Object.entries(others)) {
        it(`is none ${what}`, () => {
            const { found, open } = told((n) => {
                closed(n);
                stateMachine(n, "nightly", { Report: { ...state, End: true } });
            });
            assert.deepEqual(found, []);
            assert.equal(open, "");
        });
    }

    it("is none on EC2", () => {
        const { found, open } = told((n) => report(n, [closed(n)], { LaunchType: "EC2" }));
        assert.deepEqual(found, []);
        assert.doesNotMatch(open, /nightly/);
    });

    it("is one with a capacity provider of Fargate", () => {
        const strategy = [{ CapacityProvider: "FARGATE_SPOT", Weight: 1 }];
        const { found } = told((n) =>
            report(n, [closed(n)], { LaunchType: null, CapacityProviderStrategy: strategy }),
        );
        assert.equal(found.length, 1);
    });

    it("is not told by name where the definition is a secret", () => {
        const sealed = (recorded: Recorded[]): Recorded[] =>
            recorded.map((each) => {
                if (!each.type.includes("stateMachine")) return each;
                const hide = (from: Record<string, unknown> = {}): Record<string, unknown> => ({
                    ...from,
                    definition: {
                        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
                        value: from.definition,
                    },
                });
                return { ...each, inputs: hide(each.inputs), outputs: hide(each.outputs) };
            });
        const { found, open } = told(
            (n) => {
                const subnet = closed(n);
                const Cpu = { "LaunchType.$": "$.type" };
                stateMachine(n, "nightly", {
                    Topsecret: taskState(runTask(n, [subnet])),
                    Moresecret: taskState(runTask(n, [subnet], { LaunchType: null, ...Cpu })),
                });
            },
            "deployed",
            sealed,
        );
        assert.equal(found.length, 1);
        assert.doesNotMatch([...found, open].join(), /Topsecret|Moresecret/);
    });
});

/** What of a state is told only when it runs, and what then says so. */
const dynamic: Readonly<Record<string, readonly [(n: Network) => void, RegExp]>> = {
    "subnets by a path": [
        (n) =>
            report(n, [closed(n)], {
                NetworkConfiguration: { AwsvpcConfiguration: { "Subnets.$": "$.subnets" } },
            }),
        /States\.Report\.Parameters\.NetworkConfiguration\.AwsvpcConfiguration\.Subnets of .*nightly: a path or an expression stands there/,
    ],
    "the whole network by a path": [
        (n) =>
            report(n, [closed(n)], {
                NetworkConfiguration: null,
                "NetworkConfiguration.$": "$.network",
            }),
        /Parameters\.NetworkConfiguration/,
    ],
    "the launch type by a path": [
        (n) => report(n, [closed(n)], { LaunchType: null, "LaunchType.$": "$.type" }),
        /Parameters\.LaunchType of/,
    ],
    "the task definition by a path": [
        (n) => {
            const { privateSubnet } = natNetwork(n);
            report(n, [privateSubnet], { TaskDefinition: null, "TaskDefinition.$": "$.task" });
        },
        /Parameters\.TaskDefinition of/,
    ],
    "subnets by an expression": [
        (n) => {
            const network = { Subnets: "{% $states.input.subnets %}" };
            const state = runTask(n, [closed(n)], {
                NetworkConfiguration: { AwsvpcConfiguration: network },
            });
            stateMachine(n, "nightly", {
                Report: taskState(null, { QueryLanguage: "JSONata", Arguments: state }),
            });
        },
        /States\.Report\.Arguments\.NetworkConfiguration\.AwsvpcConfiguration\.Subnets of/,
    ],
    "all of it by an expression": [
        (n) => {
            closed(n);
            const inputs = { Arguments: "{% $states.input %}" };
            stateMachine(n, "nightly", { Report: taskState(null, inputs) });
        },
        /States\.Report\.Arguments/,
    ],
    "all of it by the input of the state": [
        (n) => {
            closed(n);
            stateMachine(n, "nightly", { Report: taskState(null) });
        },
        /States\.Report\.Parameters/,
    ],
    "the task definition of a pipe": [
        (n) => pipe(n, [natNetwork(n).privateSubnet], { taskDefinitionArn: "$.body.task" }),
        /ecsTaskParameters\.taskDefinitionArn of .*orders: a path or an expression stands there/,
    ],
    "the subnets of a pipe": [
        (n) => pipe(n, ["$.body.subnet"]),
        /awsVpcConfiguration\.subnets\[0\] of .*orders: a path or an expression/,
    ],
};

describe("what is told only when tasks are started", () => {
    for (const [what, [network, says]] of Object.entries(dynamic)) {
        for (const form of ["first preview", "deployed"] as const) {
            it(`is not known: ${what} (${form})`, () => {
                const { found, open } = told(network, form);
                assert.deepEqual(found, []);
                if (form === "deployed" || what.includes("pipe")) assert.match(open, says);
                else assert.notEqual(open, "");
            });
        }
    }
});

describe("a definition that is not known yet", () => {
    it("is not known of a machine that depends on what ECS runs", () => {
        const { found, open } = told((n) => report(n, [closed(n)]), "first preview");
        assert.deepEqual(found, []);
        assert.match(open, /definition.* of .*nightly: it comes from/);
    });

    it("is nobody's concern otherwise", () => {
        const network = (n: Network): void => {
            n.service("web", [natNetwork(n).privateSubnet]);
            const { arn } = n.add("aws:lambda/function:Function", "handler");
            stateMachine(n, "nightly", { Call: { Type: "Task", Resource: arn, End: true } });
        };
        assert.doesNotMatch(told(network, "first preview").open, /nightly/);
    });
});

/** The same as a provider sees it that keeps the text, with unknown values in it. */
function halfKnown(recorded: Recorded[], network: (n: Network) => void): Recorded[] {
    const n = new Network();
    network(n);
    const texts = new Map(n.resources.map(({ urn, inputs }) => [urn, inputs.definition]));
    return recorded.map((each) => {
        const text = texts.get(each.urn);
        if (text === undefined || !each.type.includes("stateMachine")) return each;
        const { holds } = text as unknown as { holds: Inputs };
        const definition = JSON.stringify(holds, (_, value: unknown) =>
            typeof value === "object" && value !== null && "of" in value ? unknownText : value,
        );
        return { ...each, inputs: { ...each.inputs, definition } };
    });
}

const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("a definition with unknown values in its text", () => {
    const check = (network: (n: Network) => void): Told =>
        told(network, "first preview", (recorded) => halfKnown(recorded, network));

    it("is read, and links by what it depends on", () => {
        const { found } = check((n) => report(n, [closed(n)]));
        assert.equal(found.length, 1);
    });

    it("may mean any of the subnets that it depends on", () => {
        const { found, open } = check((n) => {
            const { privateSubnet, vpc } = natNetwork(n);
            const { subnet } = n.subnetWith("closed", vpc, []);
            stateMachine(n, "nightly", {
                Fine: taskState(runTask(n, [privateSubnet])),
                Broken: taskState(runTask(n, [subnet])),
            });
        });
        assert.deepEqual(found, []);
        assert.match(open, /task-image-pull/);
    });

    it("may mean what comes from another stack, where some state does", () => {
        const { found, open } = check((n) => {
            const other = n.add("pulumi:pulumi:StackReference", "network");
            stateMachine(n, "nightly", {
                Here: taskState(runTask(n, [closed(n)])),
                There: taskState(runTask(n, [other.get("subnet")] as never)),
            });
        });
        assert.deepEqual(found, []);
        assert.match(open, /task-image-pull/);
    });

    it("may start tasks by a function to which it names a task definition, or not", () => {
        const { found, open } = check((n) => {
            const { arn } = n.add("aws:lambda/function:Function", "migrate");
            const state = taskState(runTask(n, [closed(n)]), { Resource: arn });
            stateMachine(n, "nightly", { Migrate: state });
        });
        assert.deepEqual(found, []);
        assert.match(open, /nightly/);
    });

    it("knows a function by what it does not say", () => {
        const { found } = check((n) => {
            const { arn } = n.add("aws:lambda/function:Function", "handler");
            stateMachine(n, "nightly", {
                Call: { Type: "Task", Resource: arn, Parameters: { id: 1 }, Next: "Report" },
                Report: taskState(runTask(n, [closed(n)])),
            });
        });
        assert.equal(found.length, 1);
    });
});
