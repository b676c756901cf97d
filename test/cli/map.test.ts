import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { policies } from "../../policies";
import { mapOf } from "../../src/cli/map/build";
import { renderHtml } from "../../src/cli/map/page";
import { escaped } from "../../src/cli/map/escape";
import type { PlanMap, WorkloadMap } from "../../src/cli/map/map";
import { sizeOf, linesOf, shortened, wrapped } from "../../src/cli/map/text-size";
import { inwardPolicies, outwardPolicies } from "../../src/cli/map/ways";
import { reportOf, type CheckedFile } from "../../src/cli/report";
import { addressOf } from "../../src/files";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, resolveConfiguration, runPolicies, type Level } from "../../src/policy";
import { monitoring } from "../support/guardduty";
import { latticeService } from "../support/lattice";
import { pipe, report } from "../support/launchers";
import {
    aclWithout,
    albNetwork,
    behind,
    executionPolicy,
    isolatedNetwork,
    natNetwork,
    Network,
    tcp,
} from "../support/networks";
import { unknown, type Form, type Resource } from "../support/program";
import { shop } from "../support/shop";
import { allPlans, cli, Folder, plan } from "./support";

interface Drawn {
    readonly map: PlanMap;
    readonly report: CheckedFile;
}

function drawn(json: Raw, levels: Readonly<Record<string, Level>> = {}): Drawn {
    const source = planFromJson(json, interest);
    const { configure } = resolveConfiguration(policies, levels);
    const run = runPolicies(source.plan, policies, configure);
    const report = reportOf("a.json", source, run, policies);
    const map = mapOf(run.model, report, (policy) => levels[policy] ?? "mandatory");
    return { map, report };
}

function example(name: string): Drawn {
    return drawn(JSON.parse(readFileSync(plan(name), "utf8")) as Raw);
}

function network(make: (n: Network) => unknown, form: Form = "deployed"): WorkloadMap {
    const n = new Network();
    make(n);
    const { map } = drawn(n.record(form) as unknown as Raw);
    const [only] = map.workloads;
    assert.ok(only);
    return only;
}

const arrows = { ok: "→", violated: "✕", advice: "!", "cannot-know": "?" } as const;

/** Each edge in words. */
function edgesOf({ nodes, edges }: WorkloadMap): readonly string[] {
    const at = (i: number): string => {
        const node = nodes[i];
        return `${node?.label ?? ""} ${node?.name ?? ""}`;
    };
    return edges.map(({ from, to, state }) => `${at(from)} ${arrows[state]} ${at(to)}`);
}

/** Places that are not well, with what is said there. */
function troublesOf({ nodes }: WorkloadMap): readonly string[] {
    return nodes
        .filter(({ state }) => state !== "ok")
        .map(({ label, name, state, says }) =>
            [`${arrows[state]} ${label} ${name}`, ...says].join(": "),
        );
}

function waysOf({ ways }: WorkloadMap): readonly string[] {
    return ways.map(({ what, state, policy }) => `${arrows[state]} ${policy}: ${what}`);
}

const fromBalancer = [
    "target group web → service web",
    "load balancer web → target group web",
    "service web → 2 subnets private-0, private-1",
    "2 subnets private-0, private-1 → route table private",
];
const ecr = "images private ECR (us-east-1)";
const logs = "logs CloudWatch Logs by awslogs (us-east-1)";

interface Row {
    readonly plan: string;
    readonly state: WorkloadMap["state"];
    readonly ways: readonly string[];
    /** Some of the edges. */
    readonly edges: readonly string[];
    readonly troubles: readonly (string | RegExp)[];
}

