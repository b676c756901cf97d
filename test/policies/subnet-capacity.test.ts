import assert from "node:assert/strict";
import { subnetCapacity } from "../../policies/subnet-capacity";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { runPack } from "../support/harness";
import { later, natNetwork, Network, scaling } from "../support/networks";
import type { Inputs, Options, Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

/** A subnet with this block. */
function sized(n: Network, vpc: Resource, name: string, cidrBlock: Value): Resource {
    return n.subnet(name, vpc, { cidrBlock });
}

/** A service of so many tasks in one subnet with this block. */
function within(
    n: Network,
    cidrBlock: Value,
    desiredCount: Value,
    inputs: Inputs = {},
    options?: Options,
): Resource {
    return n.service(
        "web",
        [sized(n, n.vpc(), "private", cidrBlock)],
        { desiredCount, ...inputs },
        options,
    );
}

/** Two services in one subnet with this block. */
function sharing(n: Network, cidrBlock: Value, web: Value, api: Value): void {
    const subnet = sized(n, n.vpc(), "private", cidrBlock);
    n.service("web", [subnet], { desiredCount: web });
    n.service("api", [subnet], { desiredCount: api });
}

/** Tasks in a /27, and a reservation of a block in it, or in another subnet. */
function reserved(n: Network, cidrBlock: Value, desiredCount: number, at = "private"): void {
    const vpc = n.vpc();
    const subnet = sized(n, vpc, "private", "10.0.0.0/27");
    const other = sized(n, vpc, "other", "10.0.1.0/27");
    n.add("aws:ec2/subnetCidrReservation:SubnetCidrReservation", "reserved", {
        subnetId: (at === "private" ? subnet : other).id,
        cidrBlock,
        reservationType: "explicit",
    });
    n.service("web", [subnet], { desiredCount });
}

/** A subnet whose block comes from a pool of addresses. */
function ofPool(n: Network, desiredCount: number): void {
    const pool = n.add("test:index:Pool", "pool");
    const inputs = { cidrBlock: null, ipv4IpamPoolId: pool.id, ipv4NetmaskLength: 24 };
    n.service("web", [n.subnet("private", n.vpc(), inputs)], { desiredCount });
}

/** A service whose tasks are in a task set with its share of them. */
function taskSet(n: Network, desiredCount: number, value: number): void {
    const subnet = sized(n, n.vpc(), "private", "10.0.0.0/28");
    const service = n.service("web", [], {
        desiredCount,
        launchType: null,
        networkConfiguration: { subnets: null },
        deploymentController: { type: "EXTERNAL" },
    });
    delete service.inputs.networkConfiguration;
    n.add("aws:ecs/taskSet:TaskSet", "green", {
        cluster: n.cluster("other").arn,
        service: service.id,
        taskDefinition: n.taskDefinition("green").arn,
        launchType: "FARGATE",
        networkConfiguration: { subnets: [subnet.id] },
        scale: { unit: "PERCENT", value },
    });
}

testPolicy(subnetCapacity, unverifiedNetwork, {
    valid: [
        {
            name: "eleven tasks in a /27, half of which a reservation keeps back",
            network: (n) => reserved(n, "10.0.0.16/28", 11),
        },
        {
            name: "27 tasks in a /27, and a reservation of IPv6 addresses",
            network: (n) => reserved(n, "2001:db8:0:1::/80", 27),
        },
        {
            name: "eleven tasks in a subnet whose block is none",
            network: (n) => within(n, "10.0.0.0/99", 11),
        },
        {
            name: "eleven tasks in a /27, and a reservation in another subnet",
            network: (n) => reserved(n, "10.0.0.16/28", 11, "other"),
        },
        {
            name: "two tasks behind a NAT gateway",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
        { name: "two services in one /24", network: (n) => sharing(n, "10.0.1.0/24", 100, 151) },
        { name: "eleven tasks in a /28", network: (n) => within(n, "10.0.0.0/28", 11) },
        {
            name: "700 tasks over three /24",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = ["a", "b", "c"].map((name) => n.subnet(name, vpc));
                n.service("web", subnets, { desiredCount: 700 });
            },
        },
        {
            name: "a large service that can leave the subnet to a small one",
            network: (n) => {
                const vpc = n.vpc();
                const small = sized(n, vpc, "small", "10.0.0.0/28");
                n.service("web", [small, sized(n, vpc, "large", "10.0.1.0/24")], {
                    desiredCount: 251,
                });
                n.service("api", [small], { desiredCount: 11 });
            },
        },
        {
            name: "500 tasks on EC2 in a /28",
            network: (n) => within(n, "10.0.0.0/28", 500, { launchType: "EC2" }),
        },
        { name: "no task at all", network: (n) => within(n, "10.0.0.0/28", 0) },
        { name: "no desiredCount, which is none", network: (n) => within(n, "10.0.0.0/28", null) },
        {
            name: "a few tasks in subnets that exist already",
            network: (n) =>
                n.service("web", ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"], {
                    desiredCount: 20,
                }),
        },
        {
            name: "a few tasks in a subnet whose block a pool gives",
            network: (n) => ofPool(n, 11),
        },
        {
            name: "many tasks in an IPv6-only subnet",
            network: (n) => {
                const subnet = n.subnet("six", n.vpc(), {
                    cidrBlock: null,
                    ipv6CidrBlock: "2001:db8:0:1::/64",
                    ipv6Native: true,
                });
                n.service("web", [subnet], { desiredCount: 1000 });
            },
        },
        {
            name: "an unknown list of a component's subnets",
            network: (n) => {
                const network = n.add("awsx:ec2:Vpc", "network", {}, { component: true });
                const vpc = n.vpc("network", {}, { parent: network });
                for (const name of ["a", "b"]) n.subnet(name, vpc, {}, { parent: network });
                n.service("web", network.get("privateSubnetIds"), { desiredCount: 10 });
                n.service("api", network.get("privateSubnetIds"), { desiredCount: 1 });
            },
            forms: ["first preview"],
        },
        {
            name: "an unknown list of subnets of which each can hold all tasks",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = ["a", "b"].map((name) => n.subnet(name, vpc));
                const ids = n.add("test:index:Choice", "choice").get("ids");
                const inputs = { desiredCount: 100 };
                n.service("web", ids, inputs, { feeds: { networkConfiguration: subnets } });
                n.service("api", [n.subnet("c", vpc)], inputs);
            },
            forms: ["first preview"],
        },
        {
            name: "tasks that a schedule starts",
            network: (n) =>
                n.add("aws:scheduler/schedule:Schedule", "hourly", {
                    target: {
                        arn: n.cluster().arn,
                        ecsParameters: {
                            launchType: "FARGATE",
                            taskCount: 50,
                            taskDefinitionArn: n.taskDefinition("app").arn,
                            networkConfiguration: {
                                subnets: [sized(n, n.vpc(), "private", "10.0.0.0/28").id],
                            },
                        },
                    },
                }),
        },
        {
            name: "a task set with its share of a service's tasks",
            network: (n) => taskSet(n, 20, 50),
        },
        {
            name: "a count that others change, within the limits of its scaling",
            network: (n) => {
                within(n, "10.0.0.0/28", 2, {}, { ignoreChanges: ["desiredCount"] });
                scaling(n, "web", 11);
            },
        },
        {
            name: "Express Mode, which starts one task, in a /28",
            network: (n) => n.express("web", [sized(n, n.vpc(), "small", "10.0.0.0/28")]),
        },
    ],
    violates: [
        {
            name: "more tasks than a /27 has addresses, whatever a reservation keeps back",
            network: (n) => reserved(n, "10.0.0.16/28", 28),
            on: "web",
            says: /service web wants 28/,
        },
        {
            name: "twenty tasks in a /28",
            statement: "1.1",
            network: (n) => within(n, "10.0.0.0/28", 20),
            on: "web",
            says: [
                /^subnet private can hold 11 tasks, but service web wants 20: 9 addresses are missing$/m,
                /^fix: give service web more or larger subnets, or lower desiredCount$/m,
            ],
            fixed: (n) => within(n, "10.0.0.0/24", 20),
        },
        {
            name: "two subnets that are too small together",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = [
                    sized(n, vpc, "a", "10.0.0.0/28"),
                    sized(n, vpc, "b", "10.0.0.16/28"),
                ];
                n.service("web", subnets, { desiredCount: 23 });
            },
            on: "web",
            says: /subnets a and b can hold 22 tasks, but service web wants 23/,
        },
        {
            name: "too many tasks beside a service whose own count is not known",
            network: (n) => sharing(n, "10.0.0.0/28", 20, later(n)),
            forms: ["first preview"],
            on: "web",
            says: /service web wants 20/,
        },
        {
            name: "a task set of all of a service's tasks",
            network: (n) => taskSet(n, 20, 100),
            on: "green",
            says: /task set green wants 20/,
        },
        {
            name: "Fargate Spot",
            network: (n) =>
                within(n, "10.0.0.0/28", 20, {
                    launchType: null,
                    capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
                }),
            on: "web",
            says: /service web wants 20/,
        },
        {
            name: "Express Mode with a minimum of twenty tasks in a /28",
            network: (n) =>
                n.express("web", [sized(n, n.vpc(), "small", "10.0.0.0/28")], {
                    scalingTargets: [{ minTaskCount: 20, maxTaskCount: 40 }],
                }),
            on: "web",
            says: [
                /subnet small can hold 11 tasks, but Express Mode service web wants 20/,
                /or lower minTaskCount/,
            ],
            fixed: (n) =>
                n.express("web", [sized(n, n.vpc(), "large", "10.0.0.0/24")], {
                    scalingTargets: [{ minTaskCount: 20, maxTaskCount: 40 }],
                }),
        },
    ],
    cannotKnow: [
        {
            name: "twelve tasks in a /27, half of which a reservation keeps back",
            network: (n) => reserved(n, "10.0.0.16/28", 12),
            on: "web",
            gap: /cidrBlock of reserved: it keeps addresses of its subnet back/,
            ok: (n) => reserved(n, "10.0.0.16/28", 11),
            violated: (n) => reserved(n, "10.0.0.16/28", 28),
        },
        {
            name: "a reservation of a block that is not known yet",
            network: (n) => reserved(n, later(n), 12),
            forms: ["first preview"],
            on: "web",
            gap: /cidrBlock of reserved: it comes from later/,
            ok: (n) => reserved(n, "10.0.0.16/29", 12),
            violated: (n) => reserved(n, "10.0.0.16/28", 28),
        },
        {
            name: "a subnet whose block is none",
            network: (n) => within(n, "10.0.0.0/99", 12),
            on: "web",
            gap: /cidrBlock of private: it is no block of IPv4 addresses/,
            ok: (n) => within(n, "10.0.0.0/24", 12),
            violated: (n) => within(n, "10.0.0.0/28", 12),
        },
        {
            name: "a count that is not known yet",
            network: (n) => within(n, "10.0.0.0/28", later(n)),
            forms: ["first preview"],
            on: "web",
            gap: /desiredCount of web: it comes from later/,
            ok: (n) => within(n, "10.0.0.0/28", 11),
            violated: (n) => within(n, "10.0.0.0/28", 12),
        },
        {
            name: "many tasks in a subnet that exists already",
            network: (n) => n.service("web", ["subnet-0123456789abcdef0"], { desiredCount: 12 }),
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => within(n, "10.0.0.0/24", 12),
            violated: (n) => within(n, "10.0.0.0/28", 12),
        },
        {
            name: "many tasks in a subnet whose block a pool gives",
            network: (n) => ofPool(n, 12),
            forms: ["first preview"],
            on: "web",
            gap: /cidrBlock of private/,
            ok: (n) => within(n, "10.0.0.0/24", 12),
            violated: (n) => within(n, "10.0.0.0/28", 12),
        },
        {
            name: "a count that others change",
            network: (n) => within(n, "10.0.0.0/28", 2, {}, { ignoreChanges: ["desiredCount"] }),
            forms: ["deployed"],
            on: "web",
            gap: /ignoreChanges covers desiredCount/,
            ok: (n) => within(n, "10.0.0.0/28", 11),
            violated: (n) => within(n, "10.0.0.0/28", 12),
        },
        {
            name: "an unknown list of small subnets",
            network: (n) => {
                const vpc = n.vpc();
                const subnets = [
                    sized(n, vpc, "a", "10.0.0.0/28"),
                    sized(n, vpc, "b", "10.0.0.16/28"),
                ];
                const ids = n.add("test:index:Choice", "choice").get("ids");
                const inputs = { desiredCount: 12 };
                n.service("web", ids, inputs, { feeds: { networkConfiguration: subnets } });
            },
            forms: ["first preview"],
            on: "web",
            gap: /networkConfiguration\.subnets of web/,
            ok: (n) => within(n, "10.0.0.0/24", 12),
            violated: (n) => within(n, "10.0.0.0/28", 12),
        },
        {
            name: "too many tasks of a service that may be on Fargate",
            network: (n) => within(n, "10.0.0.0/28", 20, { launchType: null, cluster: "shared" }),
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => within(n, "10.0.0.0/24", 20),
            violated: (n) => within(n, "10.0.0.0/28", 20),
        },
    ],
});

