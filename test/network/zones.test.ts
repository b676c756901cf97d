import { deepEqual } from "node:assert/strict";
import {
    attachedBeside,
    differInZones,
    hasTwoZones,
    isAttachedInZone,
    servesZone,
    spansZones,
    type NodeOf,
    type Subnet,
} from "../../src/network";
import { graphOf, nodeOf } from "../support/graph";
import { gapInWords, told } from "../support/in-words";
import { later, Network } from "../support/networks";
import type { Form, Inputs, Options, Resource, Value } from "../support/program";

type Zone = string | Inputs;

/** A subnet in a zone, by its name or by what else it says of it. */
function subnetIn(n: Network, name: string, zone: Zone): Resource {
    const vpc = n.find("aws:ec2/vpc:Vpc") ?? n.vpc();
    return n.subnet(name, vpc, typeof zone === "string" ? { availabilityZone: zone } : zone);
}

/** Subnets `a`, `b` … in these zones. */
function subnetsIn(n: Network, zones: readonly Zone[]): Resource[] {
    return zones.map((zone, i) => subnetIn(n, "abcdef".charAt(i), zone));
}

/** A load balancer in subnets in these zones, and in others. */
function balancerIn(
    n: Network,
    zones: readonly Zone[],
    inputs: Inputs = {},
    others: readonly Value[] = [],
): Resource {
    const subnets = [...subnetsIn(n, zones).map(({ id }) => id), ...others];
    return balancer(n, "public", subnets, inputs);
}

function balancer(
    n: Network,
    name: string,
    subnets: Value,
    inputs: Inputs = {},
    options: Options = {},
): Resource {
    const type = "aws:lb/loadBalancer:LoadBalancer";
    return n.add(type, name, { loadBalancerType: "application", ...inputs, subnets }, options);
}

/** One in one of such subnets; which, only the deployment tells. */
function balancerInOne(n: Network, zones: readonly Zone[]): Resource {
    const subnets = subnetsIn(n, zones);
    return balancer(n, "public", [later(n)], {}, { feeds: { subnets } });
}

const us = (letter: string): string => `us-east-1${letter}`;
const byId = (id: string): Inputs => ({ availabilityZoneId: id });
const notMade = (name: string): string =>
    `availabilityZone of ${name}: AWS decides it during the deployment`;
const outside = "subnet-0000000000000aaaa";
const outsideGap = (i: number): string =>
    `subnets[${String(i)}] of public: the subnet that it names is not in this plan`;
type Row = readonly [
    name: string,
    build: (n: Network) => Resource,
    expected: readonly string[],
    form?: Form,
];

function balancerOf(row: Row): NodeOf<"loadBalancer"> {
    const [, build, , form = "first preview"] = row;
    const n = new Network();
    const balancer = build(n);
    return nodeOf(graphOf(n, form), balancer);
}

describe("whether subnets are in two zones", () => {
    const rows: readonly Row[] = [
        ["two", (n) => balancerIn(n, [us("a"), us("b")]), ["ok"]],
        ["one, of two subnets", (n) => balancerIn(n, [us("a"), us("a")]), ["violated"]],
        ["one, of one subnet", (n) => balancerIn(n, [us("a")]), ["violated"]],
        [
            "the last of three is elsewhere",
            (n) => balancerIn(n, [us("a"), us("a"), us("b")]),
            ["ok"],
        ],
        ["no subnet: nothing is asked", (n) => balancerIn(n, [], { subnets: [] }), ["ok"]],
        ["two, by their ids", (n) => balancerIn(n, [byId("use1-az1"), byId("use1-az2")]), ["ok"]],
        [
            "one, by its id",
            (n) => balancerIn(n, [byId("use1-az1"), byId("use1-az1")]),
            ["violated"],
        ],
        ["two that AWS chooses", (n) => balancerIn(n, [{}, {}]), [notMade("a")]],
        ["one, and one that AWS chooses", (n) => balancerIn(n, [us("a"), {}]), [notMade("b")]],
        [
            "one by its name, and one by its id",
            (n) => balancerIn(n, [us("a"), byId("use1-az2")]),
            [notMade("b")],
        ],
        ["one that is outside the plan", (n) => balancerIn(n, [], {}, [outside]), ["violated"]],
        [
            "one of the plan, and one outside",
            (n) => balancerIn(n, [us("a")], {}, [outside]),
            [outsideGap(1)],
        ],
        [
            "two outside",
            (n) => balancerIn(n, [], {}, [outside, "subnet-0000000000000bbbb"]),
            [outsideGap(0), outsideGap(1)],
        ],
        [
            "two of the plan, and one outside",
            (n) => balancerIn(n, [us("a"), us("b")], {}, [outside]),
            ["ok"],
        ],
        ["one of two in one zone", (n) => balancerInOne(n, [us("a"), us("a")]), ["violated"]],
        [
            "one of two in two zones",
            (n) => balancerInOne(n, [us("a"), us("b")]),
            [
                "subnets[0] of public: it comes from a, b, later, which the deployment creates or changes",
            ],
        ],
    ];
    for (const row of rows) {
        it(row[0], () => {
            deepEqual(told(spansZones(balancerOf(row).subnets)), row[2]);
        });
    }
});