const rows: readonly Row[] = [
    {
        plan: "nat.preview.json",
        state: "ok",
        ways: [
            "→ load-balancer-to-task: the tasks on port 8080, from load balancer web",
            "→ task-image-pull: private ECR (us-east-1)",
            "→ task-logs: CloudWatch Logs by awslogs (us-east-1)",
        ],
        edges: [
            ...fromBalancer,
            "route table private → NAT gateway nat",
            "NAT gateway nat → subnet public-0",
            "subnet public-0 → route table public",
            "route table public → internet gateway igw",
            "internet gateway igw → beyond the VPC the internet",
            `beyond the VPC the internet → ${ecr}`,
            `beyond the VPC the internet → ${logs}`,
        ],
        troubles: [],
    },
    {
        plan: "private-no-nat.preview.json",
        state: "violated",
        ways: [
            "→ load-balancer-to-task: the tasks on port 8080, from load balancer web",
            "✕ task-image-pull: private ECR (us-east-1)",
            "✕ task-logs: CloudWatch Logs by awslogs (us-east-1)",
        ],
        edges: [
            ...fromBalancer,
            `route table private ✕ ${ecr}`,
            `VPC vpc ✕ ${ecr}`,
            `route table private ✕ ${logs}`,
        ],
        troubles: [
            `✕ ${ecr}`,
            "✕ route table private: no route for 0.0.0.0/0",
            "✕ VPC vpc: no ecr.api interface endpoint: no ecr.dkr interface endpoint: no S3 gateway endpoint: no logs interface endpoint",
            `✕ ${logs}`,
        ],
    },
    {
        plan: "target-group-instance.preview.json",
        state: "violated",
        ways: [
            "→ load-balancer-to-task: the tasks on port 8080, from load balancer web",
            "→ task-image-pull: private ECR (us-east-1)",
            "→ task-logs: CloudWatch Logs by awslogs (us-east-1)",
        ],
        edges: fromBalancer,
        troubles: [/^✕ target group web: target group web is not of target type ip/],
    },
    {
        plan: "isolated.recording.json",
        state: "cannot-know",
        ways: [
            "? task-image-pull: any registry (the image is not known yet)",
            "? task-logs: logs: not known",
            "? task-secrets: secrets: not known",
        ],
        edges: [
            "service web → 2 subnets private-0, private-1",
            "2 subnets private-0, private-1 ? VPC endpoint ecr.api",
            "VPC endpoint ecr.api ? images any registry (the image is not known yet)",
            "service web ? logs not known",
        ],
        troubles: [
            /^\? images any registry .*: containerDefinitions of app: it comes from db/,
            /^\? logs not known: containerDefinitions of app: it comes from db/,
            /^\? secrets not known: containerDefinitions of app: it comes from db/,
        ],
    },
    {
        plan: "ipv6.recording.json",
        state: "ok",
        ways: [
            "→ load-balancer-to-task: the tasks on port 8080, from load balancer web",
            "→ task-image-pull: private ECR (us-east-1)",
            "→ task-logs: CloudWatch Logs by awslogs (us-east-1)",
        ],
        edges: [
            "route table private → egress-only internet gateway eigw",
            "egress-only internet gateway eigw → beyond the VPC the internet",
        ],
        troubles: [],
    },
    {
        plan: "awsx-nat.recording.json",
        state: "cannot-know",
        ways: [
            "? task-image-pull: Docker Hub",
            "? task-logs: CloudWatch Logs by awslogs (us-east-1)",
        ],
        edges: [
            "load balancer not known ? service web",
            "service web ? 3 subnets main-private-1, main-private-2 and 1 more",
            "3 subnets main-private-1, main-private-2 and 1 more → 3 route tables main-private-1, main-private-2 and 1 more",
            // In one of the public subnets stands the NAT gateway of the others.
            "service web ? subnet main-public-1",
            "service web ? 2 subnets main-public-2, main-public-3",
            "2 subnets main-public-2, main-public-3 ? 2 route tables main-public-2, main-public-3",
        ],
        troubles: [
            /^\? service web: networkConfiguration.subnets of web: it comes from main, main-private-1/,
            /^\? load balancer not known: loadBalancers of web: it comes from web/,
            "? images Docker Hub",
            ...["subnet main-public-1", "2 subnets main-public-2, main-public-3"].map(
                (at) =>
                    `? ${at}: if tasks run here: internet gateway main: serves only tasks with a public IP, and networkConfiguration.assignPublicIp is false`,
            ),
            `? ${logs}`,
        ],
    },
];

/** A service in subnets a and b, whose tables lead where these say. */
function inTwo(n: Network, tables: (vpc: Resource) => readonly Resource[]): void {
    const vpc = n.vpc();
    const [a, b] = tables(vpc);
    const subnets = ["a", "b"].map((name) => n.subnet(name, vpc));
    subnets.forEach((subnet, i) => {
        const table = i === 0 ? a : (b ?? a);
        if (table !== undefined) n.associate(subnet, table);
    });
    n.service("web", subnets);
}

/** A table that leads through a NAT gateway of its own. */
function throughNat(n: Network, name: string, vpc: Resource, open: Resource): Resource {
    const nat = n.natGateway(name, open);
    return n.routeTable(name, vpc, [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }]);
}

function openSubnet(n: Network, vpc: Resource): Resource {
    const { id } = n.internetGateway(vpc);
    return n.subnetWith("open", vpc, [{ cidrBlock: "0.0.0.0/0", gatewayId: id }]).subnet;
}

