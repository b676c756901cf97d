import { deepEqual } from "node:assert/strict";
import type { Graph, TaskLauncher } from "../../src/network";
import type { FactsFile } from "../../src/plan";
import { isFargate, namedProviders } from "../../src/workload/fargate";
import { graphOf, nodeOf } from "../support/graph";
import { notYet } from "../support/in-words";
import { later, natNetwork, Network } from "../support/networks";
import type { Form, Inputs, Options, Resource, Value } from "../support/program";

const listType = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders";
const existing = "arn:aws:ecs:us-east-1:123456789012:cluster/main";

function service(n: Network, inputs: Inputs = {}): Resource {
    return n.service("web", [natNetwork(n).privateSubnet], { launchType: null, ...inputs });
}

function strategy(...names: readonly Value[]): Inputs {
    return { capacityProviderStrategies: names.map((capacityProvider) => ({ capacityProvider })) };
}

function clusterIn(n: Network): Resource {
    return n.find("aws:ecs/cluster:Cluster") ?? n.cluster();
}

/** What the cluster has, and its default strategy. */
function list(
    n: Network,
    capacityProviders: Value,
    byDefault: readonly Value[] = [],
    { name = "main", ...more }: { name?: string; clusterName?: Value } = {},
    options?: Options,
): void {
    const defaults = byDefault.map((capacityProvider) => ({ capacityProvider }));
    n.add(
        listType,
        name,
        {
            clusterName: clusterIn(n).get("name"),
            capacityProviders,
            defaultCapacityProviderStrategies: defaults,
            ...more,
        },
        options,
    );
}

/** Facts of the cluster `main`, with these capacity providers, of which the first is its default. */
function facts(...capacityProviders: readonly string[]): FactsFile {
    const [first = ""] = capacityProviders;
    const defaults = [{ capacityProvider: first }];
    return {
        version: 1,
        takenAt: "2026-11-22T10:00:00Z",
        source: { kind: "aws", account: "123456789012", region: "us-east-1" },
        completeFor: [],
        resources: [
            {
                type: "aws:ecs/cluster:Cluster",
                id: existing,
                name: "main",
                properties: { arn: existing, name: "main" },
            },
            {
                type: listType,
                id: "main",
                name: "main",
                properties: {
                    clusterName: "main",
                    capacityProviders: [...capacityProviders],
                    defaultCapacityProviderStrategies: defaults,
                },
            },
        ],
    };
}

interface Told {
    readonly form?: Form;
    readonly facts?: FactsFile;
}

function launcherOf(
    network: (n: Network) => Resource,
    { form = "deployed", facts }: Told,
): { readonly graph: Graph; readonly launcher: TaskLauncher } {
    const n = new Network();
    const launcher = network(n);
    const graph = graphOf(n, form, {}, facts);
    return { graph, launcher: nodeOf<TaskLauncher>(graph, launcher) };
}

