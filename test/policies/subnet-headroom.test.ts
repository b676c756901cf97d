import { subnetHeadroom } from "../../policies/subnet-headroom";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { later, natNetwork, scaling, type Network } from "../support/networks";
import type { Inputs, Options, Resource, Value } from "../support/program";
import { pipe, report, runTask, stateMachine, taskState } from "../support/launchers";
import { testPolicy } from "../support/table";

/** A service of so many tasks in one subnet with this block, which it returns. */
function within(
    n: Network,
    cidrBlock: Value,
    desiredCount: Value,
    inputs: Inputs = {},
    options?: Options,
): Resource {
    const subnet = n.subnet("private", n.vpc(), { cidrBlock });
    n.service("web", [subnet], { desiredCount, ...inputs }, options);
    return subnet;
}

/** An endpoint in these subnets of this one's VPC. */
function endpoint(
    n: Network,
    { inputs: { vpcId = null } }: Resource,
    subnetIds: Value,
    name = "logs",
    vpcEndpointType: Value = "Interface",
): void {
    const serviceName = "com.amazonaws.us-east-1.logs";
    n.add("aws:ec2/vpcEndpoint:VpcEndpoint", name, {
        vpcId,
        serviceName,
        vpcEndpointType,
        subnetIds,
    });
}

/** Five tasks in a /28, with two endpoints. */
function besideTwoEndpoints(n: Network): void {
    const subnet = within(n, "10.0.0.0/28", 5);
    for (const name of ["a", "b"]) endpoint(n, subnet, [subnet.id], name);
}

/** A load balancer in this subnet, and another one. */
function balancer(n: Network, subnet: Resource, inputs: Inputs = {}): void {
    const { vpcId } = subnet.inputs;
    const other = n.add("aws:ec2/subnet:Subnet", "other", {
        vpcId: vpcId ?? null,
        cidrBlock: "10.0.9.0/24",
    });
    n.loadBalancer("alb", [subnet, other], inputs);
}

/** A schedule that starts so many tasks together, in these subnets. */
function schedule(
    n: Network,
    name: string,
    subnets: readonly Resource[],
    taskCount: Value,
    inputs: Inputs = {},
): void {
    n.add("aws:scheduler/schedule:Schedule", name, {
        ...inputs,
        target: {
            arn: n.cluster(`${name}-cluster`).arn,
            ecsParameters: {
                launchType: "FARGATE",
                taskCount,
                taskDefinitionArn: n.taskDefinition(name).arn,
                networkConfiguration: { subnets: subnets.map(({ id }) => id) },
            },
        },
    });
}

/** A target of a rule that starts so many tasks together. */
function eventTarget(n: Network, name: string, subnet: Resource, taskCount: Value): void {
    n.add("aws:cloudwatch/eventTarget:EventTarget", name, {
        rule: "nightly",
        arn: n.cluster(`${name}-cluster`).arn,
        ecsTarget: {
            launchType: "FARGATE",
            taskCount,
            taskDefinitionArn: n.taskDefinition(name).arn,
            networkConfiguration: { subnets: [subnet.id] },
        },
    });
}

/** A state of a Map that starts so many tasks in each iteration. */
function mapped(n: Network, subnet: Resource, map: Inputs, Count: Value): void {
    const state = taskState(runTask(n, [subnet], { Count }));
    const ItemProcessor = { StartAt: "Report", States: { Report: state } };
    stateMachine(n, "nightly", { Each: { Type: "Map", ItemProcessor, End: true, ...map } });
}

