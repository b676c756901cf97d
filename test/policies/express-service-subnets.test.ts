import { expressServiceSubnets } from "../../policies/express-service-subnets";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { natNetwork, twoZones, type Network } from "../support/networks";
import type { Resource, Value } from "../support/program";
import { testPolicy } from "../support/table";

/** The zones of a region, and a public and a private subnet in each of them. */
function zones(n: Network, ...names: readonly string[]): Record<string, [Resource, Resource]> {
    const vpc = n.vpc();
    const igw = n.internetGateway(vpc);
    const table = n.routeTable("public", vpc, [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }]);
    const closed = n.routeTable("private", vpc, []);
    const subnetIn = (kind: string, zone: string, routes: Resource): Resource => {
        const availabilityZone = `us-east-1${zone}`;
        const subnet = n.subnet(`${kind}-${zone}`, vpc, { availabilityZone });
        n.associate(subnet, routes);
        return subnet;
    };
    return Object.fromEntries(
        names.map((zone) => [
            zone,
            [subnetIn("public", zone, table), subnetIn("private", zone, closed)],
        ]),
    );
}

/** Two services, in the public subnets of these zones each. */
function two(n: Network, first: string, second: string): void {
    const all = zones(n, "a", "b", "c", "d");
    const publics = (names: string): Resource[] =>
        Array.from(names).flatMap((zone) => all[zone]?.[0] ?? []);
    n.express("web", publics(first));
    n.express("api", publics(second));
}

/** A service in two subnets of this size, so many of which have these many endpoints besides. */
function inSmall(n: Network, prefix: number, endpoints: number, full = 1): void {
    const vpc = n.vpc();
    const subnets = ["a", "b"].map((zone, i) =>
        n.subnet(zone, vpc, {
            availabilityZone: `us-east-1${zone}`,
            cidrBlock: `10.0.${String(i)}.0/${String(prefix)}`,
        }),
    );
    for (let i = 0; i < endpoints; i++) {
        n.endpoint(["logs", "ssm", "kms", "sts", "sqs"][i] ?? "sns", vpc, {
            subnetIds: subnets.slice(0, full).map(({ id }) => id),
        });
    }
    n.express("web", subnets);
}

/** The subnets' zones are AWS's choice. */
function zoneless(n: Network): readonly [Resource, Resource] {
    const { publicSubnet, privateSubnet } = natNetwork(n);
    return [publicSubnet, privateSubnet];
}

const inZones = (n: Network, ...given: readonly Value[]): void => {
    const subnets = zoneless(n);
    subnets.forEach((subnet, i) => (subnet.inputs.availabilityZone = given[i] ?? null));
    n.express("web", subnets);
};

