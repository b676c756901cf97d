import { serviceParameters } from "../../policies/service-parameters";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, type Network } from "../support/networks";
import { unknown, type Inputs, type Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A service in a private subnet, with these settings. */
const service =
    (inputs: Inputs = {}) =>
    (n: Network): void => {
        n.service("web", [natNetwork(n).privateSubnet], inputs);
    };

/** The same behind a target group. */
const balanced =
    (inputs: Inputs = {}) =>
    (n: Network): void => {
        const { vpc, privateSubnet } = natNetwork(n);
        const group = n.targetGroup("web", vpc);
        n.service("web", [privateSubnet], {
            loadBalancers: [{ targetGroupArn: group.arn, containerName: "c0", containerPort: 80 }],
            ...inputs,
        });
    };

const percents = (
    deploymentMinimumHealthyPercent: number | null,
    deploymentMaximumPercent: number | null,
    more: Inputs = {},
): ((n: Network) => void) =>
    service({ deploymentMinimumHealthyPercent, deploymentMaximumPercent, ...more });

const spot = {
    launchType: null,
    capacityProviderStrategies: [
        { capacityProvider: "FARGATE", base: 1, weight: 1 },
        { capacityProvider: "FARGATE_SPOT", weight: 3 },
    ],
};
/** A strategy of Fargate and Fargate Spot with these bases and weights. */
const shared = (fargate: Inputs, ofSpot: Inputs): ((n: Network) => void) =>
    service({
        launchType: null,
        capacityProviderStrategies: [
            { capacityProvider: "FARGATE", ...fargate },
            { capacityProvider: "FARGATE_SPOT", ...ofSpot },
        ],
    });
/** A strategy of these providers, in equal shares. */
const providers = (...names: readonly Value[]): Inputs => ({
    launchType: null,
    capacityProviderStrategies: names.map((capacityProvider) => ({ capacityProvider, weight: 1 })),
});
const onEc2 = {
    launchType: null,
    capacityProviderStrategies: [{ capacityProvider: "instances", weight: 1 }],
};
const inZones = {
    placementConstraints: [
        { type: "memberOf", expression: "attribute:ecs.availability-zone in [us-east-1a]" },
    ],
};
const spread = {
    orderedPlacementStrategies: [{ type: "spread", field: "attribute:ecs.availability-zone" }],
};
/** Service Connect, whose proxy logs by this driver. */
const connect = (logDriver: Value, more: Inputs = {}): Inputs => ({
    serviceConnectConfiguration: { enabled: true, logConfiguration: { logDriver }, ...more },
});
const codeDeploy = { deploymentController: { type: "CODE_DEPLOY" } };
const breaker = { deploymentCircuitBreaker: { enable: true, rollback: true } };
const rebalanced = { availabilityZoneRebalancing: "ENABLED" };
const strategy = (name: string): Inputs => ({ deploymentConfiguration: { strategy: name } });

testPolicy(serviceParameters, unverifiedNetwork, {
    valid: [
        ...["awslogs", "splunk", "awsfirelens"].map((driver) => ({
            name: `Service Connect that logs by ${driver}`,
            network: service(connect(driver)),
        })),
        {
            name: "placement, where the cluster decides what it runs on",
            network: service({ launchType: null, ...inZones, ...spread }),
        },
        {
            name: "Service Connect that logs nothing",
            network: service({ serviceConnectConfiguration: { enabled: true } }),
        },
        {
            name: "Service Connect that is off, with another driver",
            network: service(connect("json-file", { enabled: false })),
        },
        {
            name: "Service Connect with another driver, on instances",
            network: service({ ...onEc2, ...connect("json-file") }),
        },
        {
            name: "Service Connect with another driver, by the launch type EC2",
            network: service({ launchType: "EC2", ...connect("json-file") }),
        },
        {
            name: "Service Connect with another driver, on what the cluster has",
            network: service({ launchType: null, ...connect("json-file") }),
        },
        { name: "an ordinary service, with all defaults", network: service() },
        {
            name: "a web service behind a load balancer, with a circuit breaker and rebalancing",
            network: balanced({ ...breaker, ...rebalanced, healthCheckGracePeriodSeconds: 60 }),
        },
        {
            name: "a singleton that is stopped before the next one starts",
            network: percents(0, 100, { availabilityZoneRebalancing: "DISABLED" }),
        },
        { name: "the same without a word on rebalancing", network: percents(0, 100) },
        { name: "half of the tasks at a time", network: percents(50, 100) },
        { name: "one task more at a time", network: percents(100, 101, rebalanced) },
        { name: "a strategy of Fargate and Fargate Spot", network: service(spot) },
        { name: "a strategy of Auto Scaling groups", network: service(providers("one", "two")) },
        {
            name: "a strategy with a base of 0 beside another, and a provider without a weight",
            network: shared({ base: 2, weight: 0 }, { base: 0, weight: 1 }),
        },
        {
            name: "a strategy of one provider without a weight",
            network: service({
                launchType: null,
                capacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
            }),
        },
        {
            name: "the cluster's default strategy",
            network: service({ launchType: null }),
        },
        {
            name: "blue/green by ECS, with Service Connect",
            network: balanced({
                ...strategy("BLUE_GREEN"),
                serviceConnectConfiguration: { enabled: true },
            }),
        },
        { name: "blue/green by CodeDeploy", network: balanced(codeDeploy) },
        {
            name: "percentages that CodeDeploy does not use",
            network: balanced({
                ...codeDeploy,
                deploymentMaximumPercent: 100,
                deploymentMinimumHealthyPercent: 100,
            }),
        },
        {
            name: "task sets of one's own",
            network: service({
                deploymentController: { type: "EXTERNAL" },
                networkConfiguration: null,
                taskDefinition: null,
            }),
        },
        {
            name: "what tools write for nothing",
            network: service({
                placementConstraints: [],
                orderedPlacementStrategies: [],
                capacityProviderStrategies: [],
                deploymentCircuitBreaker: { enable: false, rollback: false },
            }),
        },
        {
            name: "placement on instances, by launch type",
            network: service({ launchType: "EC2", ...inZones, ...spread }),
        },
        {
            name: "placement on instances, by strategy",
            network: service({ ...onEc2, ...inZones, ...spread }),
        },
        {
            name: "one task on every instance",
            network: service({
                launchType: "EC2",
                schedulingStrategy: "DAEMON",
                desiredCount: null,
                deploymentMinimumHealthyPercent: 0,
                deploymentMaximumPercent: 100,
            }),
        },
        {
            name: "a launch type that the provider returns beside a strategy",
            network: service(spot),
            change: (recording) =>
                recording.map((each) =>
                    each.name === "web"
                        ? { ...each, outputs: { ...each.outputs, launchType: "FARGATE" } }
                        : each,
                ),
        },
    ],
    violates: [
        {
            name: "neither more nor fewer tasks, where the cluster chooses between Fargate and instances",
            network: percents(100, 100, { launchType: null }),
            on: "web",
            says: /service web can neither start a task nor stop one when it is deployed/,
        },
        {
            name: "a deployment that can neither add nor remove a task",
            network: percents(100, 100),
            on: "web",
            says: [
                /^service web can neither start a task nor stop one when it is deployed/,
                /set deploymentMaximumPercent to 200 on service web/,
                /set deploymentMinimumHealthyPercent to 0 on service web/,
            ],
            fixed: percents(100, 200),
        },
        {
            // CloudFormation sends no default, so there it is not known (test/native).
            name: "no more tasks than there are, and nothing said of fewer",
            network: percents(null, 100),
            on: "web",
            says: /^service web can neither start a task nor stop one/,
        },
        {
            name: "the same, with rebalancing",
            network: percents(100, 100, rebalanced),
            on: "web",
            says: /set availabilityZoneRebalancing to "DISABLED" on service web/,
        },
        {
            name: "less than all tasks at most",
            network: percents(50, 80),
            on: "web",
            says: /^service web has a deploymentMaximumPercent below 100/,
        },
        {
            name: "more than all tasks at least",
            network: percents(150, 200),
            on: "web",
            says: /^service web has a deploymentMinimumHealthyPercent above 100, so AWS refuses it/,
        },
        {
            name: "rebalancing without room for a task more",
            network: percents(0, 100, rebalanced),
            on: "web",
            says: [
                /^service web has availabilityZoneRebalancing on, .* not above 100, so AWS refuses it\n/,
                /set availabilityZoneRebalancing to "DISABLED" on service web/,
            ],
        },
        {
            name: "a launch type and a strategy",
            network: service({ ...spot, launchType: "FARGATE" }),
            on: "web",
            says: [
                /^service web sets launchType and capacityProviderStrategies, of which AWS takes one/,
                /leave launchType of service web out/,
            ],
        },
        {
            name: "a constraint on where tasks run",
            network: service(inZones),
            on: "web",
            says: [
                /^service web sets placementConstraints, which say on which instances tasks run/,
                /leave placementConstraints of service web out/,
            ],
        },
        {
            name: "constraints and strategies of placement",
            network: service({ ...inZones, ...spread }),
            on: "web",
            says: /sets placementConstraints and orderedPlacementStrategies, which/,
        },
        {
            name: "a strategy of Fargate and of instances",
            network: service(providers("FARGATE", "instances")),
            fixed: service(providers("FARGATE", "FARGATE_SPOT")),
            on: "web",
            says: /^service web mixes Fargate with other capacity providers/,
        },
        {
            name: "Service Connect that logs to a file",
            network: service(connect("json-file")),
            fixed: service(connect("awslogs")),
            on: "web",
            says: [
                /^serviceConnectConfiguration\.logConfiguration\.logDriver of service web is none of awslogs, splunk, awsfirelens/,
                /fix: set serviceConnectConfiguration\.logConfiguration\.logDriver of web to awslogs/,
            ],
        },
        {
            name: "Service Connect that logs to syslog, on Spot",
            network: service({ ...spot, ...connect("syslog") }),
            fixed: service({ ...spot, ...connect("splunk") }),
            on: "web",
            says: /logDriver of service web is none of/,
        },
        {
            name: "a strategy with two bases",
            network: shared({ base: 1, weight: 1 }, { base: 1, weight: 1 }),
            fixed: shared({ base: 1, weight: 1 }, { weight: 1 }),
            on: "web",
            says: /^service web gives several of its capacityProviderStrategies a base/,
        },
        {
            name: "a strategy without weights",
            network: shared({ base: 1 }, { weight: 0 }),
            fixed: shared({ base: 1 }, { weight: 1 }),
            on: "web",
            says: /^service web gives none of its capacityProviderStrategies a weight above 0/,
        },
        {
            name: "CodeDeploy without a load balancer",
            network: service(codeDeploy),
            on: "web",
            says: /^service web is deployed by CodeDeploy, but has no loadBalancers/,
        },
        {
            name: "a circuit breaker beside CodeDeploy, as advice",
            network: balanced({ ...codeDeploy, ...breaker }),
            on: "web",
            says: [
                /^service web has a deploymentCircuitBreaker, which is for rolling deployments/,
                /leave deploymentCircuitBreaker of service web out/,
            ],
        },
    ],
    cannotKnow: [
        {
            name: "a log driver of Service Connect that is not known",
            network: service(connect(unknown)),
            on: "web",
            gap: /logDriver of web/,
            ok: service(connect("awslogs")),
            violated: service(connect("json-file")),
        },
        {
            name: "a launch type that is not known, with another driver",
            network: service({ launchType: unknown, ...connect("json-file") }),
            on: "web",
            gap: /launchType of web/,
            ok: service({ launchType: "EC2", ...connect("json-file") }),
            violated: service({ launchType: "FARGATE", ...connect("json-file") }),
        },
        {
            name: "a base that is not known, beside another",
            network: shared({ base: 1, weight: 1 }, { base: unknown, weight: 1 }),
            on: "web",
            gap: /capacityProviderStrategies\[1\]\.base of web/,
            ok: shared({ base: 1, weight: 1 }, { base: 0, weight: 1 }),
            violated: shared({ base: 1, weight: 1 }, { base: 2, weight: 1 }),
        },
        {
            name: "a provider that is not known, beside Fargate",
            network: service(providers("FARGATE", unknown)),
            on: "web",
            gap: /capacityProviderStrategies\[1\]\.capacityProvider of web/,
            ok: service(providers("FARGATE", "FARGATE_SPOT")),
            violated: service(providers("FARGATE", "instances")),
        },
        {
            name: "a weight that is not known, beside none",
            network: shared({ base: 1 }, { weight: unknown }),
            on: "web",
            gap: /capacityProviderStrategies\[1\]\.weight of web/,
            ok: shared({ base: 1 }, { weight: 1 }),
            violated: shared({ base: 1 }, { weight: 0 }),
        },
        {
            name: "a launch type that is not known",
            network: percents(100, 100, { launchType: unknown }),
            on: "web",
            gap: /launchType of web/,
            ok: percents(100, 100, { launchType: "EC2" }),
            violated: percents(100, 100),
        },
        {
            name: "a scheduling strategy that is not known",
            network: percents(100, 100, { schedulingStrategy: unknown }),
            on: "web",
            gap: /schedulingStrategy of web/,
            ok: percents(100, 100, { schedulingStrategy: "DAEMON" }),
            violated: percents(100, 100),
        },
        {
            name: "a maximum that is not known",
            network: service({ deploymentMaximumPercent: unknown }),
            on: "web",
            gap: /deploymentMaximumPercent of web/,
            ok: percents(null, 150),
            violated: percents(null, 90),
        },
        {
            name: "a minimum that is not known, where no more tasks may run",
            network: service({
                deploymentMaximumPercent: 100,
                deploymentMinimumHealthyPercent: unknown,
            }),
            on: "web",
            gap: /deploymentMinimumHealthyPercent of web/,
            ok: percents(0, 100),
            violated: percents(100, 100),
        },
        {
            name: "percentages of a blue/green deployment",
            network: percents(100, 100, strategy("BLUE_GREEN")),
            on: "web",
            gap: /what AWS asks of the percentages of another strategy is not documented/,
            ok: percents(100, 200, strategy("BLUE_GREEN")),
            violated: percents(100, 100, strategy("ROLLING")),
        },
        {
            name: "a deployment controller that is not known",
            network: percents(100, 100, { deploymentController: { type: unknown } }),
            on: "web",
            gap: /deploymentController\.type of web/,
            ok: percents(100, 200),
            violated: percents(100, 100),
        },
        {
            name: "rebalancing that is not known",
            network: percents(0, 100, { availabilityZoneRebalancing: unknown }),
            on: "web",
            gap: /availabilityZoneRebalancing of web/,
            ok: percents(0, 100, { availabilityZoneRebalancing: "DISABLED" }),
            violated: percents(0, 100, rebalanced),
        },
        {
            name: "constraints that are not known",
            network: service({ placementConstraints: unknown }),
            on: "web",
            gap: /placementConstraints of web/,
            ok: service(),
            violated: service(inZones),
        },
        {
            name: "placement with a strategy of Fargate",
            network: service({ ...spot, ...spread }),
            on: "web",
            gap: /what AWS says is of the launch type FARGATE, and nothing of a strategy/,
            ok: service(spot),
            violated: service(spread),
        },
        {
            name: "a strategy that is not known beside a launch type",
            network: service({ capacityProviderStrategies: unknown }),
            on: "web",
            gap: /capacityProviderStrategies of web/,
            ok: service(),
            violated: service({ ...spot, launchType: "FARGATE" }),
        },
        {
            name: "load balancers that are not known",
            network: service({ ...codeDeploy, loadBalancers: unknown }),
            on: "web",
            gap: /loadBalancers of web/,
            ok: balanced(codeDeploy),
            violated: service(codeDeploy),
        },
    ],
});