testPolicy(subnetHeadroom, unverifiedNetwork, {
    valid: [
        {
            name: "a state machine that starts as many tasks as there is room for",
            network: (n) => report(n, [within(n, "10.0.0.0/28", 5)], { Count: 6 }),
        },
        {
            name: "a state of a Map that runs two at once, where there is room for both",
            network: (n) => mapped(n, within(n, "10.0.0.0/28", 1), { MaxConcurrency: 2 }, 5),
        },
        {
            name: "a Map that runs inside the limit of AWS's",
            network: (n) => mapped(n, within(n, "10.0.0.0/24", 1), {}, 5),
        },
        {
            name: "a pipe that is stopped",
            network: (n) => {
                const subnet = within(n, "10.0.0.0/28", 5);
                pipe(n, [subnet], { taskCount: 10 }, { desiredState: "STOPPED" });
            },
        },
        {
            name: "two tasks behind a NAT gateway",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        { name: "five tasks in a /28", network: (n) => within(n, "10.0.0.0/28", 5) },
        {
            name: "eleven tasks in a /28 that are replaced one by one",
            network: (n) =>
                within(n, "10.0.0.0/28", 11, {
                    deploymentMaximumPercent: 100,
                    deploymentMinimumHealthyPercent: 50,
                }),
        },
        {
            name: "a peak that is rounded down",
            network: (n) => within(n, "10.0.0.0/28", 9, { deploymentMaximumPercent: 130 }),
        },
        {
            name: "too many tasks by themselves, which is another policy's finding",
            network: (n) => within(n, "10.0.0.0/28", 20),
        },
        {
            name: "500 tasks on EC2 in a /28",
            network: (n) => within(n, "10.0.0.0/28", 500, { launchType: "EC2" }),
        },
        {
            name: "scaling within the room that there is",
            network: (n) => {
                within(n, "10.0.0.0/24", 2);
                scaling(n, "web", 200);
            },
        },
        {
            name: "scaling of another service",
            network: (n) => {
                within(n, "10.0.0.0/28", 2);
                n.service("api", ["subnet-0123456789abcdef0"], { launchType: "EC2" });
                scaling(n, "api", 200);
            },
        },
        {
            name: "scaling of a service of another program",
            network: (n) => {
                within(n, "10.0.0.0/28", 2);
                scaling(n, "billing", 200);
            },
        },
        {
            name: "scaling of a database table",
            network: (n) => {
                within(n, "10.0.0.0/28", 2);
                scaling(n, "web", 200, { serviceNamespace: "dynamodb", resourceId: "table/web" });
            },
        },
        {
            name: "a load balancer in a /24 with a few tasks",
            network: (n) => balancer(n, within(n, "10.0.0.0/24", 4)),
        },
        {
            name: "a NAT gateway and an endpoint beside five tasks in a /28",
            network: (n) => {
                const subnet = within(n, "10.0.0.0/28", 4);
                n.natGateway("nat", subnet);
                endpoint(n, subnet, [subnet.id]);
            },
        },
        {
            name: "a schedule with one task beside ten of a service in a /28",
            network: (n) =>
                schedule(
                    n,
                    "nightly",
                    [within(n, "10.0.0.0/28", 10, { deploymentMaximumPercent: 100 })],
                    null,
                ),
        },
        {
            name: "two schedules that need not start at the same hour",
            network: (n) => {
                const subnet = within(n, "10.0.0.0/28", 5);
                schedule(n, "nightly", [subnet], 6);
                schedule(n, "weekly", [subnet], 6);
            },
        },
        {
            name: "a schedule that may use another subnet, too",
            network: (n) => {
                const subnet = within(n, "10.0.0.0/28", 5);
                schedule(n, "nightly", [subnet, n.subnet("large", n.vpc("other"))], 10);
            },
        },
        {
            name: "a schedule beside a service that may be scaled in then",
            network: (n) => {
                schedule(n, "nightly", [within(n, "10.0.0.0/28", 5)], 10);
                scaling(n, "web", 10, { minCapacity: 0 });
            },
        },
        {
            name: "a schedule that is disabled",
            network: (n) =>
                schedule(n, "nightly", [within(n, "10.0.0.0/28", 5)], 10, { state: "DISABLED" }),
        },
        {
            name: "a schedule beside a service that may be on EC2",
            network: (n) =>
                schedule(
                    n,
                    "nightly",
                    [within(n, "10.0.0.0/28", 5, { launchType: null, cluster: "shared" })],
                    10,
                ),
        },
        {
            name: "a schedule in two subnets, one of which a service fills",
            network: (n) => {
                const subnet = within(n, "10.0.0.0/28", 11, { deploymentMaximumPercent: 100 });
                const { vpcId = null } = subnet.inputs;
                const other = n.add("aws:ec2/subnet:Subnet", "other", {
                    vpcId,
                    cidrBlock: "10.0.0.16/28",
                });
                schedule(n, "nightly", [subnet, other], 10);
            },
        },
        {
            name: "a schedule beside tasks on EC2",
            network: (n) =>
                schedule(n, "nightly", [within(n, "10.0.0.0/28", 5, { launchType: "EC2" })], 10),
        },
        {
            name: "an event that starts as many tasks as there is room for",
            network: (n) => eventTarget(n, "import", within(n, "10.0.0.0/28", 5), 6),
        },
    ],
    violates: [
        {
            name: "a state machine that starts more tasks than there is room for",
            network: (n) => report(n, [within(n, "10.0.0.0/28", 5)], { Count: 7 }),
            forms: ["deployed"],
            on: "nightly",
            says: [
                /state Report of Step Functions state machine nightly wants 7 at once: 1 address is/,
                /lower Count/,
            ],
        },
        {
            name: "one iteration of a Map that is too much",
            network: (n) => mapped(n, within(n, "10.0.0.0/28", 5), {}, 7),
            forms: ["deployed"],
            on: "nightly",
            says: /state Report of Step Functions state machine nightly wants 7 at once/,
        },
        {
            name: "a pipe that starts more tasks than there is room for",
            network: (n) => pipe(n, [within(n, "10.0.0.0/28", 5)], { taskCount: 7 }),
            on: "orders",
            says: [/EventBridge pipe orders wants 7 at once/, /lower targetParameters\./],
        },
        {
            name: "eight tasks in a /28, which are sixteen in a deployment",
            network: (n) => within(n, "10.0.0.0/28", 8),
            on: "web",
            says: [
                /^subnet private can hold 11 tasks beside what else is in there, but service web wants 16 at the peak, during a deployment or scaled out: 5 addresses are missing$/m,
                /^fix: give service web more or larger subnets, or lower deploymentMaximumPercent/m,
            ],
            fixed: (n) => within(n, "10.0.0.0/24", 8),
        },
        {
            name: "a deployment by CodeDeploy, which doubles the tasks",
            network: (n) =>
                within(n, "10.0.0.0/28", 8, {
                    deploymentController: { type: "CODE_DEPLOY" },
                    deploymentMaximumPercent: 100,
                }),
            on: "web",
            says: /wants 16 at the peak/,
        },
        {
            name: "a blue/green deployment, which doubles the tasks",
            network: (n) =>
                within(n, "10.0.0.0/28", 8, {
                    deploymentConfiguration: { strategy: "BLUE_GREEN" },
                    deploymentMaximumPercent: 100,
                }),
            on: "web",
            says: /wants 16 at the peak/,
        },
        {
            name: "scaling beyond the room that there is",
            network: (n) => {
                within(n, "10.0.0.0/28", 2);
                scaling(n, "web", 20);
            },
            on: "web",
            says: /wants 20 at the peak/,
        },
        {
            name: "scaling of a service whose count others change",
            network: (n) => {
                within(n, "10.0.0.0/28", 2, {}, { ignoreChanges: ["desiredCount"] });
                scaling(n, "web", 20);
            },
            forms: ["first preview"],
            on: "web",
            says: /wants 20 at the peak/,
        },
        {
            name: "a load balancer, which wants eight addresses of a /28",
            network: (n) => balancer(n, within(n, "10.0.0.0/28", 2)),
            on: "web",
            says: /subnet private can hold 3 tasks beside what else is in there, but service web wants 4/,
        },
        ...(
            [
                ["", "aws:efs/mountTarget:MountTarget", "aws:efs/fileSystem:FileSystem"],
                [
                    " of S3 Files",
                    "aws:s3/filesMountTarget:FilesMountTarget",
                    "aws:s3/filesFileSystem:FilesFileSystem",
                ],
            ] as const
        ).map(([of, target, fileSystem]) => ({
            name: `two NAT gateways, a mount target${of} and an endpoint beside four tasks`,
            network: (n: Network) => {
                const subnet = within(n, "10.0.0.0/28", 4);
                n.natGateway("a", subnet);
                n.natGateway("b", subnet);
                n.add(target, "files", {
                    fileSystemId: n.add(fileSystem, "files").id,
                    subnetId: subnet.id,
                });
                endpoint(n, subnet, [subnet.id]);
            },
            on: "web",
            says: /can hold 7 tasks beside what else is in there, but service web wants 8/,
        })),
        {
            name: "a schedule that starts more tasks than a service leaves room for",
            network: (n) => schedule(n, "nightly", [within(n, "10.0.0.0/28", 5)], 10),
            on: "nightly",
            says: [
                /^subnet private can hold 6 tasks beside those that services keep running, but schedule nightly wants 10 at once: 4 addresses are missing$/m,
                /^fix: give schedule nightly more or larger subnets, or lower target.ecsParameters.taskCount$/m,
            ],
            fixed: (n) => schedule(n, "nightly", [within(n, "10.0.0.0/28", 5)], 6),
        },
        {
            name: "an event that starts more tasks than a service leaves room for",
            network: (n) => eventTarget(n, "import", within(n, "10.0.0.0/28", 5), 7),
            on: "import",
            says: /can hold 6 tasks beside .+ but event target import wants 7 at once: 1 address is missing/,
        },
    ],
    cannotKnow: [
        {
            name: "a Map of which only one iteration certainly has room",
            network: (n) => mapped(n, within(n, "10.0.0.0/28", 5), {}, 3),
            forms: ["deployed"],
            on: "nightly",
            gap: /States\.Each\.ItemProcessor\.States\.Report\.Parameters of nightly: how many iterations of a Map run at once/,
            ok: (n) => mapped(n, within(n, "10.0.0.0/28", 5), { MaxConcurrency: 2 }, 3),
            violated: (n) => mapped(n, within(n, "10.0.0.0/28", 5), { MaxConcurrency: 2 }, 7),
        },
        {
            name: "a limit of scaling that is not known yet",
            network: (n) => {
                within(n, "10.0.0.0/28", 2);
                scaling(n, "web", later(n));
            },
            forms: ["first preview"],
            on: "web",
            gap: /maxCapacity of scaling target web: it comes from later/,
            ok: (n) => {
                within(n, "10.0.0.0/28", 2);
                scaling(n, "web", 11);
            },
            violated: (n) => {
                within(n, "10.0.0.0/28", 2);
                scaling(n, "web", 12);
            },
        },
        {
            name: "a percentage that is not known yet",
            network: (n) => within(n, "10.0.0.0/28", 8, { deploymentMaximumPercent: later(n) }),
            forms: ["first preview"],
            on: "web",
            gap: /deploymentMaximumPercent of web: it comes from later/,
            ok: (n) => within(n, "10.0.0.0/28", 8, { deploymentMaximumPercent: 100 }),
            violated: (n) => within(n, "10.0.0.0/28", 8, { deploymentMaximumPercent: 200 }),
        },
        {
            name: "six tasks in a subnet that exists already",
            network: (n) => n.service("web", ["subnet-0123456789abcdef0"], { desiredCount: 6 }),
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => within(n, "10.0.0.0/24", 6),
            violated: (n) => within(n, "10.0.0.0/28", 6),
        },
        {
            name: "a load balancer of a kind that is not known yet",
            network: (n) =>
                balancer(n, within(n, "10.0.0.0/28", 4), { loadBalancerType: later(n) }),
            forms: ["first preview"],
            on: "web",
            gap: /loadBalancerType of alb: it comes from later/,
            ok: (n) => balancer(n, within(n, "10.0.0.0/28", 4), { loadBalancerType: "network" }),
            violated: (n) => balancer(n, within(n, "10.0.0.0/28", 4)),
        },
        {
            name: "an endpoint that may be in the subnet or in another one",
            network: (n) => {
                const subnet = within(n, "10.0.0.0/28", 5);
                n.natGateway("nat", subnet);
                endpoint(n, subnet, [later(n)]);
            },
            forms: ["first preview"],
            on: "web",
            gap: /it may be in private/,
            ok: (n) => endpoint(n, within(n, "10.0.0.0/28", 5), []),
            violated: besideTwoEndpoints,
        },
        {
            name: "an endpoint of a kind that is not known yet",
            network: (n) => {
                const subnet = within(n, "10.0.0.0/28", 5);
                n.natGateway("nat", subnet);
                endpoint(n, subnet, [subnet.id], "logs", later(n));
            },
            forms: ["first preview"],
            on: "web",
            gap: /vpcEndpointType of logs: it comes from later/,
            ok: (n) => endpoint(n, within(n, "10.0.0.0/28", 5), []),
            violated: besideTwoEndpoints,
        },
        {
            name: "subnets that may be any of the plan, of which one has hardly any room left",
            network: (n) => {
                balancer(n, n.subnet("private", n.vpc(), { cidrBlock: "10.0.0.0/28" }));
                n.service("web", n.add("test:index:Choice", "choice").get("ids"));
            },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => balancer(n, within(n, "10.0.0.0/24", 2)),
            violated: (n) => balancer(n, within(n, "10.0.0.0/28", 2)),
        },
        {
            name: "a large deployment of a service that may be on Fargate",
            network: (n) => within(n, "10.0.0.0/28", 8, { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => within(n, "10.0.0.0/24", 8),
            violated: (n) => within(n, "10.0.0.0/28", 8),
        },
    ],
});