const alikeRows: readonly {
    readonly name: string;
    readonly make: (n: Network) => void;
    /** The subnets, route tables and NAT gateways that are drawn. */
    readonly subnets: readonly string[];
}[] = [
    {
        name: "with one table",
        make: (n) => {
            inTwo(n, (vpc) => [n.routeTable("both", vpc, [])]);
        },
        subnets: ["2 subnets a, b", "route table both"],
    },
    {
        name: "with a table each, of which neither leads out",
        make: (n) => {
            inTwo(n, (vpc) => ["one", "two"].map((name) => n.routeTable(name, vpc, [])));
        },
        subnets: ["2 route tables one, two", "2 subnets a, b"],
    },
    {
        name: "with a table and a NAT gateway each",
        make: (n) => {
            inTwo(n, (vpc) => {
                const open = openSubnet(n, vpc);
                return ["one", "two"].map((name) => throughNat(n, name, vpc, open));
            });
        },
        subnets: [
            "2 NAT gateways one, two",
            "2 route tables one, two",
            "2 subnets a, b",
            "route table open",
            "subnet open",
        ],
    },
    {
        name: "not if only one of them leads out",
        make: (n) => {
            inTwo(n, (vpc) => {
                const open = openSubnet(n, vpc);
                return [throughNat(n, "one", vpc, open), n.routeTable("two", vpc, [])];
            });
        },
        subnets: [
            "NAT gateway one",
            "route table one",
            "route table open",
            "route table two",
            "subnet a",
            "subnet b",
            "subnet open",
        ],
    },
];

