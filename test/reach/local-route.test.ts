import { equal } from "node:assert/strict";
import type { Subnet } from "../../src/network";
import { Addresses } from "../../src/reach/addresses";
import { localRoute } from "../../src/reach/local-route";
import { graphOf, nodeOf } from "../support/graph";
import { later, Network } from "../support/networks";
import type { Form, Inputs, Value } from "../support/program";

const appliance = { networkInterfaceId: "eni-0123456789abcdef0" };

interface Row {
    /** Of the VPC, and the further one that is associated with it. */
    readonly block?: Value;
    readonly more?: Value;
    readonly routes: readonly Inputs[];
    /** Where packets go; 10.0.2.0/24, if it does not say. */
    readonly to?: string;
    readonly form?: Form;
    readonly isLocal: boolean;
}

const to = (cidrBlock: Value, target: Inputs = appliance): Inputs => ({ cidrBlock, ...target });
const toIpv6 = (ipv6CidrBlock: Value): Inputs => ({ ipv6CidrBlock, ...appliance });
const ipv6 = "2600:1f18:1:2::/64";

const rows: Readonly<Record<string, Row | ((n: Network) => Row)>> = {
    "no routes": { routes: [], isLocal: true },
    "a default route": { routes: [to("0.0.0.0/0")], isLocal: true },
    "a route for the VPC's block": { routes: [to("10.0.0.0/16")], isLocal: true },
    "a route for more than that": { routes: [to("10.0.0.0/8")], isLocal: true },
    "a route for half of it": { routes: [to("10.0.0.0/17")], isLocal: false },
    "a route for the other half": { routes: [to("10.0.128.0/17")], isLocal: true },
    "a route for the very subnet": { routes: [to("10.0.2.0/24")], isLocal: false },
    "a route for a part of the subnet": { routes: [to("10.0.2.128/25")], isLocal: false },
    "a route for another subnet": { routes: [to("10.0.3.0/24")], isLocal: true },
    "a route for elsewhere": { routes: [to("192.168.0.0/16")], isLocal: true },
    "the local route of the subnet, written down": {
        routes: [to("10.0.2.0/24", { gatewayId: "local" })],
        isLocal: true,
    },
    "a route for what is no block": { routes: [to("10.0.2.0")], isLocal: true },
    "a route for a block that is not known": (n) => ({
        routes: [to(later(n))],
        form: "first preview",
        isLocal: true,
    }),
    "two routes, one of which is for a part": {
        routes: [to("0.0.0.0/0"), to("10.0.0.0/20")],
        isLocal: false,
    },
    "a VPC whose block is not known, and a route for a part": (n) => ({
        block: later(n),
        routes: [to("10.0.0.0/17")],
        form: "first preview",
        isLocal: false,
    }),
    "a VPC whose block is not known, and a route for as much as a VPC may have": (n) => ({
        block: later(n),
        routes: [to("10.0.0.0/16")],
        form: "first preview",
        isLocal: false,
    }),
    "a VPC whose block is not known, and a route for more": (n) => ({
        block: later(n),
        routes: [to("10.0.0.0/15")],
        form: "first preview",
        isLocal: true,
    }),
    "a further block, and a route for it": {
        more: "100.64.0.0/16",
        routes: [to("100.64.0.0/16")],
        to: "100.64.1.0/24",
        isLocal: true,
    },
    "a further block, and a route for more": {
        more: "100.64.0.0/16",
        routes: [to("100.64.0.0/10")],
        to: "100.64.1.0/24",
        isLocal: true,
    },
    "a further block, and a route for a part": {
        more: "100.64.0.0/16",
        routes: [to("100.64.0.0/17")],
        to: "100.64.1.0/24",
        isLocal: false,
    },
    "a default route for IPv6": { routes: [toIpv6("::/0")], to: ipv6, isLocal: true },
    "a route for more than a VPC has of IPv6": {
        routes: [toIpv6("2600:1f18::/43")],
        to: ipv6,
        isLocal: true,
    },
    "a route for as much as a VPC may have of IPv6": {
        routes: [toIpv6("2600:1f18::/44")],
        to: ipv6,
        isLocal: false,
    },
    "a route for the subnet's block of IPv6": { routes: [toIpv6(ipv6)], to: ipv6, isLocal: false },
    "a route for another block of IPv6": {
        routes: [toIpv6("2600:1f18:1:3::/64")],
        to: ipv6,
        isLocal: true,
    },
    "a route for translated addresses": {
        routes: [toIpv6("64:ff9b::/96")],
        to: "64:ff9b::/96",
        isLocal: true,
    },
};

describe("what stays in a VPC", () => {
    for (const [name, row] of Object.entries(rows))
        it(`goes by the local route, or not: ${name}`, () => {
            const n = new Network();
            const {
                block = "10.0.0.0/16",
                more,
                routes,
                to = "10.0.2.0/24",
                form = "deployed",
                isLocal,
            } = typeof row === "function" ? row(n) : row;
            const vpc = n.vpc("vpc", { cidrBlock: block });
            if (more !== undefined) {
                const type = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";
                n.add(type, "more", { vpcId: vpc.id, cidrBlock: more });
            }
            const { subnet } = n.subnetWith("private", vpc, [...routes]);
            const graph = graphOf(n, form);
            const addresses = Addresses.in(to.includes(":") ? "ipv6" : "ipv4", to);
            const answer = localRoute(graph, nodeOf<Subnet>(graph, subnet), addresses);
            equal(
                answer.verdict === "cannot-know"
                    ? answer.gaps.map(({ what, resource }) => `${resource}: ${what}`).join()
                    : answer.verdict,
                isLocal
                    ? "ok"
                    : "private: it leads what stays in the VPC through something else, which is not simulated",
            );
        });
});
