import { deepEqual } from "node:assert/strict";
import type { TaskLauncher } from "../../src/network";
import { desiredTasks, peakTasks, steadyTasks } from "../../src/workload";
import { graphOf, nodeOf } from "../support/graph";
import { later, natNetwork, Network, scaling } from "../support/networks";
import type { Form, Inputs, Options, Resource, Value } from "../support/program";

function service(n: Network, inputs: Inputs, options?: Options): Resource {
    return n.service("web", [natNetwork(n).privateSubnet], inputs, options);
}

/** A service, and how far it is scaled. */
function scaled(n: Network, inputs: Inputs, target: Inputs, options?: Options): Resource {
    const web = service(n, inputs, options);
    scale(n, "web", web, target);
    return web;
}

function scale(n: Network, name: string, web: Resource, target: Inputs): void {
    scaling(n, name, null, { resourceId: web.id, ...target });
}

function taskSet(n: Network, scale: Value, ofService: Inputs, more: Inputs = {}): Resource {
    const web = service(n, { ...ofService, deploymentController: { type: "EXTERNAL" } });
    return n.add("aws:ecs/taskSet:TaskSet", "green", {
        service: web.id,
        cluster: n.find("aws:ecs/cluster:Cluster")?.arn ?? null,
        taskDefinition: n.find("aws:ecs/taskDefinition:TaskDefinition")?.arn ?? null,
        scale,
        ...more,
    });
}

function express(n: Network, scalingTargets: Value): Resource {
    return n.add("aws:ecs/expressGatewayService:ExpressGatewayService", "web", {
        executionRoleArn: n.role("execution").arn,
        infrastructureRoleArn: n.role("infrastructure").arn,
        scalingTargets,
    });
}

const ignoring: Options = { ignoreChanges: ["desiredCount"] };

