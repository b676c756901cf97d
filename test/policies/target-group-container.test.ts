import { targetGroupContainer } from "../../policies/target-group-container";
import { unverifiedNetwork } from "../../policies/unverified-network";
import {
    albNetwork,
    behind,
    natNetwork,
    taskFedBy,
    taskOf,
    type Network,
} from "../support/networks";
import { unknown, type Inputs, type Options, type Resource, type Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A service behind a load balancer, of a task with these containers: `c0`, `c1` … */
function serving(
    n: Network,
    containers: readonly Inputs[],
    block: Inputs = {},
    options: Options = {},
): Resource {
    const { alb, group, privateSubnet } = albNetwork(n);
    n.listener("http", alb, group);
    taskOf(n, ...containers);
    const [registration] = behind(group).loadBalancers as Inputs[];
    const loadBalancers = [{ ...registration, ...block }];
    return n.service("web", [privateSubnet], { loadBalancers }, options);
}

const ports = (...mappings: readonly Value[]): Inputs => ({ portMappings: [...mappings] });
const http: Inputs = ports({ containerPort: 80 });

const right = (n: Network): void => void serving(n, [http]);
const wrong = (n: Network): void => void serving(n, [ports({ containerPort: 8080 })]);

/** A service behind a load balancer, of a container written as CloudFormation does. */
function capitalized(n: Network, containerPort: Value): void {
    const { alb, group, privateSubnet } = albNetwork(n);
    n.listener("http", alb, group);
    const { inputs } = n.taskDefinition("app");
    const PortMappings = [{ ContainerPort: containerPort }];
    inputs.containerDefinitions = JSON.stringify([{ Name: "c0", Image: "nginx", PortMappings }]);
    n.service("web", [privateSubnet], behind(group));
}

/** A service behind a load balancer of this type, with a target group of this protocol. */
function speaking(
    n: Network,
    loadBalancerType: Value,
    protocol: Value,
    mapping: Inputs = { containerPort: 80 },
): void {
    const { alb, vpc, privateSubnet } = albNetwork(n);
    Object.assign(alb.inputs, { loadBalancerType });
    const group = n.targetGroup("spoken", vpc, { protocol });
    n.listener("front", alb, group, { protocol });
    taskOf(n, ports(mapping));
    n.service("web", [privateSubnet], behind(group));
}

/** A service that Cloud Map finds by records of these types. */
function discovered(n: Network, types: readonly Value[], block: Inputs, dns?: Value): void {
    const { vpc, privateSubnet } = natNetwork(n);
    const namespace = n.add("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "ns", {
        name: "internal",
        vpc: vpc.id,
    });
    const dnsRecords = types.map((type) => ({ ttl: 10, type }));
    const registry = n.add("aws:servicediscovery/service:Service", "web", {
        ...(types.length === 0
            ? {}
            : { dnsConfig: dns ?? { namespaceId: namespace.id, dnsRecords } }),
    });
    taskOf(n, http);
    n.service("web", [privateSubnet], {
        serviceRegistries: { registryArn: registry.arn, ...block },
    });
}

/** A service that others find by Service Connect, under the name of this port mapping. */
function connected(n: Network, portName: Value, enabled: Value = true): void {
    const { privateSubnet } = natNetwork(n);
    taskOf(n, ports({ containerPort: 80, name: "http" }));
    n.service("web", [privateSubnet], {
        serviceConnectConfiguration: { enabled, services: [{ portName }] },
    });
}