describe("whether tasks run on Fargate", () => {
    const rows: readonly (readonly [
        name: string,
        network: (n: Network) => Resource,
        expected: string,
        told?: Told,
    ])[] = [
        ["of the launch type FARGATE", (n) => service(n, { launchType: "FARGATE" }), "true"],
        ["of the launch type EC2", (n) => service(n, { launchType: "EC2" }), "false"],
        ["of the launch type EXTERNAL", (n) => service(n, { launchType: "EXTERNAL" }), "false"],
        [
            "of a launch type that is not known yet",
            (n) => service(n, { launchType: later(n) }),
            `launchType: ${notYet}`,
            { form: "first preview" },
        ],
        [
            "of a launch type that is not known yet, and a strategy",
            (n) => service(n, { launchType: later(n), ...strategy("FARGATE") }),
            "true",
            { form: "first preview" },
        ],
        ["by a strategy", (n) => service(n, strategy("FARGATE_SPOT")), "true"],
        ["by a strategy of instances", (n) => service(n, strategy("instances")), "false"],
        [
            "by a strategy with both",
            (n) => service(n, strategy("instances", later(n), "FARGATE")),
            "true",
            { form: "first preview" },
        ],
        [
            "by a strategy that is not known yet",
            (n) => service(n, strategy("instances", later(n))),
            `capacityProviderStrategies[1].capacityProvider: ${notYet}`,
            { form: "first preview" },
        ],
        [
            "by strategies none of which is known yet",
            (n) => service(n, { capacityProviderStrategies: later(n) }),
            `capacityProviderStrategies: ${notYet}`,
            { form: "first preview" },
        ],
        ["of neither, in a cluster of no providers", (n) => service(n), "false"],
        [
            "of neither, in a cluster that is not there",
            (n) => service(n, { cluster: existing }),
            "cluster: the cluster that it names is not in this plan",
        ],
        [
            "by the default of the cluster",
            (n) => {
                list(n, ["FARGATE"], ["FARGATE"]);
                return service(n);
            },
            "true",
        ],
        [
            "by the default of the cluster, which is instances",
            (n) => {
                list(n, ["FARGATE", "instances"], ["instances"]);
                return service(n);
            },
            "false",
        ],
        [
            "where the launch type says otherwise than the default of the cluster",
            (n) => {
                list(n, ["FARGATE"], ["FARGATE"]);
                return service(n, { launchType: "EC2" });
            },
            "false",
        ],
        [
            "where the cluster has no default",
            (n) => {
                list(n, ["FARGATE"]);
                return service(n);
            },
            "false",
        ],
        [
            "where another list of the cluster has the default",
            (n) => {
                list(n, ["FARGATE"]);
                list(n, ["FARGATE"], ["FARGATE"], { name: "more" });
                return service(n);
            },
            "true",
        ],
        [
            "where the default is not known yet",
            (n) => {
                list(n, ["FARGATE"], [later(n)]);
                return service(n);
            },
            `defaultCapacityProviderStrategies[0].capacityProvider: ${notYet}`,
            { form: "first preview" },
        ],
        [
            "where the default may be of another cluster",
            (n) => {
                list(n, ["FARGATE"], ["FARGATE"], { clusterName: later(n) });
                return service(n);
            },
            `clusterName: ${notYet}`,
            { form: "first preview" },
        ],
        [
            "where the default is of another cluster",
            (n) => {
                clusterIn(n);
                const other = n.cluster("other");
                list(n, ["FARGATE"], ["FARGATE"], { clusterName: other.get("name") });
                return service(n);
            },
            "false",
        ],
        [
            "of a DAEMON, by the default of the cluster",
            (n) => {
                list(n, ["FARGATE"], ["FARGATE"]);
                return service(n, { schedulingStrategy: "DAEMON" });
            },
            "schedulingStrategy: whether the cluster's default strategy counts for DAEMON is not documented",
        ],
        [
            "of what may be a DAEMON, by the default of the cluster",
            (n) => {
                list(n, ["FARGATE"], ["FARGATE"]);
                return service(n, { schedulingStrategy: later(n) });
            },
            `schedulingStrategy: ${notYet}`,
            { form: "first preview" },
        ],
        [
            "of a DAEMON, by a default of instances",
            (n) => {
                list(n, ["instances"], ["instances"]);
                return service(n, { schedulingStrategy: "DAEMON" });
            },
            "false",
        ],
        [
            "of a task set, by the default of the cluster",
            (n) => {
                list(n, ["FARGATE"], ["FARGATE"]);
                const { id } = service(n, { deploymentController: { type: "EXTERNAL" } });
                return n.add("aws:ecs/taskSet:TaskSet", "green", {
                    service: id,
                    cluster: clusterIn(n).arn,
                    taskDefinition: n.find("aws:ecs/taskDefinition:TaskDefinition")?.arn ?? null,
                });
            },
            "true",
        ],
        [
            "by the default that facts tell",
            (n) => service(n, { cluster: existing }),
            "true",
            { facts: facts("FARGATE") },
        ],
        [
            "by the default that the plan gives a cluster of facts",
            (n) => {
                list(n, ["instances"], ["instances"], { clusterName: "main" });
                return service(n, { cluster: existing });
            },
            "false",
            { facts: facts("FARGATE") },
        ],
    ];
    for (const [name, network, expected, told = {}] of rows)
        it(name, () => {
            const { graph, launcher } = launcherOf(network, told);
            const is = isFargate(graph, launcher);
            deepEqual(is.known ? String(is.value) : `${is.why.property}: ${is.why.what}`, expected);
        });
});