describe("whether a load balancer has two zones", () => {
    const outpost = { outpostArn: "arn:aws:outposts:us-east-1:123456789012:outpost/op-1" };
    const rows: readonly Row[] = [
        ["an Application Load Balancer in one", (n) => balancerIn(n, [us("a")]), ["violated"]],
        ["in two", (n) => balancerIn(n, [us("a"), us("b")]), ["ok"]],
        [
            "a Network Load Balancer needs one",
            (n) => balancerIn(n, [us("a")], { loadBalancerType: "network" }),
            ["ok"],
        ],
        [
            "whose kind is not known yet",
            (n) => balancerIn(n, [us("a")], { loadBalancerType: later(n) }),
            [
                "loadBalancerType of public: it comes from later, which the deployment creates or changes",
            ],
        ],
        [
            "on an Outpost one is enough",
            (n) => balancerIn(n, [{ ...outpost, availabilityZone: us("a") }]),
            ["ok"],
        ],
        [
            "perhaps on an Outpost",
            (n) => balancerIn(n, [{ outpostArn: later(n), availabilityZone: us("a") }]),
            ["outpostArn of a: it comes from later, which the deployment creates or changes"],
        ],
        ["in a Local Zone one is enough", (n) => balancerIn(n, ["us-west-2-lax-1a"]), ["ok"]],
        ["in a Wavelength Zone too", (n) => balancerIn(n, ["us-east-1-wl1-bos-wlz-1"]), ["ok"]],
        ["in a Local Zone, by its id", (n) => balancerIn(n, [byId("usw2-lax1-az1")]), ["ok"]],
        [
            "in a Wavelength Zone, by its id",
            (n) => balancerIn(n, [byId("use1-wl1-bos-wlz1")]),
            ["ok"],
        ],
        ["in a zone, by its id", (n) => balancerIn(n, [byId("use1-az10")]), ["violated"]],
        ["in one of two words", (n) => balancerIn(n, ["us-gov-west-1a"]), ["violated"]],
        [
            "in one of a region with a large number",
            (n) => balancerIn(n, ["ap-southeast-10a"]),
            ["violated"],
        ],
        ["in one that AWS chooses", (n) => balancerIn(n, [{}]), ["violated"]],
        [
            "in one that is not known yet",
            (n) => balancerIn(n, [{ availabilityZone: later(n) }]),
            ["availabilityZoneId of a: AWS decides it during the deployment"],
        ],
        [
            "in one of the plan, and one outside, which may be a Local Zone",
            (n) => balancerIn(n, [us("a")], {}, [outside]),
            [outsideGap(1)],
        ],
        [
            "in one outside, which may be one",
            (n) => balancerIn(n, [], {}, [outside]),
            [outsideGap(0)],
        ],
    ];
    for (const row of rows) {
        it(row[0], () => {
            deepEqual(told(hasTwoZones(balancerOf(row))), row[2]);
        });
    }
});

