import assert from "node:assert/strict";
import type { Links, Node, RouteTable, Subnet, TaskLauncher, VpcEndpoint } from "../../src/network";
import { graphOf, graphOfRecording, nodeOf } from "../support/graph";
import { Network, registered } from "../support/networks";
import type { Form, Options, Resource, Value } from "../support/program";

/** A link in words: `a b` certain, `some(a b)`, `some(a b, outside)`, `gaps(reason …)`, `possible(a)`. */
function inWords({ nodes, some, gaps, possible }: Links<Node>): string {
    const names = (list: readonly Node[]): string => list.map(({ name }) => name).join(" ");
    return [
        names(nodes),
        some === undefined
            ? ""
            : `some(${names(some.candidates)}${some.orOutside ? ", outside" : some.ofComponent === true ? ", perhaps" : ""})`,
        gaps.length === 0 ? "" : `gaps(${gaps.map(({ reason }) => reason).join(" ")})`,
        possible.length === 0 ? "" : `possible(${names(possible)})`,
    ]
        .filter((part) => part !== "")
        .join(" ");
}

/** The subnets of a service that names them so. */
function subnetsOf(
    network: (n: Network, vpc: Resource) => { subnets: Value; options?: Options },
    form: Form,
    trustDependencies = true,
): string {
    const n = new Network();
    const { subnets, options } = network(n, n.vpc());
    const service = n.service("web", subnets, {}, options);
    const graph = graphOf(n, form, { trustDependencies });
    return inWords(nodeOf<TaskLauncher>(graph, service).subnets);
}

