import { deepEqual } from "node:assert/strict";
import type { LoadBalancer } from "../../src/network";
import { doubtsOfServing, findLoadBalancers, findWorkloads } from "../../src/workload";
import { graphOf, nodeOf } from "../support/graph";
import { gapInWords, notYet } from "../support/in-words";
import { behind, later, natNetwork, Network } from "../support/networks";
import type { Form, Inputs, Resource, Value } from "../support/program";

interface Parts {
    readonly n: Network;
    readonly vpc: Resource;
    readonly alb: Resource;
    /** Two target groups. */
    readonly group: Resource;
    readonly other: Resource;
    readonly web: (inputs: Inputs) => void;
    /** Something that the deployment makes known. */
    readonly later: Value;
}

const to = (...groups: readonly Value[]): Inputs => ({
    defaultActions: groups.map((targetGroupArn) => ({ type: "forward", targetGroupArn })),
});

function parts(n: Network): Parts {
    const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
    return {
        n,
        vpc,
        alb: n.loadBalancer("alb", [publicSubnet]),
        group: n.targetGroup("web", vpc),
        other: n.targetGroup("other", vpc),
        web: (inputs) => {
            n.service("web", [privateSubnet], inputs);
        },
        later: later(n),
    };
}

function rule(n: Network, listenerArn: Value, ...groups: readonly Value[]): void {
    const { defaultActions: actions = [] } = to(...groups);
    n.add("aws:lb/listenerRule:ListenerRule", "rule", { listenerArn, actions, conditions: [] });
}

describe("whether a load balancer serves tasks on Fargate", () => {
    const rows: readonly (readonly [
        name: string,
        build: (network: Parts) => void,
        /** Why it may not; `true`: it does, `false`: it does not. */
        expected: true | false | readonly string[],
        form?: Form,
    ])[] = [
        [
            "whose listener forwards to their target group",
            ({ n, alb, group, web }) => {
                n.listener("http", alb, group);
                web(behind(group));
            },
            true,
        ],
        [
            "whose rule forwards to their target group",
            ({ n, alb, group, other, web }) => {
                rule(n, n.listener("http", alb, other).arn, group.arn);
                web(behind(group));
            },
            true,
        ],
        [
            "of which one listener forwards to one of their target groups",
            ({ n, alb, group, other, web }) => {
                n.listener("http", alb, n.targetGroup("third", n.vpc("third")));
                n.listener("more", alb, other, { port: 81 });
                web(behind(group, other));
            },
            true,
        ],
        [
            "whose listener forwards to another target group",
            ({ n, alb, group, other, web }) => {
                n.listener("http", alb, other);
                web(behind(group));
            },
            false,
        ],
        [
            "before a service that is behind none",
            ({ n, alb, group, web }) => {
                n.listener("http", alb, group);
                web({});
            },
            false,
        ],
        [
            "whose listener forwards to none",
            ({ n, alb, group, web }) => {
                n.listener("http", alb, group, {
                    defaultActions: [{ type: "fixed-response", fixedResponse: {} }],
                });
                web(behind(group));
            },
            false,
        ],
        [
            "beside that to which the listener belongs",
            ({ n, group, web }) => {
                n.listener("http", n.loadBalancer("second", []), group);
                web(behind(group));
            },
            false,
        ],
        [
            "whose rule belongs to the listener of another",
            ({ n, alb, group, other, web }) => {
                n.listener("http", alb, other);
                const second = n.loadBalancer("second", []);
                rule(n, n.listener("more", second, other).arn, group.arn);
                web(behind(group));
            },
            false,
        ],
        [
            "before a service on EC2",
            ({ n, alb, group, web }) => {
                n.listener("http", alb, group);
                web({ ...behind(group), launchType: "EC2" });
            },
            false,
        ],
        [
            "where the listener may be of another",
            ({ n, alb, group, web, later }) => {
                n.listener("http", alb, group, { loadBalancerArn: later });
                web(behind(group));
            },
            [`loadBalancerArn of http: ${notYet}`],
            "first preview",
        ],
        [
            "where the rule may be of the listener of another",
            ({ n, alb, group, other, web, later }) => {
                n.listener("http", alb, other);
                rule(n, later, group.arn);
                web(behind(group));
            },
            [`listenerArn of rule: ${notYet}`],
            "first preview",
        ],
        [
            "where the listener may forward elsewhere",
            ({ n, alb, group, web, later }) => {
                n.listener("http", alb, group, to(later));
                web(behind(group));
            },
            [`defaultActions[0].targetGroupArn of http: ${notYet}`],
            "first preview",
        ],
        [
            "where the service may be behind another",
            ({ n, alb, group, web, later }) => {
                n.listener("http", alb, group);
                web({ loadBalancers: [{ ...first(behind(group)), targetGroupArn: later }] });
            },
            [`loadBalancers[0].targetGroupArn of web: ${notYet}`],
            "first preview",
        ],
        [
            "where one listener is known, and another is not",
            ({ n, alb, group, web, later }) => {
                n.listener("http", alb, group);
                n.listener("more", alb, group, { ...to(later), port: 81 });
                web(behind(group));
            },
            true,
            "first preview",
        ],
        [
            "where the tasks may run on EC2",
            ({ n, alb, group, web, later }) => {
                n.listener("http", alb, group);
                web({ ...behind(group), launchType: later });
            },
            [`launchType of web: ${notYet}`],
            "first preview",
        ],
        [
            "where target groups lie outside the plan",
            ({ n, alb, group, web }) => {
                n.listener("http", alb, group, to(arn("one")));
                web({ loadBalancers: [{ ...first(behind(group)), targetGroupArn: arn("two") }] });
            },
            false,
        ],
    ];
    for (const [name, build, expected, form = "deployed"] of rows)
        it(name, () => {
            const n = new Network();
            const built = parts(n);
            build(built);
            const graph = graphOf(n, form);
            const workloads = findWorkloads(graph);
            const doubts = doubtsOfServing(
                graph,
                nodeOf<LoadBalancer>(graph, built.alb),
                workloads,
            );
            const said = doubts?.map(gapInWords);
            deepEqual(said ?? false, expected === true ? [] : expected);
            const found = findLoadBalancers(graph, workloads).find(
                ({ loadBalancer }) => loadBalancer.name === "alb",
            );
            deepEqual(
                found === undefined ? undefined : found.maybe.length === 0,
                expected === true ? true : expected === false ? undefined : false,
            );
        });
});

function first({ loadBalancers }: Inputs): Inputs {
    const [one] = loadBalancers as Inputs[];
    return one ?? {};
}

function arn(name: string): string {
    return `arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/${name}/0123456789abcdef`;
}