describe("which of two lists of subnets has a zone of its own", () => {
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => readonly [Value, Value],
        expected: string,
    ])[] = [
        ["none, where they are the same", (n) => two(n, [us("a")], [us("a")]), "none"],
        ["none, in another order", (n) => two(n, [us("a"), us("b")], [us("b"), us("a")]), "none"],
        ["the first", (n) => two(n, [us("a"), us("b")], [us("a")]), "one"],
        ["the second", (n) => two(n, [us("a")], [us("a"), us("b")]), "one"],
        ["both", (n) => two(n, [us("a")], [us("b")]), "both"],
        ["both of one more", (n) => two(n, [us("a"), us("c")], [us("b"), us("c")]), "both"],
        ["one that AWS chooses", (n) => two(n, [us("a")], [{}]), notMade("b")],
        [
            "one outside the plan",
            (n) => [subnetsIn(n, [us("a")]).map(({ id }) => id), [outside]],
            "subnets[0] of b: the subnet that it names is not in this plan",
        ],
        [
            "a list that is not known yet",
            (n) => [later(n), subnetsIn(n, [us("a")]).map(({ id }) => id)],
            "subnets of a: it comes from later, which the deployment creates or changes",
        ],
    ];
    function two(n: Network, one: readonly Zone[], other: readonly Zone[]): [Value, Value] {
        const ids = subnetsIn(n, [...one, ...other]).map(({ id }) => id);
        return [ids.slice(0, one.length), ids.slice(one.length)];
    }
    for (const [name, build, expected] of rows) {
        it(name, () => {
            const n = new Network();
            const [one, other] = build(n).map((subnets, i) =>
                balancer(n, "ab".charAt(i), subnets),
            ) as [Resource, Resource];
            const graph = graphOf(n, "first preview");
            const subnetsOf = (each: Resource): NodeOf<"loadBalancer">["subnets"] =>
                nodeOf<NodeOf<"loadBalancer">>(graph, each).subnets;
            const found = differInZones(subnetsOf(one), subnetsOf(other));
            deepEqual(found.known ? found.value : gapInWords(found.why), expected);
        });
    }
});

describe("whether a load balancer serves a zone", () => {
    const network = { loadBalancerType: "network" };
    const constrained =
        "subnets of public: across zones it may serve tasks in a constrained Availability Zone, in which it can have no subnet";
    const rows: readonly (readonly [
        name: string,
        place: Zone,
        build: (n: Network) => Resource,
        group: (n: Network) => Inputs,
        expected: readonly string[],
    ])[] = [
        ["one of its own", us("a"), (n) => balancerIn(n, [us("a"), us("b")]), () => ({}), ["ok"]],
        [
            "another one",
            us("c"),
            (n) => balancerIn(n, [us("a"), us("b")]),
            () => ({}),
            ["violated"],
        ],
        ["whatever, without subnets", us("c"), (n) => balancerIn(n, []), () => ({}), ["ok"]],
        [
            "whatever, of a Gateway Load Balancer",
            us("c"),
            (n) => balancerIn(n, [us("a")], { loadBalancerType: "gateway" }),
            () => ({}),
            ["ok"],
        ],
        [
            "of an Application Load Balancer, across zones",
            us("c"),
            (n) => balancerIn(n, [us("a")], { enableCrossZoneLoadBalancing: true }),
            () => ({}),
            ["violated"],
        ],
        [
            "of a Network Load Balancer",
            us("c"),
            (n) => balancerIn(n, [us("a")], network),
            () => ({}),
            ["violated"],
        ],
        [
            "of one across zones",
            us("c"),
            (n) => balancerIn(n, [us("a")], { ...network, enableCrossZoneLoadBalancing: true }),
            () => ({}),
            [constrained],
        ],
        [
            "of one across zones, but not for the group",
            us("c"),
            (n) => balancerIn(n, [us("a")], { ...network, enableCrossZoneLoadBalancing: true }),
            () => ({ loadBalancingCrossZoneEnabled: "false" }),
            ["violated"],
        ],
        [
            "of one across zones for the group",
            us("c"),
            (n) => balancerIn(n, [us("a")], network),
            () => ({ loadBalancingCrossZoneEnabled: "true" }),
            [constrained],
        ],
        [
            "of one that says so for the group, as the group does",
            us("c"),
            (n) => balancerIn(n, [us("a")], network),
            () => ({ loadBalancingCrossZoneEnabled: "use_load_balancer_configuration" }),
            ["violated"],
        ],
        [
            "of one where that is not known yet",
            us("c"),
            (n) => balancerIn(n, [us("a")], network),
            (n) => ({ loadBalancingCrossZoneEnabled: later(n) }),
            [
                "loadBalancingCrossZoneEnabled of targets: it comes from later, which the deployment creates or changes",
            ],
        ],
        [
            "of one that may be an Application Load Balancer",
            us("c"),
            (n) => balancerIn(n, [us("a")], { loadBalancerType: later(n) }),
            () => ({ loadBalancingCrossZoneEnabled: "true" }),
            [
                "loadBalancerType of public: it comes from later, which the deployment creates or changes",
            ],
        ],
        [
            "one that AWS chooses",
            {},
            (n) => balancerIn(n, [us("a")]),
            () => ({}),
            [notMade("place")],
        ],
        [
            "another one, where a subnet is outside the plan",
            us("c"),
            (n) => balancerIn(n, [us("a")], {}, [outside]),
            () => ({}),
            [outsideGap(1)],
        ],
        [
            "one of those that may be meant",
            us("a"),
            (n) => balancerInOne(n, [us("a"), us("a")]),
            () => ({}),
            ["ok"],
        ],
        [
            "another one than those that may be meant",
            us("c"),
            (n) => balancerInOne(n, [us("a"), us("b")]),
            () => ({}),
            ["violated"],
        ],
    ];
    for (const [name, zone, build, group, expected] of rows) {
        it(name, () => {
            const n = new Network();
            const balancer = build(n);
            const place = subnetIn(n, "place", zone);
            const targets = n.add("aws:lb/targetGroup:TargetGroup", "targets", group(n));
            const graph = graphOf(n, "first preview");
            const answer = servesZone(
                nodeOf(graph, balancer),
                nodeOf(graph, targets),
                nodeOf(graph, place),
            );
            deepEqual(told(answer), expected);
        });
    }
});