describe("links", () => {
    const two = (n: Network, vpc: Resource): Resource[] => [n.subnet("a", vpc), n.subnet("b", vpc)];

    it("are exact by id", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value } => ({
            subnets: two(n, vpc).map((each) => each.id),
        });
        assert.equal(subnetsOf(network, "deployed"), "a b");
        assert.equal(subnetsOf(network, "deployed", false), "a b");
    });

    it("are assumed by dependency where there are as many as unknown elements", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value } => ({
            subnets: two(n, vpc).map((each) => each.id),
        });
        assert.equal(subnetsOf(network, "first preview"), "a b");
        assert.equal(subnetsOf(network, "first preview", false), "gaps(made-by-plan made-by-plan)");
    });

    it("leave known ids out of the candidates of unknown ones", () => {
        const n = new Network();
        const vpc = n.vpc();
        const [a, b] = two(n, vpc) as [Resource, Resource];
        const service = n.service("web", [a.id, b.id]);
        const recording = n.record("first preview");
        // `a` exists already, `b` is new.
        const existing = recording.find(({ urn }) => urn === a.urn);
        const web = recording.find(({ urn }) => urn === service.urn);
        assert.ok(existing !== undefined && web !== undefined);
        existing.outputs.id = "subnet-1";
        const configuration = web.inputs?.networkConfiguration as { subnets: string[] };
        configuration.subnets[0] = "subnet-1";
        const graph = graphOfRecording(recording);
        assert.equal(inWords(nodeOf<TaskLauncher>(graph, service).subnets), "a b");
    });

    it("are outside where a known id matches nothing", () => {
        const network = (): { subnets: Value } => ({ subnets: ["subnet-0123456789abcdef0"] });
        assert.equal(subnetsOf(network, "deployed"), "gaps(outside)");
    });

    it("are some of the candidates where a list is unknown", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value; options: Options } => ({
            subnets: n.add("test:index:Choice", "choice").get("ids"),
            options: { feeds: { networkConfiguration: two(n, vpc) } },
        });
        assert.equal(subnetsOf(network, "first preview"), "some(a b)");
        assert.equal(subnetsOf(network, "first preview", false), "gaps(made-by-plan)");
    });

    it("are the only candidate of an unknown list", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value; options: Options } => ({
            subnets: n.add("test:index:Choice", "choice").get("ids"),
            options: { feeds: { networkConfiguration: [n.subnet("a", vpc)] } },
        });
        assert.equal(subnetsOf(network, "first preview"), "a");
    });

    it("are unresolved with fewer candidates than unknown elements", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value; options: Options } => {
            const other = n.add("test:index:Network", "other");
            return {
                subnets: [n.subnet("a", vpc).id, other.get("one")],
                options: {},
            };
        };
        const found = subnetsOf(network, "first preview");
        assert.equal(found, "gaps(made-by-plan made-by-plan) possible(a)");
    });

    it("are the same thing in several places where nothing else feeds them", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value } => {
            const a = n.subnet("a", vpc);
            return { subnets: [a.id, a.id] };
        };
        assert.equal(subnetsOf(network, "first preview"), "a");
        assert.equal(subnetsOf(network, "deployed"), "a");
        assert.equal(subnetsOf(network, "first preview", false), "gaps(made-by-plan made-by-plan)");
    });

    it("are some of fewer things than places where nothing else feeds them", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value } => {
            const [a, b] = two(n, vpc) as [Resource, Resource];
            return { subnets: [a.id, b.id, b.id] };
        };
        assert.equal(subnetsOf(network, "first preview"), "some(a b)");
        assert.equal(subnetsOf(network, "deployed"), "a b");
    });

    it("are one subnet in two places beside security groups, which name no subnets", () => {
        const n = new Network();
        const vpc = n.vpc();
        const a = n.subnet("a", vpc);
        const group = n.securityGroup("app", vpc);
        const service = n.service("web", [a, a], {
            networkConfiguration: { securityGroups: [group.id, group.id] },
        });
        const { subnets, securityGroups } = nodeOf<TaskLauncher>(
            graphOf(n, "first preview"),
            service,
        );
        assert.equal(inWords(subnets), "a");
        assert.equal(inWords(securityGroups), "app");
        assert.deepEqual(subnets.distinct, { least: 1, most: 1 });
        assert.deepEqual(subnets.assumed, ["the subnet of web is a"]);
    });

    it("are unresolved where something else may feed one of two places", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value; options: Options } => {
            const a = n.subnet("a", vpc);
            const reference = n.add("pulumi:pulumi:StackReference", "net");
            return { subnets: [a.id, reference.get("outputs")], options: {} };
        };
        const found = subnetsOf(network, "first preview");
        assert.equal(found, "gaps(made-by-plan made-by-plan) possible(a)");
    });

    it("stand for each block by itself where one target group feeds all", () => {
        const n = new Network();
        const vpc = n.vpc();
        const [group, other] = ["web", "other"].map((name) => n.targetGroup(name, vpc)) as [
            Resource,
            Resource,
        ];
        const subnet = n.subnet("a", vpc);
        const blocks = (...groups: Resource[]): string[] => {
            const service = n.service(`s${String(n.resources.length)}`, [subnet], {
                loadBalancers: groups.map((each) => registered(each)),
            });
            const { registrations } = nodeOf<TaskLauncher>(graphOf(n, "first preview"), service);
            assert.ok(registrations.known);
            return registrations.value.map(({ targetGroups }) => inWords(targetGroups));
        };
        assert.deepEqual(blocks(group, group), ["web", "web"]);
        assert.deepEqual(blocks(group, other), ["some(other web)", "some(other web)"]);
        assert.deepEqual(blocks(group, other, other), Array(3).fill("some(other web)"));
    });

    it("leave out, for one block, what another names", () => {
        /** Target groups of two blocks, where `web` exists already, and `other` is new. */
        const blocks = (
            groups: (web: Resource, other: Resource, n: Network) => readonly Value[],
        ): string[] => {
            const n = new Network();
            const vpc = n.vpc();
            const [web, other] = ["web", "other"].map((name) => n.targetGroup(name, vpc)) as [
                Resource,
                Resource,
            ];
            const service = n.service("web", [n.subnet("a", vpc)], {
                loadBalancers: groups(web, other, n).map((targetGroupArn) => ({ targetGroupArn })),
            });
            const recording = n.record("first preview", (each) => each === web);
            const graph = graphOfRecording(recording);
            const { registrations } = nodeOf<TaskLauncher>(graph, service);
            assert.ok(registrations.known);
            return registrations.value.map(({ targetGroups }) => inWords(targetGroups));
        };
        const outside = (n: Network): Value =>
            n.add("pulumi:pulumi:StackReference", "net").get("outputs");
        const rows: readonly [Parameters<typeof blocks>[0], readonly string[]][] = [
            [(web, other) => [web.arn, other.arn], ["web", "other"]],
            [(web, other) => [web.arn, other.arn, other.arn], ["web", "other", "other"]],
            [
                (web, other, n) => [web.arn, other.arn, outside(n)],
                ["web", "some(other, outside)", "some(other, outside)"],
            ],
            [(web, _, n) => [web.arn, outside(n)], ["web", "gaps(made-by-plan)"]],
        ];
        for (const [groups, words] of rows) assert.deepEqual(blocks(groups), words);
    });

    it("may stand for a VPC's subnets where a whole list comes from the VPC", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value } => {
            two(n, vpc);
            return { subnets: vpc.get("subnetIds") };
        };
        assert.equal(subnetsOf(network, "first preview"), "some(a b)");
    });

    it("may stand for a component's children, or for something else", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value } => {
            const component = n.add("my:index:Network", "network", {}, { component: true });
            n.subnet("inner", vpc, {}, { parent: component });
            n.subnet("elsewhere", vpc);
            return { subnets: component.get("subnetIds") };
        };
        assert.equal(subnetsOf(network, "first preview"), "some(inner, perhaps)");
    });

    it("may lead outside where a stack reference feeds them", () => {
        const network = (n: Network, vpc: Resource): { subnets: Value; options: Options } => {
            const reference = n.add("pulumi:pulumi:StackReference", "net");
            const options = { feeds: { networkConfiguration: [n.subnet("a", vpc)] } };
            return { subnets: reference.get("outputs"), options };
        };
        assert.equal(subnetsOf(network, "first preview"), "some(a, outside)");
    });

    it("survive parents that form a circle", () => {
        const n = new Network();
        const a = n.add("my:index:A", "a", {}, { component: true });
        const b = n.add("my:index:B", "b", {}, { component: true, parent: a });
        n.subnet("inner", n.vpc(), {}, { parent: b });
        const service = n.service("web", a.get("subnets"));
        const recording = n
            .record("first preview")
            .map((each) => (each.urn === a.urn ? { ...each, parent: b.urn } : each));
        const graph = graphOfRecording(recording);
        assert.equal(inWords(nodeOf<TaskLauncher>(graph, service).subnets), "some(inner, perhaps)");
    });

    it("take the VPC from a subnet that determines it", () => {
        const n = new Network();
        const a = n.subnet("a", n.vpc("net"));
        const b = n.add("aws:ec2/subnet:Subnet", "b", { vpcId: a.get("vpc") });
        const graph = graphOf(n, "first preview");
        assert.equal(inWords(nodeOf<Subnet>(graph, b).vpc), "net");
    });

    it("take a VPC's default route table and default security group from the VPC", () => {
        const n = new Network();
        const vpc = n.vpc("net");
        const route = n.route("out", vpc.get("mainRouteTableId"), { transitGatewayId: "tgw-1" });
        const group = vpc.get("defaultSecurityGroupId");
        const subnet = n.subnet("a", vpc);
        const service = n.service("web", [subnet], {
            networkConfiguration: { securityGroups: [group] },
        });
        for (const form of ["first preview", "deployed"] as const) {
            const graph = graphOf(n, form);
            const table = nodeOf<Node & { routeTable: Links<RouteTable> }>(graph, route).routeTable;
            assert.deepEqual(
                table.nodes.map(({ label, name }) => `${label} ${name}`),
                ["default route table of VPC net"],
            );
            const groups = nodeOf<TaskLauncher>(graph, service).securityGroups;
            assert.deepEqual(
                groups.nodes.map(({ label, name }) => `${label} ${name}`),
                ["default security group of VPC net"],
            );
        }
    });

    it("find a cluster by id, ARN and name, and a task definition by family", () => {
        for (const form of ["first preview", "deployed"] as const) {
            for (const name of [
                "cluster-a",
                "arn:aws:ecs:us-east-1:123456789012:cluster/cluster-a",
            ]) {
                const n = new Network();
                n.add("aws:ecs/cluster:Cluster", "main", { name: "cluster-a" });
                n.taskDefinition("app");
                const inputs = { cluster: name, taskDefinition: "app" };
                const service = n.service("web", [], inputs);
                const graph = graphOf(n, form);
                const launcher = nodeOf<TaskLauncher>(graph, service);
                assert.equal(inWords(launcher.cluster), "main");
                assert.equal(inWords(launcher.taskDefinition), "app");
            }
        }
    });

    it("do not take a known name for outside while a name in the plan is unknown", () => {
        const n = new Network();
        const parameter = n.add("aws:ssm/parameter:Parameter", "name");
        n.add("aws:ecs/cluster:Cluster", "main", { name: parameter.get("value") });
        n.taskDefinition("app");
        const service = n.service("web", [], { cluster: "cluster-a" });
        const graph = graphOf(n, "first preview");
        assert.equal(inWords(nodeOf<TaskLauncher>(graph, service).cluster), "gaps(made-by-plan)");
    });

    it("say what was assumed", () => {
        const n = new Network();
        const vpc = n.vpc();
        const service = n.service("web", two(n, vpc));
        const assumedIn = (form: Form): readonly string[] =>
            nodeOf<TaskLauncher>(graphOf(n, form), service).subnets.assumed;
        assert.deepEqual(assumedIn("first preview"), ["the subnets of web are a and b"]);
        assert.deepEqual(assumedIn("deployed"), []);
    });

    it("count different values", () => {
        const n = new Network();
        const vpc = n.vpc();
        const a = n.subnet("a", vpc);
        const service = n.service("web", [a.id, "subnet-1", "subnet-1", "subnet-2"]);
        for (const form of ["first preview", "deployed"] as const) {
            const { distinct } = nodeOf<TaskLauncher>(graphOf(n, form), service).subnets;
            assert.deepEqual(distinct, { least: 3, most: 3 });
        }
    });

    it("tell a gateway endpoint's route tables, one or several", () => {
        const n = new Network();
        const vpc = n.vpc();
        const tables = ["a", "b"].map((name) => n.routeTable(name, vpc));
        const endpoint = n.endpoint("s3", vpc, { routeTableIds: tables.map((each) => each.id) });
        for (const form of ["first preview", "deployed"] as const) {
            const graph = graphOf(n, form);
            assert.equal(inWords(nodeOf<VpcEndpoint>(graph, endpoint).routeTables), "a b");
        }
    });
});
