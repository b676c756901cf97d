import { serviceAvailabilityZones } from "../../policies/service-availability-zones";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { later, type Network } from "../support/networks";
import type { Inputs, Options, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

/** Subnets a, b … of one VPC in these zones; without a zone AWS chooses. */
function subnetsIn(n: Network, ...zones: readonly Value[]): Resource[] {
    const vpc = n.vpc();
    return zones.map((availabilityZone, i) => n.subnet("abc".charAt(i), vpc, { availabilityZone }));
}

/** A service of two tasks in these zones. */
function spread(
    n: Network,
    zones: readonly Value[],
    inputs: Inputs = {},
    options?: Options,
): Resource {
    return n.service("web", subnetsIn(n, ...zones), inputs, options);
}

/** A service of one task in a zone with this id, of this region. */
function inZone(n: Network, region: string, availabilityZoneId: Value): void {
    const subnet = n.subnet("a", n.vpc(), { availabilityZoneId, region });
    n.service("web", [subnet], { desiredCount: 1, region });
}

/** The same in us-east-1, for this operating system. */
function onSystem(n: Network, operatingSystemFamily: Value, availabilityZoneId: Value): void {
    n.taskDefinition("app", { runtimePlatform: { operatingSystemFamily } });
    inZone(n, "us-east-1", availabilityZoneId);
}

/** An unknown list of subnets in these zones. */
function chosen(n: Network, ...zones: readonly string[]): void {
    const ids = n.add("test:index:Choice", "choice").get("ids");
    n.service("web", ids, {}, { feeds: { networkConfiguration: subnetsIn(n, ...zones) } });
}

/** A task set in these zones, of a service with so many tasks. */
function taskSet(n: Network, desiredCount: number | undefined, ...zones: readonly string[]): void {
    const service = (count: number): Resource =>
        n.add("aws:ecs/service:Service", "web", {
            cluster: n.cluster("other").arn,
            desiredCount: count,
            deploymentController: { type: "EXTERNAL" },
        });
    n.add("aws:ecs/taskSet:TaskSet", "green", {
        cluster: n.cluster("green").arn,
        ...(desiredCount === undefined ? {} : { service: service(desiredCount).id }),
        taskDefinition: n.taskDefinition("green").arn,
        launchType: "FARGATE",
        networkConfiguration: { subnets: subnetsIn(n, ...zones).map(({ id }) => id) },
        scale: { unit: "PERCENT", value: 100 },
    });
}

const a = "us-east-1a";
const b = "us-east-1b";

testPolicy(serviceAvailabilityZones, unverifiedNetwork, {
    valid: [
        { name: "two tasks in two zones", network: (n) => spread(n, [a, b]) },
        { name: "three subnets in two zones", network: (n) => spread(n, [a, a, b]) },
        { name: "a single task in one zone", network: (n) => spread(n, [a], { desiredCount: 1 }) },
        { name: "no task", network: (n) => spread(n, [a], { desiredCount: 0 }) },
        {
            name: "two zones and one that AWS chooses",
            network: (n) => spread(n, [a, b, null]),
        },
        { name: "one zone on EC2", network: (n) => spread(n, [a], { launchType: "EC2" }) },
        {
            name: "two zones told by their ids",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = ["use1-az1", "use1-az2"].map((availabilityZoneId) =>
                    n.subnet(availabilityZoneId, vpc, { availabilityZoneId }),
                );
                n.service("web", subnets);
            },
        },
        {
            name: "default subnets of two zones",
            network: (n) =>
                n.service(
                    "web",
                    [a, b].map((availabilityZone) =>
                        n.add("aws:ec2/defaultSubnet:DefaultSubnet", availabilityZone, {
                            availabilityZone: availabilityZone,
                        }),
                    ),
                ),
        },
        {
            name: "a count that is not known yet, in two zones",
            network: (n) => spread(n, [a, b], { desiredCount: later(n) }),
        },
        {
            name: "a count that others change, in two zones",
            network: (n) => spread(n, [a, b], {}, { ignoreChanges: ["desiredCount"] }),
        },
        {
            name: "a task that a schedule starts",
            network: (n) =>
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            launchType: "FARGATE",
                            taskDefinitionArn: n.taskDefinition("app").arn,
                            networkConfiguration: { subnets: subnetsIn(n, a).map(({ id }) => id) },
                        },
                    },
                }),
        },
        {
            name: "a zone of Tokyo with Fargate",
            network: (n) => inZone(n, "ap-northeast-1", "apne1-az4"),
        },
        {
            name: "a zone of a region in which all have Fargate, whose id is not known",
            network: (n) => inZone(n, "eu-west-1", later(n)),
        },
        {
            name: "Linux in the zone that has no Fargate for Windows",
            network: (n) => onSystem(n, "LINUX", "use1-az3"),
        },
        {
            name: "Windows in another zone",
            network: (n) => onSystem(n, "WINDOWS_SERVER_2022_CORE", "use1-az1"),
        },
    ],
    violates: [
        {
            name: "two subnets of one zone",
            network: (n) => spread(n, [a, a]),
            on: "web",
            says: [
                /^service web runs several tasks in one availability zone, that of a and b: they fail together$/m,
                /^fix: give service web a subnet of a second availability zone$/m,
            ],
            fixed: (n) => spread(n, [a, b]),
        },
        {
            name: "one subnet, in whatever zone",
            network: (n) => spread(n, [null]),
            on: "web",
            says: /in one availability zone, that of a:/,
        },
        {
            name: "one subnet that exists already",
            network: (n) => n.service("web", ["subnet-0123456789abcdef0"]),
            on: "web",
            says: /in one availability zone: they fail together/,
        },
        {
            name: "two subnets of one zone told by its id",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = ["x", "y"].map((name) =>
                    n.subnet(name, vpc, { availabilityZoneId: "use1-az1" }),
                );
                n.service("web", subnets);
            },
            on: "web",
            says: /that of x and y/,
        },
        {
            name: "a zone of California without Fargate",
            network: (n) => inZone(n, "us-west-1", "usw1-az2"),
            on: "web",
            says: /service web lists a subnet in an availability zone that has no Fargate/,
        },
        {
            name: "a zone of Tokyo without Fargate",
            network: (n) => inZone(n, "ap-northeast-1", "apne1-az3"),
            on: "web",
            says: /has no Fargate/,
        },
        {
            name: "Windows in the zone that has no Fargate for it",
            network: (n) => onSystem(n, "WINDOWS_SERVER_2022_CORE", "use1-az3"),
            on: "web",
            says: /has no Fargate for it/,
        },
    ],
    cannotKnow: [
        {
            name: "a task set that names no service",
            network: (n) => {
                taskSet(n, undefined, a);
            },
            on: "green",
            gap: /service of green: it names no service/,
            ok: (n) => {
                taskSet(n, 1, a);
            },
            violated: (n) => {
                taskSet(n, 2, a);
            },
        },
        {
            name: "two zones that AWS chooses",
            network: (n) => spread(n, [null, null]),
            forms: ["first preview"],
            on: "web",
            gap: /availabilityZone of a: AWS decides it/,
            ok: (n) => spread(n, [a, b]),
            violated: (n) => spread(n, [a, a]),
        },
        {
            name: "two subnets that exist already",
            network: (n) =>
                n.service("web", ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]),
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => spread(n, [a, b]),
            violated: (n) => spread(n, [a, a]),
        },
        {
            name: "an unknown list, of which only subnets of one zone are to be seen",
            network: (n) => chosen(n, a, a),
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => spread(n, [a, b]),
            violated: (n) => spread(n, [a, a]),
        },
        {
            name: "an unknown list of subnets of two zones",
            network: (n) => chosen(n, a, b),
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => spread(n, [a, b]),
            violated: (n) => spread(n, [a, a]),
        },
        {
            name: "a count that is not known yet, in one zone",
            network: (n) => spread(n, [a, a], { desiredCount: later(n) }),
            forms: ["first preview"],
            on: "web",
            gap: /desiredCount of web: it comes from later/,
            ok: (n) => spread(n, [a, a], { desiredCount: 1 }),
            violated: (n) => spread(n, [a, a]),
        },
        {
            name: "a zone of California whose id is not known",
            network: (n) => inZone(n, "us-west-1", null),
            on: "web",
            gap: /availabilityZoneId of a/,
            ok: (n) => inZone(n, "us-west-1", "usw1-az1"),
            violated: (n) => inZone(n, "us-west-1", "usw1-az2"),
        },
        {
            name: "an operating system that is not known, in the zone without Windows",
            network: (n) => onSystem(n, later(n), "use1-az3"),
            forms: ["first preview"],
            on: "web",
            gap: /runtimePlatform\.operatingSystemFamily of app/,
            ok: (n) => onSystem(n, "LINUX", "use1-az3"),
            violated: (n) => onSystem(n, "WINDOWS_SERVER_2022_CORE", "use1-az3"),
        },
        {
            name: "one zone of a service that may be on Fargate",
            network: (n) => spread(n, [a, a], { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => spread(n, [a, b], { launchType: null, cluster: "shared" }),
            violated: (n) => spread(n, [a, a]),
        },
    ],
});