describe("whether a transit gateway is attached in a zone", () => {
    const ownZone = "availabilityZone of place: it may not be in a zone of its own";
    const rows: readonly (readonly [
        name: string,
        place: (n: Network) => Zone,
        attached: readonly Zone[],
        expected: readonly string[],
        beside: readonly string[],
    ])[] = [
        ["in that zone", () => us("a"), [us("b"), us("a")], ["ok"], ["b"]],
        ["in another one", () => us("c"), [us("a"), us("b")], ["violated"], []],
        ["a zone that AWS chooses", () => ({}), [us("a")], [notMade("place")], ["a"]],
        [
            "of a Local Zone, whose parent may be attached",
            () => "us-east-1-bos-1a",
            [us("a")],
            [ownZone],
            [],
        ],
        ["of a zone by its id", () => byId("use1-az3"), [byId("use1-az1")], ["violated"], []],
        [
            "of a Local Zone by its id",
            () => byId("use1-bos1-az1"),
            [byId("use1-az1")],
            [ownZone],
            [],
        ],
        [
            "perhaps on an Outpost",
            (n) => ({ outpostArn: later(n), availabilityZone: us("c") }),
            [us("a")],
            [ownZone],
            [],
        ],
    ];
    for (const [name, zone, zones, expected, beside] of rows) {
        it(name, () => {
            const n = new Network();
            const place = subnetIn(n, "place", zone(n));
            const subnetIds = subnetsIn(n, zones).map(({ id }) => id);
            const type = "aws:ec2transitgateway/vpcAttachment:VpcAttachment";
            const attachment = n.add(type, "attached", { subnetIds });
            const graph = graphOf(n, "first preview");
            const { subnets } = nodeOf<NodeOf<"transitGatewayVpcAttachment">>(graph, attachment);
            const subnet = nodeOf<Subnet>(graph, place);
            deepEqual(told(isAttachedInZone(subnets, subnet)), expected);
            deepEqual(
                attachedBeside(subnets, subnet).map((each) => each.name),
                beside,
            );
        });
    }
});