describe("the map of a plan", () => {
    for (const row of rows) {
        it(`shows ${row.plan}`, () => {
            const { map } = example(row.plan);
            const [only, ...others] = map.workloads;
            assert.ok(only !== undefined && others.length === 0);
            assert.equal(only.state, row.state);
            assert.deepEqual(waysOf(only), row.ways);
            const edges = edgesOf(only);
            for (const edge of row.edges) {
                assert.ok(edges.includes(edge), `${edge}\nis not among\n${edges.join("\n")}`);
            }
            const troubles = [...troublesOf(only)];
            assert.equal(troubles.length, row.troubles.length, troubles.join("\n"));
            for (const trouble of row.troubles) {
                const found = troubles.some((each) =>
                    typeof trouble === "string" ? each === trouble : trouble.test(each),
                );
                assert.ok(found, `${String(trouble)}\nis not among\n${troubles.join("\n")}`);
            }
        });
    }

    it("shows what is stopped, unknown and healthy of one workload side by side", () => {
        const { map } = drawn(shop().record("deployed") as unknown as Raw);
        assert.deepEqual(
            map.workloads.map(({ name, state }) => `${name}: ${state}`),
            ["web: violated", "worker: ok", "mailer: cannot-know"],
        );
        const [web] = map.workloads;
        assert.ok(web);
        assert.deepEqual(troublesOf(web), [
            "? images Docker Hub",
            "? route table private: a route leads to a transit gateway, and what lies behind it is not in the plan",
            "✕ secrets Secrets Manager for secrets (us-east-1)",
            "✕ security group secrets: no ingress rule admits TCP 443 from the tasks",
        ]);
        // From whichever subnet straight to the endpoint: by which of its subnets is up to DNS.
        const edges = edgesOf(web);
        assert.ok(edges.includes("2 subnets private-a, private-b → VPC endpoint logs"));
    });

    it("shows each state of Step Functions that runs tasks, and each pipe", () => {
        const n = new Network();
        const { vpc, privateSubnet } = natNetwork(n);
        report(n, [n.subnetWith("closed", vpc, []).subnet]);
        pipe(n, [privateSubnet]);
        const { map } = drawn(n.record("deployed") as unknown as Raw);
        assert.deepEqual(
            map.workloads.map(({ label, name, state }) => `${label} ${name}: ${state}`),
            [
                "EventBridge pipe orders: cannot-know",
                "state Report of Step Functions state machine nightly: violated",
            ],
        );
    });

    for (const { name, make, subnets } of alikeRows) {
        it(`draws subnets that behave alike once: ${name}`, () => {
            const { nodes, ways } = network(make);
            assert.deepEqual(
                nodes
                    .filter(({ label }) => /subnet|route table|NAT gateway/.test(label))
                    .map((each) => `${each.label} ${each.name}`)
                    .sort(),
                subnets,
            );
            // In words each of them is told by itself.
            for (const { routes } of ways) {
                assert.deepEqual(
                    routes.map(({ from }) => from),
                    ["a", "b"],
                );
            }
        });
    }

    it("stops what comes from a load balancer at the group that refuses it", () => {
        const map = network((n) => {
            const { vpc, privateSubnet, alb, group } = albNetwork(n);
            n.listener("web", alb, group);
            const closed = n.securityGroup("closed", vpc);
            n.service("web", [privateSubnet], {
                ...behind(group),
                networkConfiguration: { securityGroups: [closed.id] },
            });
        });
        const edges = edgesOf(map);
        assert.ok(edges.includes("load balancer alb → target group web"));
        assert.ok(edges.includes("target group web → security group closed"), edges.join("\n"));
        assert.ok(edges.includes("security group closed ✕ service web"));
        assert.equal(
            map.ways.find(({ policy }) => policy === "load-balancer-to-task")?.state,
            "violated",
        );
    });

    const fromLattice = (n: Network, parts: Parameters<typeof latticeService>[1]): void => {
        latticeService(n, parts);
    };
    const latticeRows: readonly {
        readonly name: string;
        readonly make: (n: Network) => void;
        readonly way: string;
        readonly edges: readonly string[];
    }[] = [
        {
            name: "that is let in",
            make: (n) => {
                fromLattice(n, {});
            },
            way: "→ vpc-lattice-to-task: the tasks on port 8080, from VPC Lattice",
            edges: [
                "beyond the VPC VPC Lattice → VPC Lattice target group targets",
                "VPC Lattice target group targets → service web",
            ],
        },
        {
            name: "at the group that refuses it",
            make: (n) => {
                fromLattice(n, { ingress: [] });
            },
            way: "✕ vpc-lattice-to-task: the tasks on port 8080, from VPC Lattice",
            edges: [
                "VPC Lattice target group targets → security group tasks",
                "security group tasks ✕ service web",
            ],
        },
        {
            name: "at the network ACL that refuses it",
            make: (n) => {
                const { vpc, privateSubnet } = latticeService(n);
                aclWithout(n, vpc, privateSubnet, { ingress: [8080, 8080] });
            },
            way: "✕ vpc-lattice-to-task: the tasks on port 8080, from VPC Lattice",
            edges: [
                "VPC Lattice target group targets → network ACL private",
                "network ACL private ✕ service web",
            ],
        },
        {
            name: "by a prefix list that is not in the plan",
            make: (n) => {
                fromLattice(n, {
                    ingress: [tcp(8080, { prefixListIds: ["pl-0721453c7ac4ec009"] })],
                });
            },
            way: "? vpc-lattice-to-task: the tasks on port 8080, from VPC Lattice",
            edges: [
                "beyond the VPC VPC Lattice ? VPC Lattice target group targets",
                "VPC Lattice target group targets ? service web",
            ],
        },
        {
            name: "through a target group that is not in the plan",
            make: (n) => {
                fromLattice(n, {
                    registration: {
                        targetGroupArn:
                            "arn:aws:vpc-lattice:us-east-1:123456789012:targetgroup/tg-0123456789abcdef0",
                    },
                });
            },
            way: "",
            edges: ["VPC Lattice target group not known ? service web"],
        },
        {
            name: "if that is known",
            make: (n) => {
                fromLattice(n, { launcher: { vpcLatticeConfigurations: unknown } });
            },
            way: "",
            edges: ["VPC Lattice target group not known ? service web"],
        },
    ];
    for (const { name, make, way, edges } of latticeRows) {
        it(`shows what comes from VPC Lattice ${name}`, () => {
            const map = network(make);
            assert.equal(waysOf(map).find((each) => each.includes("lattice")) ?? "", way);
            for (const edge of edges) {
                assert.ok(edgesOf(map).includes(edge), edgesOf(map).join("\n"));
            }
        });
    }

    it("shows where the image of GuardDuty's agent comes from, of tasks that get one", () => {
        const agent = "GuardDuty private ECR (us-east-1) for GuardDuty's agent";
        const open = network((n) => {
            monitoring(n);
            n.service("web", [natNetwork(n).privateSubnet]);
        });
        assert.ok(edgesOf(open).includes(`beyond the VPC the internet → ${agent}`));
        const closed = network((n) => {
            monitoring(n);
            n.service("web", [isolatedNetwork(n, []).subnet]);
        });
        assert.ok(edgesOf(closed).some((each) => each.endsWith(`✕ ${agent}`)));
        const none = network((n) => {
            n.service("web", [natNetwork(n).privateSubnet]);
        });
        assert.ok(!edgesOf(none).some((each) => each.includes("GuardDuty")));
    });

    it("shows subnets that are not in the plan", () => {
        const map = network((n) => {
            n.service("web", ["subnet-0123456789abcdef0"]);
        });
        assert.equal(map.state, "cannot-know");
        assert.ok(edgesOf(map).includes("service web ? subnet not known"));
        assert.ok(edgesOf(map).includes(`subnet not known ? ${ecr}`));
    });

    it("does not call violated what may not run on Fargate", () => {
        const map = network((n) => {
            const { subnet } = n.subnetWith("private", n.vpc(), []);
            const cluster = n.add("aws:ecs/cluster:Cluster", "main");
            const { id } = n.add("random:index/randomId:RandomId", "type");
            n.service("web", [subnet], { cluster: cluster.arn, launchType: id });
        }, "first preview");
        assert.deepEqual(
            map.ways.map(({ state }) => state),
            ["cannot-know"],
        );
        assert.ok(!map.nodes.some(({ state }) => state === "violated"));
        assert.equal(map.nodes[0]?.state, "cannot-know");
    });

    it("asks nothing of what is turned off", () => {
        const json = JSON.parse(readFileSync(plan("private-no-nat.preview.json"), "utf8")) as Raw;
        const { map } = drawn(json, {
            "task-image-pull": "disabled",
            "load-balancer-to-task": "disabled",
        });
        assert.deepEqual(map.workloads.flatMap(waysOf), [
            "✕ task-logs: CloudWatch Logs by awslogs (us-east-1)",
        ]);
        assert.ok(!map.workloads.some(({ nodes }) => nodes.some(({ name }) => name === "ECR")));
    });

    it("draws as advice what an advisory policy finds, and calls nothing broken for it", () => {
        const json = JSON.parse(readFileSync(plan("private-no-nat.preview.json"), "utf8")) as Raw;
        const advisory = { "task-image-pull": "advisory", "task-logs": "advisory" } as const;
        const [web] = drawn(json, advisory).map.workloads;
        assert.ok(web);
        assert.equal(web.state, "ok");
        assert.deepEqual(waysOf(web).slice(1), [
            "! task-image-pull: private ECR (us-east-1)",
            "! task-logs: CloudWatch Logs by awslogs (us-east-1)",
        ]);
        assert.ok(edgesOf(web).includes(`route table private ! ${ecr}`));
        assert.ok(troublesOf(web).includes("! route table private: no route for 0.0.0.0/0"));
        assert.ok(web.nodes.every(({ state }) => state === "ok" || state === "advice"));
        // Beside what is mandatory, advice is the lesser.
        const { "task-logs": logsAlone } = advisory;
        const [other] = drawn(json, { "task-logs": logsAlone }).map.workloads;
        assert.equal(other?.state, "violated");
        assert.ok(troublesOf(other).includes("✕ route table private: no route for 0.0.0.0/0"));
        assert.ok(edgesOf(other).includes(`route table private ! ${logs}`));
    });

    it("marks a thing of which something is advised, and the workload is well with it", () => {
        const { nodes, state, items } = network((n) => {
            const { vpc, privateTable } = natNetwork(n);
            const subnet = n.subnet("app", vpc, { availabilityZone: "us-east-1a" });
            n.associate(subnet, privateTable);
            const { arn } = n.role("execution", executionPolicy);
            n.taskDefinition("app", { executionRoleArn: arn });
            n.service("web", [subnet], { desiredCount: 2 });
        });
        assert.equal(state, "ok");
        assert.deepEqual(
            nodes.filter((each) => each.state !== "ok").map(({ label, state }) => [label, state]),
            [["service", "advice"]],
        );
        assert.ok(items.length > 0);
    });

    it("names policies that there are", () => {
        const names = new Set(policies.map(({ name }) => name));
        for (const each of [...outwardPolicies, ...inwardPolicies])
            assert.ok(names.has(each), each);
    });

    it("shows everything that the report says, and marks only what is there", () => {
        for (const file of allPlans) {
            const { map, report } = drawn(JSON.parse(readFileSync(file, "utf8")) as Raw);
            const items = [...map.elsewhere, ...map.workloads.flatMap((each) => each.items)];
            const findings = new Set(
                items.flatMap((item) => (item.kind === "finding" ? [item.fingerprint] : [])),
            );
            report.findings.forEach(({ policy, fingerprint }) => {
                // Its findings are the questions.
                assert.equal(findings.has(fingerprint), policy !== "unverified-network", policy);
            });
            const asking = new Set(
                items.flatMap((each) => (each.kind === "gap" ? each.policies : [])),
            );
            for (const { policy } of report.unverified) assert.ok(asking.has(policy), policy);
            for (const { nodes, edges, items, ways } of map.workloads) {
                for (const marks of [...items, ...ways]) {
                    assert.ok(marks.nodes.every((at) => nodes[at] !== undefined));
                    assert.ok(marks.edges.every((at) => edges[at] !== undefined));
                }
                assert.ok(ways.every((way) => way.nodes.length > 1));
            }
            assert.deepEqual(JSON.parse(JSON.stringify(map)), map, "it is not plain JSON");
        }
    });

    it("lays boxes out without overlapping", () => {
        const { map } = drawn(shop().record("first preview") as unknown as Raw);
        for (const { nodes, width, height } of map.workloads) {
            nodes.forEach(({ box: a }, i) => {
                assert.ok(a.x - a.width / 2 >= 0 && a.x + a.width / 2 <= width);
                assert.ok(a.y - a.height / 2 >= 0 && a.y + a.height / 2 <= height);
                for (const { box: b } of nodes.slice(i + 1)) {
                    const isApart =
                        Math.abs(a.x - b.x) >= (a.width + b.width) / 2 ||
                        Math.abs(a.y - b.y) >= (a.height + b.height) / 2;
                    assert.ok(isApart);
                }
            });
        }
    });
});