describe("subnets that several services share", () => {
    /** What is said of each service, the same in both forms. */
    function said(network: (n: Network) => void): Record<string, string> {
        const [preview, deployed] = (["first preview", "deployed"] as const).map((form) => {
            const n = new Network();
            network(n);
            return Object.fromEntries(
                runPack(n.record(form))
                    .filter(({ policy }) => policy === "subnet-capacity")
                    .map(({ name, message }) => [name, message.split("\n")[0] ?? ""]),
            );
        });
        assert.deepEqual(deployed, preview);
        return deployed ?? {};
    }

    it("are too small for all of them together", () => {
        const problem =
            "subnet private can hold 11 tasks, but service api and service web want 12: 1 address is missing";
        const network = (n: Network): void => sharing(n, "10.0.0.0/28", 6, 6);
        assert.deepEqual(said(network), { web: problem, api: problem });
    });

    it("may be too small although one of them has a second one", () => {
        const problem =
            "subnets large and small can hold 262 tasks, but service api and service web want 263: 1 address is missing";
        const network = (n: Network): void => {
            const vpc = n.vpc();
            const small = sized(n, vpc, "small", "10.0.0.0/28");
            const large = sized(n, vpc, "large", "10.0.1.0/24");
            n.service("web", [small, large], { desiredCount: 252 });
            n.service("api", [small], { desiredCount: 11 });
            n.service("other", [large], { desiredCount: 0 });
        };
        assert.deepEqual(said(network), { web: problem, api: problem });
    });

    it("are too small for one, which leaves another alone", () => {
        const network = (n: Network): void => {
            const vpc = n.vpc();
            n.service("web", [sized(n, vpc, "small", "10.0.0.0/28")], { desiredCount: 12 });
            n.service("api", [sized(n, vpc, "large", "10.0.1.0/24")], { desiredCount: 12 });
        };
        assert.deepEqual(Object.keys(said(network)), ["web"]);
    });
});