describe("how many tasks run", () => {
    const rows: readonly (readonly [
        name: string,
        network: (n: Network) => Resource,
        /** Desired, steady, at most at once: `least-most`, and what is not known. */
        expected: string,
        form?: Form,
    ])[] = [
        ["of a service", (n) => service(n, { desiredCount: 3 }), "3 3 6"],
        ["of one that says no number", (n) => service(n, { desiredCount: null }), "0 0 0"],
        ["of less than none", (n) => service(n, { desiredCount: -1 }), "0 0 0"],
        [
            "of a number that is not known yet",
            (n) => service(n, { desiredCount: later(n) }),
            "0-Infinity(desiredCount) 0 0-Infinity(desiredCount)",
            "first preview",
        ],
        [
            "of a number that others set",
            (n) => service(n, { desiredCount: 3 }, ignoring),
            "0-Infinity(desiredCount) 0 0-Infinity(desiredCount)",
        ],
        [
            "of a number that others will set, as it is made",
            (n) => service(n, { desiredCount: 3 }, ignoring),
            "3 3 6",
            "first preview",
        ],
        [
            "of a number that others set, up to a limit",
            (n) => scaled(n, { desiredCount: 3 }, { maxCapacity: 10 }, ignoring),
            "0-10(desiredCount) 0 10-20(desiredCount)",
        ],
        [
            "of a number that is not known yet, whatever the limit",
            (n) => scaled(n, { desiredCount: later(n) }, { maxCapacity: 10 }),
            "0-Infinity(desiredCount) 0 10-Infinity(desiredCount)",
            "first preview",
        ],
        [
            "of a number that others set, up to a limit that they set too",
            (n) => scaled(n, { desiredCount: 3 }, {}, ignoring),
            "0-Infinity(desiredCount) 0 0-Infinity(desiredCount)",
        ],
        [
            "of a service that is scaled",
            (n) => scaled(n, { desiredCount: 2 }, { maxCapacity: 10 }),
            "2 0 10",
        ],
        [
            "of a service that is scaled twice",
            (n) => {
                const web = scaled(n, { desiredCount: 2 }, { maxCapacity: 10 });
                scale(n, "more", web, { maxCapacity: 20 });
                return web;
            },
            "2 0 20",
        ],
        [
            "of a service that is scaled to no more than a deployment takes",
            (n) => scaled(n, { desiredCount: 2 }, { maxCapacity: 3 }),
            "2 0 4",
        ],
        [
            "of a service that is scaled to what is not known yet",
            (n) => scaled(n, { desiredCount: 2 }, { maxCapacity: later(n) }),
            "2 0 4-Infinity(maxCapacity)",
            "first preview",
        ],
        [
            "of a service beside one that is scaled",
            (n) => {
                const web = service(n, { desiredCount: 2 });
                scale(n, "other", n.service("other", []), { maxCapacity: 10 });
                return web;
            },
            "2 2 4",
        ],
        [
            "of a service, where what is scaled is not known yet",
            (n) => {
                const web = service(n, { desiredCount: 2 });
                scale(n, "web", web, { resourceId: later(n), maxCapacity: 10 });
                return web;
            },
            "2 0 4-Infinity(resourceId)",
            "first preview",
        ],
        [
            "of a service, where something of DynamoDB is scaled",
            (n) => scaled(n, { desiredCount: 2 }, { serviceNamespace: "dynamodb", maxCapacity: 9 }),
            "2 2 4",
        ],
        [
            "of a service, where it is not known of what something is scaled",
            (n) => scaled(n, { desiredCount: 2 }, { serviceNamespace: later(n), maxCapacity: 9 }),
            "2 0 4-Infinity(resourceId serviceNamespace)",
            "first preview",
        ],
        [
            "of a service that is deployed without more",
            (n) => service(n, { desiredCount: 3, deploymentMaximumPercent: 100 }),
            "3 3 3",
        ],
        [
            "of a service that is deployed with half as many more",
            (n) => service(n, { desiredCount: 3, deploymentMaximumPercent: 150 }),
            "3 3 4",
        ],
        [
            "of a service that is deployed with nobody knows how many more",
            (n) => service(n, { desiredCount: 3, deploymentMaximumPercent: later(n) }),
            "3 3 3-Infinity(deploymentMaximumPercent)",
            "first preview",
        ],
        [
            "of none, deployed with nobody knows how many more",
            (n) => service(n, { desiredCount: 0, deploymentMaximumPercent: later(n) }),
            "0 0 0(deploymentMaximumPercent)",
            "first preview",
        ],
        ...["BLUE_GREEN", "CANARY", "LINEAR"].map(
            (strategy) =>
                [
                    `of a service that is deployed ${strategy}`,
                    (n: Network) =>
                        service(n, {
                            desiredCount: 3,
                            deploymentConfiguration: { strategy },
                            deploymentMaximumPercent: 100,
                        }),
                    "3 3 6",
                ] as const,
        ),
        [
            "of a service that is deployed ROLLING",
            (n) =>
                service(n, {
                    desiredCount: 3,
                    deploymentConfiguration: { strategy: "ROLLING" },
                    deploymentMaximumPercent: 100,
                }),
            "3 3 3",
        ],
        [
            "of a service that CodeDeploy deploys",
            (n) =>
                service(n, {
                    desiredCount: 3,
                    deploymentController: { type: "CODE_DEPLOY" },
                    deploymentMaximumPercent: 100,
                }),
            "3 3 6",
        ],
        [
            "of a service that another controller deploys",
            (n) => service(n, { desiredCount: 3, deploymentController: { type: "EXTERNAL" } }),
            "3 3 3",
        ],
        [
            "of a service of which it is not known who deploys it",
            (n) => service(n, { desiredCount: 3, deploymentController: { type: later(n) } }),
            "3 3 3-Infinity(deploymentController.type)",
            "first preview",
        ],
        [
            "of a service of which it is not known how it is deployed",
            (n) => service(n, { desiredCount: 3, deploymentConfiguration: { strategy: later(n) } }),
            "3 3 3-Infinity(deploymentConfiguration.strategy)",
            "first preview",
        ],
        [
            "of a task set with all of its service's",
            (n) => taskSet(n, { unit: "PERCENT", value: 100 }, { desiredCount: 3 }),
            "3 0 3",
        ],
        [
            "of a task set with half of its service's, rounded up",
            (n) => taskSet(n, { unit: "PERCENT", value: 50 }, { desiredCount: 3 }),
            "2 0 2",
        ],
        [
            "of a task set with none",
            (n) => taskSet(n, { unit: "PERCENT", value: 0 }, { desiredCount: 3 }),
            "0 0 0",
        ],
        [
            "of a task set with none of nobody knows how many",
            (n) => taskSet(n, { unit: "PERCENT", value: 0 }, { desiredCount: later(n) }),
            "0(desiredCount) 0 0(desiredCount)",
            "first preview",
        ],
        [
            "of a task set with a share that is not known yet",
            (n) => taskSet(n, { unit: "PERCENT", value: later(n) }, { desiredCount: 3 }),
            "0-3(scale.value) 0 0-3(scale.value)",
            "first preview",
        ],
        [
            "of a task set of a service that is not there",
            (n) => taskSet(n, { unit: "PERCENT", value: 50 }, {}, { service: "web" }),
            "0-Infinity(service) 0 0-Infinity(service)",
        ],
        ["in Express Mode", (n) => express(n, [{ minTaskCount: 2, maxTaskCount: 10 }]), "2 2 10"],
        [
            "in Express Mode, which doubles them as it deploys",
            (n) => express(n, [{ minTaskCount: 4, maxTaskCount: 5 }]),
            "4 4 8",
        ],
        [
            "in Express Mode up to a number that is not known yet",
            (n) => express(n, [{ minTaskCount: 2, maxTaskCount: later(n) }]),
            "2 2 4-Infinity(scalingTargets[0].maxTaskCount)",
            "first preview",
        ],
        [
            "in Express Mode from a number that is not known yet",
            (n) => express(n, [{ minTaskCount: later(n), maxTaskCount: 10 }]),
            "0-Infinity(scalingTargets[0].minTaskCount) 0 10-Infinity(scalingTargets[0].minTaskCount)",
            "first preview",
        ],
    ];
    for (const [name, network, expected, form = "deployed"] of rows)
        it(name, () => {
            const n = new Network();
            const its = network(n);
            const graph = graphOf(n, form);
            const launcher = nodeOf<TaskLauncher>(graph, its);
            const [desired, peak] = [desiredTasks(graph, launcher), peakTasks(graph, launcher)].map(
                ({ least, most, gaps }) => {
                    const range =
                        least === most ? String(least) : `${String(least)}-${String(most)}`;
                    const open = gaps.map(({ property }) => property).join(" ");
                    return open === "" ? range : `${range}(${open})`;
                },
            );
            deepEqual([desired, steadyTasks(graph, launcher), peak].join(" "), expected);
        });
});
