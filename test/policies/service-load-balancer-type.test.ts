import { serviceLoadBalancerType } from "../../policies/service-load-balancer-type";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { albNetwork, behind as registering, natNetwork, type Network } from "../support/networks";
import { unknown, type Inputs, type Resource, type Value } from "../support/program";
import { testPolicy } from "../support/table";

interface Balancers {
    readonly classic: Resource;
    readonly group: Resource;
}

/** A service with these `loadBalancers` blocks, beside a Classic Load Balancer and a target group. */
const behind =
    (blocks: (among: Balancers) => readonly Inputs[], inputs: Inputs = {}) =>
    (n: Network): void => {
        const { vpc, privateSubnet } = natNetwork(n);
        const classic = n.add("aws:elb/loadBalancer:LoadBalancer", "classic", {
            subnets: [privateSubnet.id],
            listeners: [
                { lbPort: 80, lbProtocol: "http", instancePort: 80, instanceProtocol: "http" },
            ],
        });
        const group = n.targetGroup("modern", vpc);
        const container = { containerName: "c0", containerPort: 80 };
        const loadBalancers = blocks({ classic, group }).map((block) => ({
            ...block,
            ...container,
        }));
        n.service("web", [privateSubnet], { loadBalancers, ...inputs });
    };

/** A task set with this block. */
const taskSet =
    (block: Inputs) =>
    (n: Network): void => {
        n.add("aws:ecs/taskSet:TaskSet", "green", {
            launchType: "FARGATE",
            networkConfiguration: { subnets: ["subnet-1"] },
            loadBalancers: [{ containerName: "c0", containerPort: 80, ...block }],
        });
    };

const byArn = ({ group }: Balancers): Inputs[] => [{ targetGroupArn: group.arn }];
const byName = ({ classic }: Balancers): Inputs[] => [{ elbName: classic.get("name") }];
const registers = /^service web registers with a Classic Load Balancer/;
const outside =
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef";

/** Blocks that depend on these, of which one value is not known. */
const fedBy =
    (block: Inputs, feeding: (among: Balancers) => readonly Resource[]) =>
    (n: Network): void => {
        behind(() => [block])(n);
        const [classic, group, service] = ["elb/", "lb/", "ecs/service"].map((part) =>
            n.resources.find(({ type }) => type.startsWith(`aws:${part}`)),
        );
        if (classic === undefined || group === undefined || service === undefined) return;
        n.resources.pop();
        const feeds = { loadBalancers: feeding({ classic, group }) };
        n.add(service.type, service.name, service.inputs, { feeds });
    };

testPolicy(serviceLoadBalancerType, unverifiedNetwork, {
    valid: [
        { name: "a target group", network: behind(byArn) },
        { name: "no load balancer", network: behind(() => []) },
        {
            name: "a target group outside the plan",
            network: behind(() => [{ targetGroupArn: outside }]),
        },
        {
            name: "an empty name of a Classic Load Balancer",
            network: behind(({ group }) => [
                { targetGroupArn: group.arn, elbName: "" },
                { targetGroupArn: group.arn, elbName: null },
            ]),
        },
        {
            name: "an EC2 service with a Classic Load Balancer",
            network: behind(byName, { launchType: "EC2" }),
        },
        {
            name: "an EC2 service with a Classic Load Balancer of another stack",
            network: behind(() => [{ elbName: "shared" }], { launchType: "EC2" }),
        },
        {
            name: "a target group that is fed beside a Classic Load Balancer",
            network: fedBy({ targetGroupArn: unknown }, ({ classic, group }) => [classic, group]),
            forms: ["first preview"],
        },
        {
            name: "a target group that another resource finds",
            network: fedBy({ targetGroupArn: unknown }, () => []),
            forms: ["first preview"],
        },
        { name: "a task set with a target group", network: taskSet({ targetGroupArn: outside }) },
        {
            name: "an event target, which has no load balancer",
            network: (n) => {
                n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
                    arn: n.cluster().arn,
                    ecsTarget: { taskDefinitionArn: "app:1", launchType: "FARGATE" },
                });
            },
        },
    ],
    violates: [
        {
            name: "a Classic Load Balancer by name",
            statement: "1.12",
            network: behind(byName),
            on: "web",
            says: [registers, /fix: give web an Application or Network Load Balancer/],
            fixed: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                const listener = n.listener("http", alb, group);
                n.service("web", [privateSubnet], registering(group), { dependsOn: [listener] });
            },
        },
        {
            name: "a Classic Load Balancer of another stack, by name",
            network: behind(() => [{ elbName: "shared" }]),
            on: "web",
            says: registers,
        },
        {
            name: "a Classic Load Balancer as a target group",
            network: behind(({ classic }) => [{ targetGroupArn: classic.arn }]),
            on: "web",
            says: registers,
        },
        {
            name: "the name of a Classic Load Balancer as that of a target group",
            network: behind(({ classic }) => [{ targetGroupArn: classic.get("name") }]),
            on: "web",
            says: registers,
        },
        {
            name: "a Classic Load Balancer beside a target group",
            network: behind((among) => [...byArn(among), ...byName(among)]),
            on: "web",
            says: registers,
        },
        {
            name: "a name that is not known, of the only Classic Load Balancer that feeds it",
            network: fedBy({ elbName: unknown }, ({ classic }) => [classic]),
            forms: ["first preview"],
            on: "web",
            says: registers,
        },
        {
            name: "a name that is not known, fed beside a target group",
            network: fedBy({ elbName: unknown }, ({ classic, group }) => [group, classic]),
            forms: ["first preview"],
            on: "web",
            says: registers,
        },
        {
            name: "a Classic Load Balancer, on a cluster whose default is Fargate",
            network: (n) => {
                n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
                    clusterName: n.cluster().get("name"),
                    defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
                });
                behind(byName, { launchType: null })(n);
            },
            on: "web",
            says: registers,
        },
        {
            name: "a task set",
            network: taskSet({ loadBalancerName: "shared" }),
            on: "green",
            says: /^task set green registers with a Classic Load Balancer/,
        },
    ],
    cannotKnow: [
        {
            name: "a name that is not known",
            network: fedBy({ elbName: unknown }, () => []),
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers\[0\]\.elbName of web/,
            ok: behind(byArn),
            violated: behind(byName),
        },
        {
            name: "two target groups that are not known, fed by one and a Classic Load Balancer",
            network: (n) => {
                behind(({ classic, group }) => [
                    { targetGroupArn: classic.arn },
                    { targetGroupArn: group.arn },
                ])(n);
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers\[0\]\.targetGroupArn of web/,
            ok: behind((among) => [...byArn(among), ...byArn(among)]),
            violated: behind(({ classic }) => [{ targetGroupArn: classic.arn }]),
        },
        {
            name: "blocks that are not known",
            network: behind(byArn, { loadBalancers: unknown as Value }),
            on: "web",
            gap: /loadBalancers of web/,
            ok: behind(byArn),
            violated: behind(byName),
        },
        {
            name: "a Classic Load Balancer of a service that may be on Fargate",
            network: behind(byName, { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: behind(byName, { launchType: "EC2" }),
            violated: behind(byName),
        },
    ],
});