const noEndpoints =
    "VPC vpc: no ecr.api interface endpoint, no ecr.dkr interface endpoint, no S3 gateway endpoint";

const bannerRows: readonly {
    readonly plan: string;
    readonly banners: readonly (readonly string[])[];
}[] = [
    { plan: "nat.preview.json", banners: [] },
    {
        plan: "private-no-nat.preview.json",
        banners: [
            [
                `✕private ECR (us-east-1): route table private: no route for 0.0.0.0/0; ${noEndpoints} → give the route table private a route for 0.0.0.0/0 to a NAT gateway in a public subnet (or 1 other fix)`,
            ],
        ],
    },
    {
        plan: "public-no-public-ip.preview.json",
        banners: [
            [
                `✕private ECR (us-east-1): internet gateway igw: serves only tasks with a public IP, and networkConfiguration.assignPublicIp is false; ${noEndpoints} → set networkConfiguration.assignPublicIp to true on service web (or 2 other fixes)`,
            ],
        ],
    },
    {
        plan: "target-group-instance.preview.json",
        banners: [
            [
                "✕target group web is not of target type ip (it is instance, which is the default), but tasks on Fargate have only IP addresses to register, so AWS refuses service web → set targetType to &quot;ip&quot; on target group web (an existing one is replaced)",
            ],
        ],
    },
    {
        plan: "shop.recording.json",
        banners: [
            [
                "✕Secrets Manager for secrets (us-east-1): security group secrets: no ingress rule admits TCP 443 from the tasks → add an ingress rule for TCP 443 from the security group web to the security group secrets",
            ],
            [
                "?routes of private: a route leads to a transit gateway, and what lies behind it is not in the plan → if it leads to the internet, set centralizedEgress to &quot;assumed&quot; in the configuration of preflight-settings",
            ],
        ],
    },
    {
        plan: "awsx-nat.recording.json",
        banners: [
            [
                "?networkConfiguration.subnets of web: it comes from main, main-private-1, main-private-2 and 5 more, which the deployment creates or changes",
                "?loadBalancers of web: it comes from web, which the deployment creates or changes",
                // For all of them, and so once.
                "?ipv6CidrBlock of main-private-1: it comes from main, which the deployment creates or changes → nothing to change now: `npx --no-install fargate-preflight rehearse` knows it before the deployment",
                "and 6 more, in the list",
            ],
        ],
    },
];

