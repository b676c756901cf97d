import {
    areInFargateZones,
    awsLogsOf,
    byName,
    claimsOf,
    connectNamespace,
    desiredTasks,
    findLoadBalancers,
    findTasks,
    findVpcs,
    findWorkloads,
    hasAgent,
    hasLogGroups,
    hasServiceLinkedRole,
    haveValues,
    hiddenLaunchers,
    isTaken,
    namedCalls,
    namedProviders,
    needlessRouters,
    peakTasks,
    portClaimsOf,
    portsOf,
    proxiedIn,
    seesDhcpOptions,
    slotsOf,
    steadyTasks,
    taskNames,
    tcpPortsOf,
    unmodelledLaunchers,
    unreadResources,
    type Workload,
} from "../../src/workload";
import { Service, type Graph } from "../../src/network";
import { assertGolden, type Saying } from "../support/golden";
import { graphOfRecording } from "../support/graph";
import { gettersOf, inWords, isNothing } from "../support/in-words";

/*
 * All that is known of the tasks in the policies' tables, and of what they need, is in test/golden/tasks: in the
 * shape of sentences, each in the first file in which it occurs.
 */

type Ask = (graph: Graph, workload: Workload) => unknown;

const asked: Readonly<Record<string, Ask>> = {
    desiredTasks: (graph, { launcher }) => desiredTasks(graph, launcher),
    steadyTasks: (graph, { launcher }) => steadyTasks(graph, launcher),
    peakTasks: (graph, { launcher }) => peakTasks(graph, launcher),
    claimsOf,
    slotsOf: (_graph, { launcher }) => slotsOf(launcher),
    portClaimsOf: (_graph, workload) => [...portClaimsOf(workload)],
    connectNamespace: (_graph, workload) => connectNamespace(workload),
    tcpPortsOf: (_graph, workload) => tcpPortsOf(workload),
    namedProviders: (graph, { launcher }) => namedProviders(graph, launcher),
    areInFargateZones: (_graph, workload) => areInFargateZones(workload),
    hasAgent: (graph, workload) => hasAgent(graph, workload, false),
    isTaken: (graph, { launcher }) => isTaken(graph, launcher),
    proxiedIn: (_graph, { definition }) => proxiedIn(definition),
    seesDhcpOptions: (graph, { launcher }) =>
        launcher instanceof Service ? seesDhcpOptions(graph, launcher) : undefined,
    hasLogGroups: (graph, { launcher, definition }) =>
        definition.known ? hasLogGroups(graph, launcher, definition.value) : undefined,
    haveValues: (graph, { launcher, definition }) =>
        definition.known ? haveValues(graph, launcher, definition.value) : undefined,
};

function* told(of: string, name: string, value: unknown): Iterable<string> {
    if (value !== undefined && !isNothing(value)) yield `${of}: ${name}: ${inWords(value)}`;
}

const toldOfTasks: Saying = function* (_policy, recording) {
    const graph = graphOfRecording(recording);
    const workloads = findWorkloads(graph);
    const names = taskNames(workloads);
    const named = byName(names);
    for (const workload of workloads) {
        const { needs, launcher, ...more } = workload;
        const { label } = launcher;
        for (const [name, value] of Object.entries(more)) yield* told(label, name, value);
        for (const name of gettersOf(needs)) {
            yield* told(label, name, (needs as unknown as Record<string, unknown>)[name]);
        }
        for (const [name, ask] of Object.entries(asked)) {
            yield* told(label, name, ask(graph, workload));
        }
        yield* told(label, "namedCalls", namedCalls(workload, named));
        const [stack] = graph.plan.resources;
        if (stack !== undefined) {
            yield* told(
                label,
                "hasServiceLinkedRole",
                hasServiceLinkedRole(graph, workload, stack),
            );
        }
    }
    for (const task of findTasks(graph, workloads)) {
        const { definition, maybe, isChecked } = task;
        const { label, containers } = definition;
        yield* told(label, "maybe", { maybe, isChecked });
        for (const role of ["executionRoleArn", "taskRoleArn"] as const) {
            for (const need of task.needs(role)) yield* told(label, role, need);
            yield* told(label, `${role} replacing`, task.replacing(role));
            yield* told(label, `${role} replaced`, task.replaced(role));
        }
        yield* told(label, "awsLogsOf", awsLogsOf(graph, definition));
        yield* told(label, "needlessRouters", needlessRouters(definition));
        if (containers.known) yield* told(label, "portsOf", portsOf(containers.value));
    }
    for (const each of names) yield* told("name", "of tasks", each);
    for (const each of findLoadBalancers(graph, workloads))
        yield* told("load balancer", "maybe", each);
    for (const each of findVpcs(graph, workloads)) yield* told("VPC", "tasks", each);
    for (const each of unmodelledLaunchers(graph)) yield* told("launcher", "not modelled", each);
    for (const each of hiddenLaunchers(graph.plan, () => graph))
        yield* told("launcher", "hidden", each);
    for (const each of unreadResources(graph.plan, workloads.length > 0)) {
        yield* told("resource", "unread", each);
    }
};

describe("what is known of tasks", () => {
    assertGolden({
        name: "tasks",
        say: toldOfTasks,
        isWhole: true,
    });
});
