import { deepEqual, equal } from "node:assert/strict";
import { routesOf, type NodeOf, type RouteEntry } from "../../src/network";
import { Addresses } from "../../src/reach/addresses";
import { goesBefore, leadsToNetwork, longest } from "../../src/reach/route-tables";
import { graphOf, nodeOf } from "../support/graph";
import { later, Network } from "../support/networks";
import type { Inputs, Value } from "../support/program";
import { made, type InputsOf } from "../support/reaching";

const interfaces: Inputs = { networkInterfaceId: "eni-0123456789abcdef0" };
const transit: Inputs = { transitGatewayId: "tgw-0123456789abcdef0" };

/** The routes of a table, as they are listed; those that a prefix list makes come last. */
function entriesOf(n: Network, ...routes: readonly Inputs[]): readonly RouteEntry[] {
    const table = n.routeTable("table", n.vpc("home"), routes as Value[]);
    const graph = graphOf(n, "first preview");
    return routesOf(graph, nodeOf<NodeOf<"routeTable">>(graph, table)).certain;
}

const to = (block: string, target: Inputs = interfaces): Inputs => ({
    [block.includes(":") ? "ipv6CidrBlock" : "cidrBlock"]: block,
    ...target,
});

describe("the longest of routes", () => {
    const inWords = (entries: readonly RouteEntry[]): readonly string[] =>
        longest(entries).map(
            ({ destination, isByList }) =>
                `${destination.known ? destination.value : "?"}${isByList ? " by a list" : ""}`,
        );
    const list = (n: Network, ...cidrs: readonly string[]): Inputs => {
        const entries = cidrs.map((cidr) => ({ cidr }));
        const made = n.add("aws:ec2/managedPrefixList:ManagedPrefixList", "list", { entries });
        return { destinationPrefixListId: made.id, ...interfaces };
    };
    const rows: readonly (readonly [
        name: string,
        routes: (n: Network) => readonly Inputs[],
        expected: readonly string[],
    ])[] = [
        [
            "is that with the longest prefix",
            () => [to("10.0.0.0/8"), to("10.0.0.0/16"), to("0.0.0.0/0")],
            ["10.0.0.0/16"],
        ],
        [
            "are all that are equally long",
            () => [to("10.0.0.0/8"), to("11.0.0.0/8")],
            ["10.0.0.0/8", "11.0.0.0/8"],
        ],
        ["is the only one", () => [to("0.0.0.0/0")], ["0.0.0.0/0"]],
        ["is none of none", () => [], []],
        [
            "names the block, if another one does by a list",
            (n) => [list(n, "10.0.0.0/8"), to("10.0.0.0/8", transit)],
            ["10.0.0.0/8"],
        ],
        [
            "is by a list, if that is longer",
            (n) => [list(n, "10.0.0.0/16"), to("10.0.0.0/8", transit)],
            ["10.0.0.0/16 by a list"],
        ],
        [
            "is not one whose block is not known yet",
            (n) => [to("10.0.0.0/8"), { cidrBlock: later(n), ...transit }],
            ["10.0.0.0/8"],
        ],
    ];
    for (const [name, routes, expected] of rows) {
        it(name, () => {
            const n = new Network();
            deepEqual(inWords(entriesOf(n, ...routes(n))), expected);
        });
    }
});

describe("a route for the block of a VPC", () => {
    const there = Addresses.in("ipv4", "10.1.2.0/24");
    const rows: readonly (readonly [
        name: string,
        block: (n: Network) => Value,
        by: InputsOf | undefined,
        expected: boolean,
    ])[] = [
        ["goes before a wider one", () => "10.1.0.0/16", to("10.0.0.0/8"), true],
        ["goes before one to everywhere", () => "10.1.0.0/16", to("0.0.0.0/0"), true],
        ["does not go before one as long", () => "10.1.0.0/16", to("10.1.0.0/16"), false],
        ["does not go before a longer one", () => "10.1.0.0/16", to("10.1.2.0/24"), false],
        ["goes before none", () => "10.1.0.0/16", undefined, true],
        ["is of no use for other addresses", () => "10.2.0.0/16", undefined, false],
        ["is of no use for half of them", () => "10.1.2.0/25", undefined, false],
        ["is not known where the block is not", (n) => later(n), undefined, false],
        ["is none without a block", () => null, undefined, false],
    ];
    for (const [name, block, by, expected] of rows) {
        it(name, () => {
            const n = new Network();
            const vpc = n.vpc("far", { cidrBlock: block(n) });
            const table = by === undefined ? [] : entriesOf(n, made(by, n));
            const node = nodeOf<NodeOf<"vpc">>(graphOf(n, "first preview"), vpc);
            equal(goesBefore(node, there, table[0]), expected);
        });
    }
});

describe("whether a route leads to a network of one's own", () => {
    const rows: readonly (readonly [block: string, target: Inputs, expected: boolean])[] = [
        ["2001:db8:1::/48", transit, true],
        ["2a05:d014:100::/44", transit, true],
        ["2a05:d014:100::/48", transit, true],
        ["2a05:d014:100::/43", transit, false],
        ["::/0", transit, false],
        ["2a05:d014:100::/48", interfaces, false],
        ["2a05:d014:100::/48", { gatewayId: "igw-0123456789abcdef0" }, false],
        ["10.0.0.0/8", transit, false],
    ];
    for (const [block, target, expected] of rows) {
        it(`for ${block}, by ${Object.keys(target).join("")}: ${expected ? "yes" : "no"}`, () => {
            deepEqual(entriesOf(new Network(), to(block, target)).map(leadsToNetwork), [expected]);
        });
    }

    it("is not said while its block is not known", () => {
        const n = new Network();
        deepEqual(entriesOf(n, { cidrBlock: later(n), ...transit }).map(leadsToNetwork), [false]);
    });
});