testPolicy(expressServiceSubnets, unverifiedNetwork, {
    valid: [
        {
            name: "a service in public subnets of two zones",
            network: (n) => n.express("web", twoZones(n).publicSubnets),
        },
        {
            name: "a service in private subnets of two zones",
            network: (n) => n.express("web", twoZones(n).privateSubnets),
        },
        {
            name: "two services in the same subnets",
            network: (n) => {
                const { publicSubnets } = twoZones(n);
                n.express("web", publicSubnets);
                n.express("api", publicSubnets);
            },
        },
        { name: "two services in the same zones", network: (n) => two(n, "ab", "ba") },
        {
            name: "a public service and a private one in other zones",
            network: (n) => {
                const { a, b, c } = zones(n, "a", "b", "c");
                if (a === undefined || b === undefined || c === undefined) return;
                n.express("web", [a[0], b[0]]);
                n.express("api", [b[1], c[1]]);
            },
        },
        {
            name: "two services in VPCs of their own",
            network: (n) => {
                const [a, b, c, d] = [n.vpc("one"), n.vpc("two")].flatMap((vpc, i) =>
                    [0, 1].map((j) =>
                        n.subnet(`${vpc.name}-${String(j)}`, vpc, {
                            availabilityZone: `us-east-1${"abcd".charAt(2 * i + j)}`,
                        }),
                    ),
                );
                if (a === undefined || b === undefined || c === undefined || d === undefined)
                    return;
                n.express("web", [a, b]);
                n.express("api", [c, d]);
            },
        },
        {
            name: "the smallest subnets, with nothing else in them",
            network: (n) => inSmall(n, 28, 0),
        },
        { name: "the smallest subnets, with three endpoints", network: (n) => inSmall(n, 28, 3) },
        {
            name: "small subnets, nearly full, of a service that exists",
            network: (n) => inSmall(n, 28, 4),
            forms: ["deployed"],
        },
        {
            name: "an ordinary service in a single zone",
            network: (n) => n.service("web", [natNetwork(n).privateSubnet]),
        },
    ],
    violates: [
        {
            name: "a single subnet",
            network: (n) => n.express("web", [twoZones(n).publicSubnets[0]]),
            on: "web",
            says: [
                /Express Mode service web has subnets in one Availability Zone alone \(public-a\)/,
                /fix: give Express Mode service web subnets in two Availability Zones/,
            ],
            fixed: (n) => n.express("web", twoZones(n).publicSubnets),
        },
        {
            name: "two subnets of one zone",
            network: (n) => inZones(n, "us-east-1a", "us-east-1a"),
            on: "web",
            says: /one Availability Zone alone \((public and private|private and public)\)/,
            fixed: (n) => inZones(n, "us-east-1a", "us-east-1b"),
        },
        {
            name: "the smallest subnets, one of which is nearly full",
            network: (n) => inSmall(n, 28, 4),
            forms: ["first preview"],
            on: "web",
            says: /is in subnet a, where fewer than 8 addresses are left for its load balancer/,
            fixed: (n) => inSmall(n, 27, 4),
        },
        {
            name: "the smallest subnets, both nearly full",
            network: (n) => inSmall(n, 28, 4, 2),
            forms: ["first preview"],
            on: "web",
            says: /is in subnets a and b, where fewer than 8 addresses are left/,
            fixed: (n) => inSmall(n, 27, 4, 2),
        },
        {
            name: "two services of one VPC in zones of their own",
            network: (n) => two(n, "ab", "cd"),
            on: "api",
            says: [
                /service api and Express Mode service web share a load balancer/,
                /AWS refuses the later one/,
            ],
            fixed: (n) => two(n, "abcd", "abcd"),
        },
        {
            name: "two services of one VPC with one zone in common",
            network: (n) => two(n, "ab", "bc"),
            on: "api",
            says: /each has subnets in an Availability Zone in which the other has none/,
            fixed: (n) => two(n, "bc", "bc"),
        },
    ],
    cannotKnow: [
        {
            name: "subnets whose zones AWS chooses",
            network: (n) => inZones(n),
            forms: ["first preview"],
            on: "web",
            gap: /express-service-subnets: availabilityZone of .*: AWS decides it/,
            ok: (n) => inZones(n, "us-east-1a", "us-east-1b"),
            violated: (n) => inZones(n, "us-east-1a", "us-east-1a"),
        },
        {
            name: "the default VPC, which the plan does not hold",
            network: (n) => n.express("web"),
            on: "web",
            gap: /express-service-subnets: networkConfigurations of web: it names no subnets, so AWS takes public ones of the default VPC/,
            ok: (n) => n.express("web", twoZones(n).publicSubnets),
            violated: (n) => n.express("web", [twoZones(n).publicSubnets[0]]),
        },
        {
            name: "two services of the default VPC, which the plan does not hold",
            network: (n) => {
                n.express("web");
                n.express("api");
            },
            on: ["web", "api"],
            gap: /names no subnets, so AWS takes public ones of the default VPC/,
            ok: (n) => two(n, "ab", "ab"),
            violated: (n) => two(n, "ab", "a"),
        },
        {
            name: "a service of the default VPC beside one in a VPC of the plan",
            network: (n) => {
                n.express("api");
                n.express("web", twoZones(n).publicSubnets);
            },
            // Once its VPC is there, it may be the default one.
            forms: ["first preview"],
            on: "api",
            gap: /names no subnets, so AWS takes public ones of the default VPC/,
            ok: (n) => two(n, "ab", "ab"),
            violated: (n) => two(n, "ab", "a"),
        },
        {
            name: "two services, one of which has more zones",
            network: (n) => two(n, "abc", "ab"),
            on: "api",
            gap: /which of two Express Mode services comes first, and so decides about the zones/,
            ok: (n) => two(n, "abc", "abc"),
            violated: (n) => two(n, "abc", "abd"),
        },
    ],
});