describe("the page of maps", () => {
    const folder = new Folder();
    after(() => folder.remove());

    async function page(...argv: string[]): Promise<string> {
        const { out } = await cli(["check", "--format", "html", ...argv]);
        return out;
    }

    it("has a section for each file, also for what cannot be read", async () => {
        const broken = folder.write("broken.json", "{");
        const text = await page(...allPlans, broken);
        assert.equal(text.split('<section class="plan"').length - 1, allPlans.length + 1);
        // One service each, and the shop has three.
        assert.equal(text.split('<section class="workload').length - 1, allPlans.length + 2);
        assert.match(text, /<b>not checked:<\/b> the JSON is cut off/);
        assert.match(text, /<p>\d+ workloads of \d+ plans: .*; 1 plan not checked<\/p>/);
    });

    it("has the exit status of the check", async () => {
        const statusOf = async (name: string): Promise<number> =>
            (await cli(["check", "--format", "html", plan(name)])).status;
        assert.equal(await statusOf("nat.preview.json"), 0);
        assert.equal(await statusOf("private-no-nat.preview.json"), 1);
        assert.equal(await statusOf("none.json"), 2);
    });

    it("says so if nothing runs on Fargate", async () => {
        const n = new Network();
        natNetwork(n);
        const file = folder.write("none.json", JSON.stringify(n.record("deployed")));
        assert.match(await page(file), /Nothing in it runs on Fargate/);
    });

    it("names no place outside of itself", async () => {
        const text = await page(...allPlans);
        assert.match(text, /Content-Security-Policy" content="default-src &#39;none&#39;;/);
        const home = addressOf();
        const own = home === undefined ? text : text.replaceAll(`href="${home}`, 'href="#');
        assert.doesNotMatch(own, /https?:|\/\/\w|@import|url\((?!#)/);
        const links = [...own.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, to = ""]) => to);
        assert.deepEqual(
            links.filter((to) => !to.startsWith("#") && to !== "data:,"),
            [],
        );
        assert.doesNotMatch(text, /\s(?:style|on\w+)="/);
    });

    it("points to nothing that is not there", async () => {
        const text = await page(...allPlans);
        const ids = [...text.matchAll(/\sid="([^"]*)"/g)].map(([, id = ""]) => id);
        assert.equal(new Set(ids).size, ids.length);
        const used = [...text.matchAll(/\s(?:href="#|aria-labelledby="|data-to=")([^"]*)"/g)];
        for (const [, id = ""] of used) assert.ok(ids.includes(id), id);
    });

    for (const { plan: name, banners } of bannerRows) {
        it(`says first what is broken, and what to do: ${name}`, async () => {
            const text = await page(plan(name));
            assert.deepEqual(
                [...text.matchAll(/<ul class="banner">(.*?)<\/ul>/gs)].map(([, rows = ""]) =>
                    rows
                        .split("</li>")
                        .slice(0, -1)
                        .map((row) => row.replace(/<[^>]*>/g, "")),
                ),
                banners,
            );
        });
    }

    it("says first what to do, however long the names are", async () => {
        const n = new Network();
        const long = (what: string): string => `${what}-${"of-the-department-".repeat(10)}end`;
        const vpc = n.vpc(long("vpc"));
        n.service(long("service"), [n.subnetWith(long("subnet"), vpc, []).subnet]);
        const text = await page(folder.write("long.json", JSON.stringify(n.record("deployed"))));
        const [, banner = ""] = /<ul class="banner">(.*?)<\/ul>/s.exec(text) ?? [];
        assert.equal(
            banner.replace(/<[^>]*>/g, ""),
            "✕private ECR (us-east-1): route table subnet-of-the-depa…he-department-end: no route for 0.0.0.0/0; VPC vpc-of-the-departm…he-department-end: no ecr.api interface endpoint, no ecr.dkr interface endpoint, no S3 gateway endpoint → give the route table subnet-of-the-depa…he-department-end a route for 0.0.0.0/0 to a NAT gateway in a public subnet (or 1 other fix)",
        );
    });

    it("tells of plans that could not be read, where nothing else runs on Fargate", async () => {
        const broken = folder.write("unread.json", "{");
        assert.match(await page(broken), /<p>1 plan not checked<\/p>/);
        const none = folder.write("nothing.json", "[]");
        assert.match(
            await page(none, broken),
            /<p>(?:No workload [^<]*; )?[12] plans? not checked</,
        );
    });

    it("says of what is accepted nothing first", async () => {
        const exceptions = ["task-image-pull", "task-logs"].map((policy) => ({
            ...{ policy, resource: "web", reason: "known" },
        }));
        const file = folder.write("exceptions.json", JSON.stringify({ exceptions }));
        const text = await page(plan("private-no-nat.preview.json"), "--exceptions", file);
        assert.match(text, /class="item violated accepted"/);
        assert.doesNotMatch(text, /class="(?:banner|item violated mandatory)"/);
    });

    it("tells advice from what is broken, in its legend too", async () => {
        const config = folder.write("advisory.json", JSON.stringify({ all: "advisory" }));
        const text = await page(plan("private-no-nat.preview.json"), "--config", config);
        for (const drawn of ["edge", "node", "badge", "item"]) {
            assert.match(text, new RegExp(`class="${drawn} advice`));
            assert.doesNotMatch(text, new RegExp(`class="${drawn} violated`));
        }
        const [, legend = ""] = /<ul class="legend"[^>]*>(.*?)<\/ul>/s.exec(text) ?? [];
        assert.match(legend, /aria-label="advice">!<\/span>advice/);
        assert.match(text, /class="state advice">2 of 3 connections are stopped, as advice</);
        assert.match(text, /<ul class="banner">\s*<li class="advice"/);
    });

    it("has the worst plan first, and tells of all of them before", async () => {
        const broken = folder.write("cut-off.json", "{");
        const text = await page(
            plan("native-nat.recording.json"),
            plan("nat.preview.json"),
            plan("isolated.recording.json"),
            plan("private-no-nat.preview.json"),
            broken,
        );
        const titles = [...text.matchAll(/<h2 id="p(\d)h">[^<]*?([^/<]*)<\/h2>/g)];
        assert.deepEqual(
            titles.map(([, at = "", name = ""]) => `${at} ${name}`),
            [
                "0 cut-off.json",
                "1 private-no-nat.preview.json",
                "2 isolated.recording.json",
                "3 nat.preview.json",
                "4 native-nat.recording.json",
            ],
        );
        const [, contents = ""] = /<nav class="contents"[^>]*>(.*?)<\/nav>/s.exec(text) ?? [];
        const [open = "", folded = ""] = contents.split("<details>");
        const entries = (part: string): readonly string[] =>
            part
                .split("</li>")
                .slice(0, -1)
                .map((row) => row.replace(/^.*<li>/s, "").replace(/<[^>]*>/g, ""));
        assert.deepEqual(
            entries(open).map((row) => row.replace(/(?<=^.).*\//, "")),
            [
                "✕cut-off.json not checked",
                "✕private-no-nat.preview.json 1 mandatory, 2 advisory",
                "?isolated.recording.json 3 advisory, 10 without an answer",
            ],
        );
        assert.deepEqual(
            entries(folded).map((row) => row.replace(/(?<=^.).*\//, "")),
            ["!nat.preview.json 2 advisory", "!native-nat.recording.json 1 advisory"],
        );
        const fine = plan("nat.preview.json");
        assert.match(await page(fine, fine), /<details open><summary>2 plans in which nothing is/);
        assert.doesNotMatch(await page(plan("nat.preview.json")), /class="contents"/);
    });

    it("folds what is well, unless it is all there is", async () => {
        const folded = (text: string): readonly boolean[] =>
            [...text.matchAll(/<section class="workload"[^>]*><details( open)?>/g)].map(
                ([, open]) => open === undefined,
            );
        assert.deepEqual(folded(await page(plan("nat.preview.json"))), [false]);
        assert.deepEqual(folded(await page(plan("shop.recording.json"))), [false, false, true]);
        const two = await page(plan("nat.preview.json"), plan("private-no-nat.preview.json"));
        assert.deepEqual(folded(two), [false, true]);
    });

    it("has filters only where there is something to choose from", async () => {
        assert.doesNotMatch(await page(plan("nat.preview.json")), /id="filters"/);
        assert.doesNotMatch(await page(plan("private-no-nat.preview.json")), /id="filters"/);
        // One workload of which much is said: by its name nobody has to look for it.
        const one = await page(plan("awsx-nat.recording.json"));
        assert.match(one, /<select name="policy"/);
        assert.doesNotMatch(one, /name="name"/);
        const shop = await page(plan("shop.recording.json"));
        const chosen = [...shop.matchAll(/name="state" value="([\w-]+)"/g)].map(([, of]) => of);
        assert.deepEqual(chosen, ["violated", "cannot-know", "advice", "ok"]);
        const fine = plan("native-nat.recording.json");
        const config = folder.write("order.json", '{"service-start-order": "disabled"}');
        assert.doesNotMatch(
            await page(fine, fine, "--config", config),
            /value="(?:violated|advice|cannot-know)"/,
        );
    });

    it("leads from the names of policies to their pages, if they have an address", () => {
        const { report, map } = example("private-no-nat.preview.json");
        const reports = [{ ...report, map }];
        const at = (name: string): string => `https://example.com/${name}?a&b`;
        const text = renderHtml(reports, [], at);
        const linked = new Set([...text.matchAll(/href="(https:[^"]*)"/g)].map(([, to]) => to));
        for (const policy of ["task-image-pull", "task-logs", "vpc-flow-logs", inwardPolicies[0]]) {
            assert.ok(linked.has(escaped(at(policy))), policy);
        }
        assert.doesNotMatch(text, /fargate-preflight show/);
        // A link in what opens a finding would be a control within a control.
        assert.doesNotMatch(text, /<summary>(?:(?!<\/summary>).)*<a /s);
        const without = renderHtml(reports, [], () => undefined);
        assert.doesNotMatch(without, /href="https:/);
        assert.match(without, /<code>npx --no-install fargate-preflight show POLICY<\/code>/);
    });

    it("is small: some 10 kB beside what each workload takes", async () => {
        const alone = Buffer.byteLength(await page(plan("nat.preview.json")));
        assert.ok(alone < 47_000, String(alone));
        const twice = await page(plan("nat.preview.json"), plan("nat.preview.json"));
        assert.ok(Buffer.byteLength(twice) - alone < 18_000);
    });

    it("keeps names text", async () => {
        const evil = `</script><img src=x onerror="alert(1)">'&\u0007\u202e`;
        const recording = shop((name) => `${name}${evil}`).record("deployed");
        const text = await page(folder.write("evil.json", JSON.stringify(recording)));
        assert.doesNotMatch(text, /<img/);
        assert.equal(text.split("<script>").length, 2);
        assert.equal(text.split("</script>").length, 2);
        assert.doesNotMatch(text, /(?!\n)\p{Cc}/u);
        assert.ok(text.includes(escaped(`web${evil}`)));
    });

    it("says nothing of properties", async () => {
        const hidden = "hunter2-in-a-property";
        const recording = shop().record("deployed");
        for (const { inputs = {}, outputs = {} } of recording) {
            inputs.tags = { password: hidden };
            outputs.tags = { password: hidden };
        }
        const text = await page(folder.write("secret.json", JSON.stringify(recording)));
        assert.ok(!text.includes(hidden));
        // Ids, ARNs and images of the plan are its values too.
        for (const value of [/arn:aws/, /envoyproxy/, /awslogs-group/, /10\.0\.\d/]) {
            assert.doesNotMatch(text, value);
        }
    });

    it("is the same each time", async () => {
        assert.equal(await page(...allPlans), await page(...allPlans));
    });
});

describe("text in boxes", () => {
    it("is shortened in the middle", () => {
        assert.equal(shortened("short", 10), "short");
        assert.equal(shortened("a-rather-long-name", 11), "a-rat…-name");
        assert.equal(shortened("負荷分散装置の名前", 9), "負荷…名前");
    });

    it("is broken into lines", () => {
        assert.deepEqual(wrapped("no route for 0.0.0.0/0", 12), ["no route for", "0.0.0.0/0"]);
        assert.deepEqual(wrapped("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert.deepEqual(wrapped("", 3), []);
    });

    it("makes its box larger, up to a limit", () => {
        const of = (...says: string[]): ReturnType<typeof sizeOf> =>
            sizeOf(linesOf("subnet", "private", says));
        assert.ok(of("one thing").height > of().height);
        const long = "word ".repeat(100);
        assert.deepEqual(of(long, long), of(long));
        assert.match(linesOf("subnet", "a", [long]).says.at(-1) ?? "", /…$/);
        assert.ok(of(long).width < 300);
    });
});
