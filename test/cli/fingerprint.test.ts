import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { policies } from "../../policies";
import { reportOf } from "../../src/cli/report";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, resolveConfiguration, runPolicies } from "../../src/policy";
import { behindTwoPorts, groupWith, natNetwork, Network } from "../support/networks";
import { unknown, type Form, type Resource } from "../support/program";
import { shop } from "../support/shop";
import { allPlans } from "./support";

const { configure } = resolveConfiguration(policies, { "service-public-ip": "advisory" });

/** What is found, as `policy: resource`, each with its fingerprint. */
function printsOf(json: Raw): readonly (readonly [string, string])[] {
    const source = planFromJson(json, interest);
    const { findings } = reportOf(
        "a.json",
        source,
        runPolicies(source.plan, policies, configure),
        policies,
    );
    return findings.map(({ policy, name, fingerprint }) => [`${policy}: ${name}`, fingerprint]);
}

function printsIn(
    network: (n: Network) => void,
    form: Form = "deployed",
): ReturnType<typeof printsOf> {
    const n = new Network();
    network(n);
    return printsOf(asJson(n, form));
}

function asJson(n: Network, form: Form): Raw {
    return JSON.parse(JSON.stringify(n.record(form))) as Raw;
}

/** Every list, of resources, values and dependencies, in the other order. */
function reversed(value: Raw): Raw {
    if (Array.isArray(value)) return value.map(reversed).reverse();
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, reversed(each)]));
}

function sorted(prints: ReturnType<typeof printsOf>): readonly string[] {
    return prints.map((each) => each.join(" ")).sort();
}

const behind =
    (...admitted: readonly number[]) =>
    (n: Network): void => {
        behindTwoPorts(n, ...admitted);
    };

/** A service in public subnets without public addresses, each of which has its own route table. */
function withoutPublicIp(order: (subnets: Resource[]) => Resource[]): (n: Network) => void {
    return (n) => {
        const vpc = n.vpc();
        const igw = n.internetGateway(vpc);
        const out = [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }];
        const subnets = ["a", "b"].map((name) => n.subnetWith(name, vpc, out).subnet);
        n.service("web", order(subnets));
    };
}

/** The same, where the list of the subnets is unknown as a whole, and two tables lack a route. */
function amongSubnets(n: Network): void {
    const vpc = n.vpc();
    const subnets = ["a", "b"].map((name) => n.subnetWith(name, vpc, []).subnet);
    const unknownList = { networkConfiguration: { subnets: unknown } };
    n.service("web", [], unknownList, { feeds: { networkConfiguration: subnets } });
}

/** A service with two groups, neither of which lets anything out. */
function withGroups(order: (groups: Resource[]) => Resource[]): (n: Network) => void {
    return (n) => {
        const { vpc, privateSubnet } = natNetwork(n);
        const groups = ["one", "two"].map((name) => groupWith(n, name, vpc, { egress: [] }));
        const securityGroups = order(groups).map(({ id }) => id);
        n.service("web", [privateSubnet], { networkConfiguration: { securityGroups } });
    };
}

const asTheyAre = <T>(list: T[]): T[] => list;
const theOtherWay = <T>(list: T[]): T[] => [...list].reverse();

describe("fingerprints", () => {
    for (const file of allPlans) {
        it(`are the same in whatever order ${basename(file)} tells things`, () => {
            const json = JSON.parse(readFileSync(file, "utf8")) as Raw;
            assert.deepEqual(sorted(printsOf(reversed(json))), sorted(printsOf(json)));
        });
    }

    const networks: readonly (readonly [string, (n: Network) => void, string])[] = [
        ["two ports of one group", behind(), "load-balancer-to-task: web"],
        ["subnets with tables of their own", withoutPublicIp(asTheyAre), "task-image-pull: web"],
        ["two groups", withGroups(asTheyAre), "task-image-pull: web"],
        ["a list of subnets that is not known", amongSubnets, "task-image-pull: web"],
    ];
    for (const form of ["first preview", "deployed"] as const) {
        for (const [name, network, found] of networks) {
            it(`are the same in whatever order a program has ${name} (${form})`, () => {
                const n = new Network();
                network(n);
                const json = asJson(n, form);
                const prints = printsOf(json);
                assert.ok(
                    prints.some(([what]) => what === found),
                    JSON.stringify(prints),
                );
                assert.deepEqual(sorted(printsOf(reversed(json))), sorted(prints));
            });
        }
        it(`are the same in whatever order the shop is told (${form})`, () => {
            const json = asJson(shop(), form);
            assert.deepEqual(sorted(printsOf(reversed(json))), sorted(printsOf(json)));
        });
    }

    const orders: readonly (readonly [
        string,
        (order: typeof asTheyAre) => (n: Network) => void,
    ])[] = [
        ["subnets", withoutPublicIp],
        ["security groups", withGroups],
    ];
    for (const [what, network] of orders) {
        it(`do not hang on the order of ${what}`, () => {
            const one = printsIn(network(asTheyAre));
            assert.ok(one.length > 0);
            assert.deepEqual(printsIn(network(theOtherWay)), one);
        });
    }

    it("tell apart two findings that differ in a port alone, and keep the second when the first is mended", () => {
        const of = (network: (n: Network) => void): readonly string[] =>
            printsIn(network).flatMap(([what, print]) =>
                what === "load-balancer-to-task: web" ? [print] : [],
            );
        const both = of(behind());
        assert.equal(new Set(both).size, 2);
        for (const mended of [8080, 9090]) {
            const [left, ...none] = of(behind(mended));
            assert.ok(left !== undefined && none.length === 0);
            assert.ok(both.includes(left), `${String(mended)} is mended, and the other is new`);
        }
        assert.ok(both.every((print) => print.endsWith(":1")));
    });

    it("stay when other findings appear", () => {
        const before = printsIn(withGroups(asTheyAre));
        const after = printsIn((n) => {
            withGroups(asTheyAre)(n);
            const { privateSubnet } = { privateSubnet: n.find("aws:ec2/subnet:Subnet") };
            assert.ok(privateSubnet !== undefined);
            n.service("another", [privateSubnet], { platformVersion: "1.3.0" });
        });
        assert.ok(after.length > before.length);
        for (const each of before)
            assert.ok(sorted(after).includes(each.join(" ")), each.join(" "));
    });

    it("are told apart where no packet's way tells them apart", () => {
        const prints = printsIn((n) => {
            const { privateSubnet } = natNetwork(n);
            n.service("web", [privateSubnet], {
                schedulingStrategy: "DAEMON",
                iamRole: "arn:aws:iam::123456789012:role/ecs",
            });
        }).filter(([what]) => what === "service-network-configuration: web");
        assert.equal(prints.length, 2);
        assert.deepEqual(
            prints.map(([, print]) => print.slice(-2)),
            [":1", ":1"],
        );
    });
});