testPolicy(targetGroupContainer, unverifiedNetwork, {
    valid: [
        { name: "a port that the container maps", network: right },
        {
            name: "no load balancer and no port",
            network: (n) => n.service("worker", [natNetwork(n).privateSubnet]),
        },
        {
            name: "a target group whose port differs from the container's",
            network: (n) => serving(n, [ports({ containerPort: 8080 })], { containerPort: 8080 }),
        },
        {
            name: "the second of two containers",
            network: (n) => serving(n, [{}, http], { containerName: "c1" }),
        },
        {
            name: "one of several ports",
            network: (n) => serving(n, [ports({ containerPort: 9090 }, { containerPort: 80 })]),
        },
        {
            name: "containers written as CloudFormation does, with capital letters",
            network: (n) => capitalized(n, 80),
        },
        {
            name: "a port in a range",
            network: (n) =>
                serving(n, [ports({ containerPortRange: "8000-8010" })], { containerPort: 8005 }),
        },
        {
            name: "mappings as awsx writes them, with the port of the target group on both sides",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                const definition = taskOf(n, ports({ containerPort: 80, hostPort: 80 }));
                const front = n.add(
                    "awsx:lb:ApplicationLoadBalancer",
                    "web",
                    {},
                    { component: true },
                );
                n.service(
                    "web",
                    [privateSubnet],
                    {
                        taskDefinition: definition.arn,
                        ...behind(group),
                    },
                    { feeds: { loadBalancers: [front] } },
                );
            },
        },
        {
            name: "two services behind one load balancer",
            network: (n) => {
                const { alb, group, vpc, privateSubnet } = albNetwork(n);
                const listener = n.listener("http", alb, group);
                const api = n.targetGroup("api", vpc);
                n.add("aws:lb/listenerRule:ListenerRule", "api", {
                    listenerArn: listener.arn,
                    actions: [{ type: "forward", targetGroupArn: api.arn }],
                });
                taskOf(n, http);
                n.service("web", [privateSubnet], behind(group));
                n.service("api", [privateSubnet], behind(api));
            },
        },
        {
            name: "an EC2 service that registers what its task does not have",
            network: (n) => {
                const { group } = albNetwork(n);
                taskOf(n, {});
                n.service("old", [], { launchType: "EC2", ...behind(group) });
            },
        },
        {
            name: "a Network Load Balancer with TCP",
            network: (n) => speaking(n, "network", "TCP"),
        },
        {
            name: "a Network Load Balancer with UDP",
            network: (n) => speaking(n, "network", "UDP", { containerPort: 80, protocol: "udp" }),
        },
        {
            name: "TCP_UDP with a port that is mapped for one of them",
            network: (n) => speaking(n, "network", "TCP_UDP"),
        },
        { name: "HTTPS to the tasks", network: (n) => speaking(n, "application", "HTTPS") },
        { name: "no type, which is application", network: (n) => speaking(n, null, "HTTP") },
        {
            name: "a rule of a listener that is in another stack",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.targetGroup("web", vpc);
                n.add("aws:lb/listenerRule:ListenerRule", "web", {
                    listenerArn:
                        "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/1/2",
                    actions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                taskOf(n, http);
                n.service("web", [privateSubnet], behind(group));
            },
        },
        {
            name: "Cloud Map with an A record and no port",
            network: (n) => discovered(n, ["A"], {}),
        },
        {
            name: "Cloud Map with an SRV record and a port of the container",
            network: (n) => discovered(n, ["SRV"], { containerName: "c0", containerPort: 80 }),
        },
        {
            name: "Cloud Map with both records and a port",
            network: (n) => discovered(n, ["A", "SRV"], { port: 80 }),
        },
        {
            name: "Cloud Map with an A record, and ports that are 0, which the provider does not send",
            network: (n) => discovered(n, ["A"], { port: 0, containerName: "", containerPort: 0 }),
        },
        {
            name: "Cloud Map with an SRV record, a port of the container, and a port that is 0",
            network: (n) =>
                discovered(n, ["SRV"], { port: 0, containerName: "c0", containerPort: 80 }),
        },
        {
            name: "Cloud Map without DNS",
            network: (n) => discovered(n, [], {}),
        },
        { name: "Service Connect by the mapping's name", network: (n) => connected(n, "http") },
        {
            name: "Service Connect that is off",
            network: (n) => connected(n, "grpc", false),
        },
        {
            name: "a client of Service Connect, with no ports of its own",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                n.service("web", [privateSubnet], {
                    serviceConnectConfiguration: { enabled: true },
                });
            },
        },
        {
            name: "an image that is not known, beside ports that are",
            network: (n) => {
                const repository = n.add("aws:ecr/repository:Repository", "app");
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                const definition = taskOf(n, http);
                definition.inputs.containerDefinitions = JSON.stringify([
                    { name: "c0", image: unknown, ...http },
                ]);
                n.service("web", [privateSubnet], behind(group), { dependsOn: [repository] });
            },
            forms: ["first preview"],
        },
    ],
    violates: [
        {
            name: "a port that the container does not map",
            network: wrong,
            fixed: (n) => serving(n, [ports({ containerPort: 8080 })], { containerPort: 8080 }),
            on: "web",
            says: [
                /service web registers with its target group web port 80 of a container, which task definition app does not map/,
                /fix: add port 80 to the portMappings of the container in task definition app/,
            ],
        },
        {
            name: "another port, in containers written with capital letters",
            network: (n) => capitalized(n, 81),
            on: "web",
            says: /port 80/,
        },
        {
            name: "a container without any mapping",
            network: (n) => serving(n, [{}]),
            on: "web",
            says: /port 80/,
        },
        {
            name: "a container that is not there",
            network: (n) => serving(n, [http], { containerName: "nginx" }),
            on: "web",
            says: [
                /registers with its target group web a container that task definition app does not have/,
                /^(?!.*nginx)/s,
            ],
        },
        {
            name: "the port of another container",
            network: (n) => serving(n, [{}, http]),
            on: "web",
            says: /port 80/,
        },
        {
            name: "a port outside of the range",
            network: (n) =>
                serving(n, [ports({ containerPortRange: "8000-8010" })], { containerPort: 8011 }),
            on: "web",
            says: /port 8011/,
        },
        {
            name: "a task set",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                n.add("aws:ecs/taskSet:TaskSet", "blue", {
                    cluster: n.cluster().arn,
                    service: "web",
                    taskDefinition: taskOf(n, {}).arn,
                    launchType: "FARGATE",
                    networkConfiguration: { subnets: [privateSubnet.id] },
                    ...behind(group),
                });
            },
            on: "blue",
            says: /task set blue registers .* port 80/,
        },
        {
            name: "a port that is not known, of a container without mappings",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                serving(n, [{}], { containerPort: choice.get("port") });
            },
            forms: ["first preview"],
            on: "web",
            says: /a port of a container/,
        },
        {
            name: "TCP behind an Application Load Balancer",
            network: (n) => speaking(n, "application", "TCP"),
            on: "web",
            says: [
                /registers with target group spoken, of a protocol that its load balancer does not forward/,
                /fix: give target group spoken a protocol/,
            ],
        },
        {
            name: "HTTP behind a Network Load Balancer",
            network: (n) => speaking(n, "network", "HTTP"),
            on: "web",
            says: /target group spoken/,
        },
        {
            name: "Cloud Map with an A record and a port of the container",
            network: (n) => discovered(n, ["A"], { containerName: "c0", containerPort: 80 }),
            on: "web",
            says: /names in its serviceRegistries another port than its Cloud Map service takes/,
        },
        {
            name: "Cloud Map with an A record and a port",
            network: (n) => discovered(n, ["A"], { port: 80 }),
            on: "web",
            says: /serviceRegistries/,
        },
        {
            name: "Cloud Map with an SRV record and no port",
            network: (n) => discovered(n, ["SRV"], {}),
            on: "web",
            says: /serviceRegistries/,
        },
        {
            name: "Cloud Map with a port and a port of the container",
            network: (n) =>
                discovered(n, ["SRV"], { port: 80, containerName: "c0", containerPort: 80 }),
            on: "web",
            says: /serviceRegistries/,
        },
        {
            name: "Cloud Map with a port that the container does not map",
            network: (n) => discovered(n, ["SRV"], { containerName: "c0", containerPort: 81 }),
            on: "web",
            says: /registers with Cloud Map port 81/,
        },
        {
            name: "Service Connect by a name that no mapping has",
            network: (n) => connected(n, "grpc"),
            on: "web",
            says: [/a portName that no port mapping of task definition app has/, /^(?!.*grpc)/s],
        },
    ],
    cannotKnow: [
        {
            name: "containers that are not known",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                taskFedBy(n, n.add("aws:secretsmanager/secret:Secret", "key"));
                n.service("web", [privateSubnet], behind(group));
            },
            forms: ["first preview"],
            on: "web",
            gap: /containerDefinitions of app/,
            ok: right,
            violated: wrong,
        },
        {
            name: "containers that are secret",
            network: (n) => {
                right(n);
                Object.assign(n.find("aws:ecs/taskDefinition:TaskDefinition")?.inputs ?? {}, {
                    containerDefinitions: "[secret]",
                });
            },
            on: "web",
            gap: /containerDefinitions of app: it is a secret/,
            ok: right,
            violated: wrong,
        },
        {
            name: "a task definition that is not in the plan",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                const taskDefinition = "arn:aws:ecs:us-east-1:123456789012:task-definition/other:3";
                n.service("web", [privateSubnet], { taskDefinition, ...behind(group) });
            },
            on: "web",
            gap: /the task definition that it names is not in this plan/,
            ok: right,
            violated: wrong,
        },
        {
            name: "a task definition that others replace",
            network: (n) =>
                serving(
                    n,
                    [ports({ containerPort: 8080 })],
                    {},
                    {
                        ignoreChanges: ["taskDefinition"],
                    },
                ),
            forms: ["deployed"],
            on: "web",
            gap: /ignoreChanges covers taskDefinition/,
            ok: right,
            violated: wrong,
        },
        {
            name: "blocks that are not known",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                taskOf(n, http);
                const choice = n.add("test:index:Choice", "choice");
                n.service(
                    "web",
                    [privateSubnet],
                    { loadBalancers: choice.get("blocks") },
                    { feeds: { loadBalancers: [group] } },
                );
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers of web/,
            ok: right,
            violated: wrong,
        },
        {
            name: "a container's name that is not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                serving(n, [{}, http], { containerName: choice.get("containerName") });
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers\[0\]\.containerName of web/,
            ok: right,
            violated: wrong,
        },
        {
            name: "a port that is not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                serving(n, [http], { containerPort: choice.get("port") });
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancers\[0\]\.containerPort of web/,
            ok: right,
            violated: wrong,
        },
        {
            name: "a mapping for UDP of a target group for TCP",
            network: (n) => speaking(n, "network", "TCP", { containerPort: 80, protocol: "udp" }),
            on: "web",
            gap: /mapped for another protocol is not documented/,
            ok: (n) => speaking(n, "network", "TCP"),
            violated: wrong,
        },
        {
            name: "a port that is mapped for TCP and for UDP",
            network: (n) => {
                const both = [{ containerPort: 80 }, { containerPort: 80, protocol: "udp" }];
                serving(n, [ports(...both)]);
            },
            on: "web",
            gap: /ECS may refuse a service that registers a port with more than one port mapping/,
            ok: right,
            violated: wrong,
        },
        {
            name: "a load balancer of a type that is not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                speaking(n, choice.get("type"), "TCP");
            },
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancerType of alb/,
            ok: (n) => speaking(n, "network", "TCP"),
            violated: (n) => speaking(n, "application", "TCP"),
        },
        {
            name: "a listener of a load balancer that is in another stack",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const group = n.targetGroup("web", vpc);
                n.add("aws:lb/listener:Listener", "web", {
                    loadBalancerArn:
                        "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shared/1",
                    port: 8080,
                    protocol: "HTTP",
                    defaultActions: [{ type: "forward", targetGroupArn: group.arn }],
                });
                taskOf(n, http);
                n.service("web", [privateSubnet], behind(group));
            },
            on: "web",
            gap: /the load balancer that it names is not in this plan/,
            ok: right,
            violated: (n) => speaking(n, "network", "HTTP"),
        },
        {
            name: "records of Cloud Map that are not known",
            network: (n) => {
                const choice = n.add("test:index:Choice", "choice");
                discovered(n, ["?"], {}, choice.get("dns"));
            },
            forms: ["first preview"],
            on: "web",
            gap: /dnsConfig of Cloud Map service web/,
            ok: (n) => discovered(n, ["A"], {}),
            violated: (n) => discovered(n, ["SRV"], {}),
        },
        {
            name: "a Cloud Map service that is not in the plan",
            network: (n) => {
                const { privateSubnet } = natNetwork(n);
                const registryArn = "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-1";
                n.service("web", [privateSubnet], { serviceRegistries: { registryArn } });
            },
            on: "web",
            gap: /the Cloud Map service that it names is not in this plan/,
            ok: (n) => discovered(n, ["A"], {}),
            violated: (n) => discovered(n, ["SRV"], {}),
        },
        {
            name: "a name in Service Connect that is not known",
            network: (n) => connected(n, n.add("test:index:Choice", "choice").get("portName")),
            forms: ["first preview"],
            on: "web",
            gap: /serviceConnectConfiguration\.services\[0\]\.portName of web/,
            ok: (n) => connected(n, "http"),
            violated: (n) => connected(n, "grpc"),
        },
        {
            name: "a service that may be on Fargate",
            network: (n) => {
                const { alb, group, privateSubnet } = albNetwork(n);
                n.listener("http", alb, group);
                taskOf(n, {});
                const inputs = { launchType: null, cluster: "shared", ...behind(group) };
                n.service("web", [privateSubnet], inputs);
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: right,
            violated: wrong,
        },
    ],
});