describe("whether a cluster has the providers of a strategy", () => {
    /** A service with this strategy, and what its cluster has. */
    const on =
        (names: readonly string[], had: Value, byDefault: readonly Value[] = []) =>
        (n: Network): Resource => {
            list(n, had, byDefault);
            return service(n, strategy(...names));
        };
    const rows: readonly (readonly [
        name: string,
        network: (n: Network) => Resource,
        expected: string,
        told?: Told,
    ])[] = [
        ["both", on(["FARGATE", "FARGATE_SPOT"], ["FARGATE", "FARGATE_SPOT"]), "ok"],
        ["one of both", on(["FARGATE", "FARGATE_SPOT"], ["FARGATE"]), "violated FARGATE_SPOT"],
        ["none", on(["FARGATE", "FARGATE_SPOT"], []), "violated FARGATE FARGATE_SPOT"],
        ["one twice", on(["FARGATE", "FARGATE"], []), "violated FARGATE"],
        ["in the default alone", on(["FARGATE_SPOT"], ["FARGATE"], ["FARGATE_SPOT"]), "ok"],
        ["instances, which nobody asks for", on(["instances"], []), "ok"],
        ["no strategy", on([], []), "ok"],
        ["what nobody lists", (n) => service(n, strategy("FARGATE")), "ok"],
        [
            "a name that is not known yet",
            (n) => on(["FARGATE_SPOT"], ["FARGATE", later(n)])(n),
            "unknown capacityProviders[1]",
            { form: "first preview" },
        ],
        [
            "names that are not known yet",
            (n) => on(["FARGATE_SPOT"], later(n))(n),
            "unknown capacityProviders",
            { form: "first preview" },
        ],
        [
            "a default that is not known yet",
            (n) => on(["FARGATE_SPOT"], ["FARGATE"], [later(n)])(n),
            "unknown defaultCapacityProviderStrategies[0].capacityProvider",
            { form: "first preview" },
        ],
        [
            "a strategy that is not known yet, of one of them",
            (n) => {
                list(n, ["FARGATE"]);
                return service(n, strategy("FARGATE", later(n)));
            },
            "unknown capacityProviderStrategies[1].capacityProvider",
            { form: "first preview" },
        ],
        [
            "a strategy that is not known yet, of both",
            (n) => {
                list(n, ["FARGATE", "FARGATE_SPOT"]);
                return service(n, strategy("FARGATE", later(n)));
            },
            "ok",
            { form: "first preview" },
        ],
        [
            "a strategy that is not known at all yet, of none",
            (n) => {
                list(n, []);
                return service(n, { capacityProviderStrategies: later(n) });
            },
            "unknown capacityProviderStrategies",
            { form: "first preview" },
        ],
        [
            "a list that may be of another cluster",
            (n) => {
                list(n, ["FARGATE"], [], { clusterName: later(n) });
                return service(n, strategy("FARGATE_SPOT"));
            },
            "unknown clusterName",
            { form: "first preview" },
        ],
        [
            "a list, and one that may be of another cluster",
            (n) => {
                list(n, ["FARGATE"]);
                list(n, ["FARGATE"], [], { name: "more", clusterName: later(n) });
                return service(n, strategy("FARGATE_SPOT"));
            },
            "unknown clusterName",
            { form: "first preview" },
        ],
        [
            "two lists, of which one has it",
            (n) => {
                list(n, ["FARGATE"]);
                list(n, ["FARGATE_SPOT"], [], { name: "more" });
                return service(n, strategy("FARGATE_SPOT"));
            },
            "ok",
        ],
        [
            "a list that others change",
            (n) => {
                list(n, ["FARGATE"], [], {}, { ignoreChanges: ["capacityProviders"] });
                return service(n, strategy("FARGATE_SPOT"));
            },
            "unknown capacityProviders",
        ],
        [
            "a list that others will change, as it is made",
            (n) => {
                list(n, ["FARGATE"], [], {}, { ignoreChanges: ["capacityProviders"] });
                return service(n, strategy("FARGATE_SPOT"));
            },
            "violated FARGATE_SPOT",
            { form: "first preview" },
        ],
        [
            "those that facts tell",
            (n) => service(n, { cluster: existing, ...strategy("FARGATE_SPOT") }),
            "violated FARGATE_SPOT",
            { facts: facts("FARGATE") },
        ],
        [
            "those that the plan gives a cluster of facts",
            (n) => {
                list(n, ["FARGATE_SPOT"], [], { clusterName: "main" });
                return service(n, { cluster: existing, ...strategy("FARGATE_SPOT", "FARGATE") });
            },
            "violated FARGATE",
            { facts: facts("FARGATE") },
        ],
        [
            "those that facts tell of what the plan makes, and has changed",
            (n) => {
                n.cluster();
                return service(n, strategy("FARGATE_SPOT"));
            },
            "ok",
            { facts: facts("FARGATE") },
        ],
    ];
    for (const [name, network, expected, told = {}] of rows)
        it(name, () => {
            const { graph, launcher } = launcherOf(network, told);
            const { missing, answer } = namedProviders(graph, launcher);
            const words =
                answer.verdict === "cannot-know"
                    ? ["unknown", ...answer.gaps.map(({ property }) => property)]
                    : [answer.verdict, ...missing];
            deepEqual(words.join(" "), expected);
        });
});
