import fc from "fast-check";
import { Network, natNetwork, taskOf } from "./networks";
import type { Inputs, Resource, Value } from "./program";

/*
 * Random services behind load balancers: what forwards to which target group, what waits for what, and
 * what registers where. Numbers choose among what is there.
 */

const index = fc.nat({ max: 5 });
const action = fc.oneof(
    { withCrossShrink: true },
    fc.record({ kind: fc.constant("forward" as const), group: index }),
    fc.record({ kind: fc.constant("weighted" as const), groups: fc.tuple(index, index) }),
    fc.constant({ kind: "redirect" as const }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const block = fc.record({
    group: index,
    alternate: fc.option(index, { freq: 3 }),
    container: fc.constantFrom("c0", "c0", "c1", "c2"),
    port: fc.constantFrom(80, 80, 8080, 8005),
});

export const choices = fc.record({
    types: fc.uniqueArray(fc.constantFrom("application", "network"), {
        minLength: 1,
        maxLength: 2,
    }),
    groups: fc.array(
        fc.record({
            targetType: fc.constantFrom("ip", "ip", "ip", "instance"),
            protocol: fc.constantFrom("HTTP", "HTTP", "TCP", "UDP"),
        }),
        { minLength: 1, maxLength: 4 },
    ),
    listeners: fc.array(
        fc.record({
            balancer: index,
            port: fc.constantFrom(80, 443, 8080),
            protocol: fc.constantFrom("HTTP", "TCP", "UDP"),
            action,
            rules: fc.array(action, { maxLength: 1 }),
        }),
        { maxLength: 3 },
    ),
    mappings: fc.array(
        fc.array(
            fc.constantFrom<Inputs>(
                { containerPort: 80, name: "http" },
                { containerPort: 8080 },
                { containerPort: 80, protocol: "udp" },
                { containerPortRange: "8000-8010" },
            ),
            { maxLength: 2 },
        ),
        { minLength: 1, maxLength: 2 },
    ),
    services: fc.array(
        fc.record({
            launch: fc.constantFrom("FARGATE", "FARGATE", "EC2"),
            controller: fc.constantFrom("ECS", "ECS", "CODE_DEPLOY"),
            blocks: fc.array(block, { maxLength: 2 }),
            waits: fc.constantFrom<"nothing" | "balancer" | "listener" | "rule">(
                "nothing",
                "balancer",
                "listener",
                "rule",
            ),
            connect: fc.option(fc.constantFrom("http", "grpc")),
            records: fc.option(
                fc.record({
                    types: fc.constantFrom(["A"], ["SRV"], ["A", "SRV"]),
                    says: fc.constantFrom<Inputs>(
                        {},
                        { port: 80 },
                        { containerName: "c0", containerPort: 80 },
                    ),
                }),
            ),
            green: fc.option(index),
        }),
        { minLength: 1, maxLength: 2 },
    ),
});
type Choices = typeof choices extends fc.Arbitrary<infer T> ? T : never;

/** Writes the program. */
export function build(chosen: Choices): Network {
    const n = new Network();
    const { vpc, publicSubnet, privateSubnet } = natNetwork(n);
    const balancers = chosen.types.map((loadBalancerType) =>
        n.loadBalancer(loadBalancerType, [publicSubnet], { loadBalancerType }),
    );
    // Of an unknown list that only wrong groups feed the service is told, of a known one the groups.
    const groups = chosen.groups.map(({ targetType, protocol }, i) =>
        n.targetGroup(`g${String(i)}`, vpc, {
            protocol,
            targetType: i === 0 ? targetType : "ip",
        }),
    );
    const rules: Resource[] = [];
    const listeners = chosen.listeners.map(({ balancer, port, protocol, ...each }, i) => {
        const name = `l${String(i)}`;
        const listener = n.add("aws:lb/listener:Listener", name, {
            loadBalancerArn: at(balancers, balancer).arn,
            port,
            protocol,
            defaultActions: [actionOf(each.action, groups)],
        });
        for (const rule of each.rules) {
            rules.push(
                n.add("aws:lb/listenerRule:ListenerRule", name, {
                    listenerArn: listener.arn,
                    actions: [actionOf(rule, groups)],
                }),
            );
        }
        return listener;
    });
    taskOf(n, ...chosen.mappings.map((portMappings) => ({ portMappings })));
    chosen.services.forEach((each, i) => {
        const name = `s${String(i)}`;
        const dependsOn = { nothing: [], balancer: balancers, listener: listeners, rule: rules };
        const service = n.service(
            name,
            [privateSubnet],
            {
                launchType: each.launch,
                deploymentController: { type: each.controller },
                loadBalancers: blocksOf(each.blocks, groups),
                ...(each.connect === null
                    ? {}
                    : {
                          serviceConnectConfiguration: {
                              enabled: true,
                              services: [{ portName: each.connect }],
                          },
                      }),
                ...(each.records === null
                    ? {}
                    : { serviceRegistries: discovery(n, name, each.records) }),
            },
            { dependsOn: dependsOn[each.waits] },
        );
        if (each.green === null) return;
        n.add("aws:codedeploy/deploymentGroup:DeploymentGroup", name, {
            ecsService: { clusterName: "main", serviceName: service.get("name") },
            loadBalancerInfo: {
                targetGroupPairInfo: {
                    targetGroups: [{ name: at(groups, each.green).get("name") }],
                },
            },
        });
    });
    return n;
}

function actionOf(action: Action, groups: readonly Resource[]): Value {
    switch (action.kind) {
        case "redirect":
            return { type: "redirect", redirect: { port: "443", statusCode: "HTTP_301" } };
        case "forward":
            return { type: "forward", targetGroupArn: at(groups, action.group).arn };
        case "weighted": {
            const targets = [...new Set(action.groups.map((each) => at(groups, each)))];
            const targetGroups = targets.map(({ arn }) => ({ arn, weight: 50 }));
            return { type: "forward", forward: { targetGroups } };
        }
    }
}

/** A service names each target group once: of one named twice a first preview shows one dependency. */
function blocksOf(
    blocks: Choices["services"][number]["blocks"],
    groups: readonly Resource[],
): Value[] {
    const left = new Set(groups);
    return blocks.flatMap(({ group, alternate, container, port }): Value[] => {
        const own = at(groups, group);
        if (!left.delete(own)) return [];
        const block = { targetGroupArn: own.arn, containerName: container, containerPort: port };
        const other = alternate === null ? own : at(groups, alternate);
        return left.delete(other)
            ? [{ ...block, advancedConfiguration: { alternateTargetGroupArn: other.arn } }]
            : [block];
    });
}

function discovery(
    n: Network,
    name: string,
    { types, says }: NonNullable<Choices["services"][number]["records"]>,
): Inputs {
    const dnsRecords = types.map((type) => ({ ttl: 10, type }));
    const registry = n.add("aws:servicediscovery/service:Service", name, {
        dnsConfig: { namespaceId: "ns-1", dnsRecords },
    });
    return { registryArn: registry.arn, ...says };
}

function at<T>(list: readonly T[], i: number): T {
    return list[i % list.length] as T;
}
