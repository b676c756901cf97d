import { assuming, ok, unless, violated, type Answer } from "../src/knowable";
import { listed, type Eip, type Graph, type NetworkInterfaceChange } from "../src/network";
import { definePolicy, type Model } from "../src/policy";
import type { Workload } from "../src/workload";

export const taskNetworkInterfaces = definePolicy({
    kind: "stack",
    name: "task-network-interfaces",
    description:
        "Every network interface of a Fargate task must be left to Fargate: nothing may attach, address or group it.",
    why: 'Fargate makes the network interface of a task, and no account can detach or modify it (AWS rule 1.9): "AuthFailure: You do not have permission to access the specified resource". It goes with the task, too. Only an interface that the program itself takes from a service is judged.',
    fix: "Set security groups and `assignPublicIp` in the service's `networkConfiguration`; for a fixed address put a Network Load Balancer before the tasks, or a NAT gateway behind them.",
    turnOff: "AWS refuses such a change, so there is no reason to.",
    severity: "medium",
    level: "mandatory",
    subject: {
        what: "network interfaces of tasks",
        isIn: (model) => changesOf(model).length > 0,
    },
    *check({ model }) {
        const { graph } = model;
        for (const { change, owners } of changesOf(model)) {
            const names = owners.map(({ launcher: { label, name } }) => ({
                name: `${label} ${name}`,
            }));
            yield {
                resource: change.resource,
                answer: isApart(graph, change, owners),
                problem: `${change.label} ${change.name} changes a network interface of a task of ${listed(names)}, which Fargate alone may do`,
                fix: `remove ${change.label} ${change.name}; what it is for goes into the networkConfiguration of ${listed(names)}`,
            };
        }
    },
});

/** What changes the network interfaces of workloads, each with these. */
function changesOf({ graph, workloads }: Model): readonly {
    readonly change: NetworkInterfaceChange | Eip;
    readonly owners: readonly Workload[];
}[] {
    const byUrn = new Map(workloads.map((each) => [each.launcher.urn, each]));
    return [...graph.all("networkInterfaceChange"), ...graph.all("eip")]
        .map((change) => ({
            change,
            owners: change.givers.flatMap(({ urn }) => byUrn.get(urn) ?? []),
        }))
        .filter(({ owners }) => owners.length > 0);
}

/** What workloads alone feed is an interface of their tasks; what something else feeds too may be of that. */
function isApart(
    graph: Graph,
    change: NetworkInterfaceChange | Eip,
    owners: readonly Workload[],
): Answer<never> {
    const { givers, interfaceId, interfaceProperty, resource } = change;
    const others = givers.filter(({ urn }) => owners.every(({ launcher }) => launcher.urn !== urn));
    const isOthers = others.some(
        ({ id }) => id.known && interfaceId.known && id.value === interfaceId.value,
    );
    if (isOthers) return ok();
    const tasks = listed(owners.map(({ launcher }) => launcher));
    const may = others.length > 0 || !graph.options.trustDependencies;
    const what = `it may be an interface of the tasks of ${tasks}, and may be another`;
    return assuming(
        unless(violated(), [
            ...(may ? [resource.gap(interfaceProperty, "made-by-plan", what)] : []),
            ...owners.flatMap(({ maybe }) => maybe),
        ]),
        [`the network interface of ${change.name} is one of the tasks of ${tasks}`],
    );
}
