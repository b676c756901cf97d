import fc from "fast-check";
import { dualStackImage, ecrImage, type Network } from "./networks";
import { allow, build, choices as choicesOfIpv4, mostly, type Ipv6Choices } from "./random-reach";

/*
 * The networks of random-reach.ts with IPv6: dual-stack and IPv6-only subnets, and routes and rules of
 * both families. They lean towards what works.
 */

const everything = "::/0";
const ofVpc = "2600:1f18::/56";
const nat64 = "64:ff9b::/96";
/** The halves, and the part of a subnet, hold for some packets only. */
const blocks = [
    everything,
    ofVpc,
    "2000::/3",
    nat64,
    "2000::/4",
    "3000::/4",
    "2600:1f18:0:1::/64",
    "2600:1f18:0:2::/64",
    "2600:1f18:0:2:8000::/65",
    "64:ff9b::/97",
] as const;

const peers = (usual: string): fc.Arbitrary<readonly string[]> =>
    fc.oneof(
        { withCrossShrink: true },
        { weight: 4, arbitrary: fc.constant([usual]) },
        { weight: 1, arbitrary: fc.subarray([...blocks], { maxLength: 2 }) },
        {
            weight: 1,
            arbitrary: fc.constantFrom(["2000::/3", nat64], ["2000::/4", "3000::/4"], [ofVpc]),
        },
    );

const all = allow("-1", [0, 0], everything);
const aclRules = fc.oneof(
    { withCrossShrink: true },
    { weight: 6, arbitrary: fc.constant([all]) },
    {
        weight: 2,
        arbitrary: fc.constantFrom(
            [allow("tcp", [443, 443], everything), allow("tcp", [1024, 65535], everything)],
            [allow("tcp", [443, 443], everything), allow("tcp", [49152, 65535], everything)],
            [allow("-1", [0, 0], "2000::/3")],
        ),
    },
    {
        weight: 1,
        arbitrary: fc
            .constantFrom(...blocks)
            .map((cidr) => [{ ...allow("-1", [0, 0], cidr), action: "deny" }, all]),
    },
    { weight: 1, arbitrary: fc.constant([]) },
);

type Stack = Ipv6Choices["subnets"][number]["stack"];

const subnet = (...stacks: readonly [Stack, ...Stack[]]) =>
    fc.record({
        stack: mostly<Stack>(3, ...stacks),
        dns64: mostly(4, true, false),
        to: mostly<Ipv6Choices["subnets"][number]["to"]>(
            4,
            stacks[0] === "ipv6-only" ? "egress-only" : "internet",
            "internet",
            "egress-only",
            "none",
            "nat",
        ),
        cidrs: mostly<readonly string[]>(
            5,
            [everything],
            ["2000::/3"],
            ["2000::/4", "3000::/4"],
            ["2000::/4"],
        ),
        nat64: mostly(4, true, false),
    });

const ipv6: fc.Arbitrary<Ipv6Choices> = fc.record({
    subnets: fc.tuple(
        subnet("dual-stack", "ipv6-only", "ipv4"),
        subnet("ipv6-only", "dual-stack", "ipv4"),
        subnet("ipv6-only", "dual-stack", "ipv4"),
    ),
    groups: fc.array(fc.record({ ingress: peers(ofVpc), egress: peers(everything) }), {
        minLength: 1,
        maxLength: 3,
    }),
    acls: fc.array(fc.record({ ingress: aclRules, egress: aclRules }), {
        minLength: 1,
        maxLength: 2,
    }),
    endpoints: fc.array(mostly<"ipv4" | "dualstack" | "ipv6">(3, "dualstack", "ipv4", "ipv6"), {
        minLength: 1,
        maxLength: 3,
    }),
    images: fc.array(
        fc.constantFrom(
            dualStackImage,
            ecrImage,
            "nginx",
            "ecr-public.aws.com/nginx:1",
            "public.ecr.aws/nginx/nginx",
            "quay.io/org/app:1",
        ),
        { minLength: 1, maxLength: 2 },
    ),
});

/** Random networks of both families. */
export const networks: fc.Arbitrary<Network> = fc
    .tuple(choicesOfIpv4, ipv6)
    .map(([chosen, besides]) => build(chosen, besides));
