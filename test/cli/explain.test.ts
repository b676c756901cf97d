import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Ajv, type AnySchemaObject } from "ajv";
import type { Explanation, ReportedStep, Verdict } from "../../src/cli/explain/report";
import { renderExplanation } from "../../src/cli/explain/text";
import { NativeNetwork } from "../native/network";
import { connected, inPeer, registered, type Peering } from "../support/callers";
import { monitoring } from "../support/guardduty";
import { latticeService } from "../support/lattice";
import {
    aclWithout,
    albNetwork,
    behind,
    groupWith,
    isolatedNetwork,
    natNetwork,
    Network,
    taskOf,
    tcp,
    twoZones,
} from "../support/networks";
import { pipe, runTask, stateMachine, taskState } from "../support/launchers";
import { ipv6Only } from "../support/ipv6";
import type { Form, Resource } from "../support/program";
import { allPlans, cli, Folder, plan, type Result } from "./support";

const file = join(__dirname, "..", "..", "docs", "explain-output.schema.json");
const schema = JSON.parse(readFileSync(file, "utf8")) as AnySchemaObject;
const validate = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

function hops(steps: readonly ReportedStep[]): Extract<ReportedStep, { kind: "hop" }>[] {
    return steps.flatMap((each) => (each.kind === "hop" ? [each] : hops(each.steps)));
}

function gaps(steps: readonly ReportedStep[]): number {
    return steps.reduce(
        (sum, each) => sum + each.gaps.length + (each.kind === "hop" ? 0 : gaps(each.steps)),
        0,
    );
}

/** What its shape does not promise. */
function assertTold({ ways }: Explanation): void {
    for (const { verdict, steps, gaps: own, to } of ways) {
        const isBroken = hops(steps).some((each) => each.verdict === "violated");
        if (verdict === "violated") assert.ok(isBroken, to);
        if (verdict === "cannot-know") assert.ok(own.length + gaps(steps) > 0, to);
        for (const { rule, stage } of hops(steps)) assert.match(`${stage} ${rule}`, /\S \S/);
    }
}

describe("explain", () => {
    let folder: Folder;
    before(() => {
        folder = new Folder();
    });
    after(() => {
        folder.remove();
    });

    function fileOf(build: (n: Network) => void, form: Form = "deployed"): string {
        const n = new Network();
        build(n);
        return folder.write("plan.json", JSON.stringify(n.record(form)));
    }

    async function explain(of: string, ...args: string[]): Promise<Explanation> {
        const { out, err } = await cli(["explain", of, "--json", ...args]);
        assert.equal(err, "");
        const json = JSON.parse(out) as Explanation;
        assert.ok(validate(json), JSON.stringify(validate.errors));
        assertTold(json);
        return json;
    }

    async function refused(of: string, ...args: string[]): Promise<string> {
        const { status, out, err } = await cli(["explain", of, ...args]);
        assert.equal(status, 2);
        assert.equal(out, "");
        assert.equal(err.split("\n").length, 2);
        return err;
    }

    const latticeRows: readonly {
        readonly name: string;
        readonly network: (n: Network) => void;
        readonly is: Verdict;
        readonly from: string;
        readonly says: readonly RegExp[];
    }[] = [
        {
            name: "that is let in",
            network: (n) => {
                latticeService(n);
            },
            is: "ok",
            from: "VPC Lattice target group targets, on TCP 8080 (container port and health checks)",
            says: [
                /network ACL .+, at the edge of the subnet of the tasks$/,
                /^security group tasks lets TCP 8080 in from VPC Lattice/,
            ],
        },
        {
            name: "at a group that refuses it",
            network: (n) => {
                latticeService(n, { ingress: [] });
            },
            is: "violated",
            from: "VPC Lattice target group targets, on TCP 8080 (container port and health checks)",
            says: [
                /network ACL .+, at the edge of the subnet of the tasks$/,
                /no ingress rule admits TCP 8080 from VPC Lattice/,
            ],
        },
        {
            name: "at a network ACL that refuses it",
            network: (n) => {
                const { vpc, privateSubnet } = latticeService(n);
                aclWithout(n, vpc, privateSubnet, { ingress: [8080, 8080] });
            },
            is: "violated",
            from: "VPC Lattice target group targets, on TCP 8080 (container port and health checks)",
            says: [/no ingress rule allows TCP 8080 from VPC Lattice/],
        },
        {
            name: "by a prefix list that is not in the plan",
            network: (n) => {
                latticeService(n, {
                    ingress: [tcp(8080, { prefixListIds: ["pl-0721453c7ac4ec009"] })],
                });
            },
            is: "cannot-know",
            from: "VPC Lattice target group targets, on TCP 8080 (container port and health checks)",
            says: [/network ACL/, /^cannot be known$/],
        },
        {
            name: "with a name of a port that no mapping has",
            network: (n) => {
                latticeService(n, { registration: { portName: "web" } });
            },
            is: "cannot-know",
            from: "VPC Lattice target group targets",
            says: [],
        },
    ];
    for (const { name, network, is, from, says } of latticeRows) {
        it(`follows VPC Lattice to the tasks, ${name}`, async () => {
            const { ways } = await explain(fileOf(network), "--service", "web");
            const inward = ways.filter(({ direction }) => direction === "in");
            assert.deepEqual(
                inward.map((each) => [each.from, each.to, each.verdict, each.subnets]),
                [[from, "service web", is, ["private"]]],
            );
            const told = hops(inward.flatMap(({ steps }) => steps)).map((each) => each.says);
            assert.equal(told.length, says.length, told.join("\n"));
            says.forEach((each, i) => {
                assert.match(told[i] ?? "", each);
            });
        });
    }

    it("asks VPC Lattice for health checks on a port of their own beside the tasks' port", async () => {
        const file = fileOf((n) => {
            latticeService(n, { config: { healthCheck: { port: 9090 } } });
        });
        const { ways } = await explain(file, "--service", "web");
        assert.deepEqual(
            ways.flatMap(({ direction, from, verdict }) =>
                direction === "in" ? `${from}: ${verdict}` : [],
            ),
            [
                "VPC Lattice target group targets, on TCP 8080 (container port): ok",
                "VPC Lattice target group targets, on TCP 9090 (health checks): violated",
            ],
        );
    });

    it("follows the image of GuardDuty's agent, of tasks that get one", async () => {
        const waysOf = async (build: (n: Network) => void): Promise<readonly string[]> => {
            const { ways } = await explain(fileOf(build), "--service", "web");
            return ways.flatMap(({ need, verdict }) =>
                need?.includes("GuardDuty") === true ? `${need}: ${verdict}` : [],
            );
        };
        const agent = "images: private ECR (us-east-1) for GuardDuty's agent";
        const open = await waysOf((n) => {
            monitoring(n);
            healthyNat(n);
        });
        assert.deepEqual([...new Set(open)], [`${agent}: ok`]);
        const closed = await waysOf((n) => {
            monitoring(n);
            n.service("web", [isolatedNetwork(n, ["ecr.api", "s3"]).subnet]);
        });
        assert.ok(closed.includes(`${agent}: violated`), closed.join("\n"));
        assert.deepEqual(await waysOf(healthyNat), []);
    });

    it("follows what states of Step Functions and pipes start, each by itself", async () => {
        const file = fileOf((n) => {
            const { vpc, privateSubnet } = natNetwork(n);
            const { subnet } = n.subnetWith("closed", vpc, []);
            stateMachine(n, "nightly", {
                Fine: taskState(runTask(n, [privateSubnet])),
                Broken: taskState(runTask(n, [subnet])),
            });
            pipe(n, [privateSubnet]);
        });
        const { out } = await cli(["explain", file, "--json"]);
        const { workloads } = JSON.parse(out) as { workloads: readonly Explanation[] };
        assert.deepEqual(
            workloads.map(({ workload: { label, name }, ways }) => [
                `${label} ${name}`,
                ways.some(({ verdict }) => verdict === "violated"),
            ]),
            [
                ["EventBridge pipe orders", false],
                ["state Fine of Step Functions state machine nightly", false],
                ["state Broken of Step Functions state machine nightly", true],
            ],
        );
        const err = await refused(file, "--service", "nightly");
        assert.match(err, /several are called nightly: name it by its URN/);
    });

    it("says of a connection of the program's own that it takes no proxy, and of what ECS fetches nothing", async () => {
        const file = fileOf((n) => {
            const { privateSubnet } = natNetwork(n);
            taskOf(n, {
                environment: [
                    { name: "HTTPS_PROXY", value: "http://user:secret@proxy.internal:3128" },
                    { name: "NO_PROXY", value: "169.254.170.2" },
                ],
            });
            n.service("web", [privateSubnet]);
        });
        const [own] = (await explain(file, "--service", "web", "--to", "sqs")).ways;
        assert.equal(own?.verdict, "ok");
        assert.match(
            own.assumed.join("\n"),
            /what container c0 calls does not go to the proxy that its HTTPS_PROXY names/,
        );
        const whole = await explain(file, "--service", "web");
        assert.ok(whole.ways.every(({ assumed }) => !assumed.join().includes("proxy")));
        const { out } = await cli(["explain", file, "--service", "web", "--to", "internet"]);
        assert.match(out, /assuming that what container c0 calls/);
        assert.doesNotMatch(out + JSON.stringify(whole), /secret@|proxy\.internal/);
    });

    describe("the bundled plans", () => {
        for (const each of allPlans) {
            it(basename(each), async () => {
                const { ways } = await explain(each, "--service", "web");
                assert.ok(ways.length > 0);
                const isViolated = ways.some(({ verdict }) => verdict === "violated");
                const { status, out } = await cli(["explain", each, "--service", "web"]);
                assert.equal(status, isViolated ? 1 : 0);
                for (const { from, to, steps } of ways) {
                    assert.ok(out.includes(from) && out.includes(to));
                    for (const { says, rule } of hops(steps)) {
                        assert.ok(out.includes(`${says} (${rule})`), says);
                    }
                }
            });
        }

        it("break no way where the check finds nothing, and some where images fail", async () => {
            const statusOf = async (name: string): Promise<Result> =>
                cli(["explain", plan(name), "--service", "web"]);
            assert.equal((await statusOf("nat.preview.json")).status, 0);
            assert.equal((await statusOf("private-no-nat.preview.json")).status, 1);
            assert.equal((await statusOf("public-no-public-ip.preview.json")).status, 1);
        });
    });

    /** A service `api` beside `web`, in the other zone, with groups of their own. */
    function pair(n: Network, ingress: (web: Resource) => readonly object[]): void {
        const { vpc, privateSubnets } = twoZones(n);
        const web = n.securityGroup("web", vpc);
        const api = groupWith(n, "api", vpc, { ingress: ingress(web) as never });
        taskOf(n, { portMappings: [{ containerPort: 8080 }] });
        n.service("web", [privateSubnets[0]], {
            networkConfiguration: { securityGroups: [web.id] },
        });
        n.service("api", [privateSubnets[1]], {
            networkConfiguration: { securityGroups: [api.id] },
        });
    }

    const healthyNat = (n: Network): void => {
        n.service("web", [natNetwork(n).privateSubnet]);
    };
    const isolated = (n: Network): void => {
        n.service("web", [isolatedNetwork(n).subnet]);
    };
    const withBalancer = (internal: boolean, ingress: readonly object[]) => (n: Network) => {
        const { vpc, privateSubnet, publicSubnet } = natNetwork(n);
        const door = groupWith(n, "door", vpc, { ingress: ingress as never });
        const alb = n.loadBalancer("alb", [internal ? privateSubnet : publicSubnet], {
            internal,
            securityGroups: [door.id],
        });
        n.listener("http", alb, n.targetGroup("other", vpc));
        n.service("web", [privateSubnet]);
    };

    /** An internal load balancer in the VPC of `api`, which is peered with that of `web`. */
    function balancerIn(n: Network, peering: Peering): void {
        inPeer(n, connected(n), peering);
        const far = n.find("aws:ec2/vpc:Vpc", "far");
        const subnet = n.find("aws:ec2/subnet:Subnet", "far");
        if (far === undefined || subnet === undefined) return;
        const door = groupWith(n, "door", far, {
            ingress: [tcp(80, { cidrBlocks: ["10.0.0.0/16"] })],
        });
        const alb = n.loadBalancer("alb", [subnet], { internal: true, securityGroups: [door.id] });
        n.listener("http", alb, n.targetGroup("other", far));
    }

    const alias = { clientAlias: [{ dnsName: "backend", port: 80 }] };

    const destinations: readonly {
        readonly name: string;
        readonly network: (n: Network) => void;
        readonly to: string;
        readonly is: Verdict;
        readonly says: RegExp;
    }[] = [
        {
            name: "a service over NAT",
            network: healthyNat,
            to: "secretsmanager",
            is: "ok",
            says: /NAT gateway nat \(public, with an Elastic IP\) is in the subnet public/,
        },
        {
            name: "a service by its endpoint",
            network: isolated,
            to: "ecr.api",
            is: "ok",
            says: /api\.ecr\.us-east-1\.amazonaws\.com means the VPC endpoint ecr\.api/,
        },
        {
            name: "a service by the name of its endpoint",
            network: isolated,
            to: "com.amazonaws.us-east-1.ecr.dkr",
            is: "ok",
            says: /means the VPC endpoint ecr\.dkr/,
        },
        {
            name: "a service by its host",
            network: isolated,
            to: "api.ecr.us-east-1.amazonaws.com",
            is: "ok",
            says: /means the VPC endpoint ecr\.api/,
        },
        {
            name: "a service of the European Sovereign Cloud by its host",
            network: healthyNat,
            to: "api.ecr.eusc-de-east-1.amazonaws.eu",
            is: "ok",
            says: /api\.ecr\.eusc-de-east-1\.amazonaws\.eu means its public address/,
        },
        {
            name: "a service of the European Sovereign Cloud by the name of its endpoint",
            network: healthyNat,
            to: "eu.amazonaws.eusc-de-east-1.ecr.dkr",
            is: "ok",
            says: /dkr\.ecr\.eusc-de-east-1\.amazonaws\.eu means its public address/,
        },
        {
            name: "a bucket by its host",
            network: isolated,
            to: "files.s3.us-east-1.amazonaws.com:443",
            is: "ok",
            says: /the gateway endpoint s3 stands on it/,
        },
        {
            name: "a service in capitals",
            network: isolated,
            to: "ECR.Api:443",
            is: "ok",
            says: /means the VPC endpoint ecr\.api/,
        },
        {
            name: "a host with the dot of the root",
            network: healthyNat,
            to: "registry.example.com.",
            is: "ok",
            says: /VPC vpc resolves registry\.example\.com$/,
        },
        {
            name: "a service of another region, past the endpoint",
            network: isolated,
            to: "com.amazonaws.eu-west-1.ecr.api",
            is: "violated",
            says: /no route for 0\.0\.0\.0\/0/,
        },
        {
            name: "a service without an endpoint",
            network: isolated,
            to: "logs",
            is: "violated",
            says: /VPC vpc: no logs interface endpoint/,
        },
        {
            name: "a service of which nothing more is known",
            network: healthyNat,
            to: "sqs",
            is: "ok",
            says: /sqs\.us-east-1\.amazonaws\.com means its public address/,
        },
        {
            name: "a service that tasks seldom call",
            network: healthyNat,
            to: "bedrock-runtime",
            is: "ok",
            says: /bedrock-runtime\.us-east-1\.amazonaws\.com means its public address/,
        },
        {
            name: "the API of RDS",
            network: isolated,
            to: "com.amazonaws.us-east-1.rds",
            is: "violated",
            says: /VPC vpc: no rds interface endpoint/,
        },
        {
            name: "the API of RDS by its host",
            network: healthyNat,
            to: "rds.us-east-1.amazonaws.com",
            is: "ok",
            says: /rds\.us-east-1\.amazonaws\.com means its public address/,
        },
        {
            name: "a workload that is called as a service of AWS's that tasks seldom call",
            network: (n) => {
                const { vpc, privateSubnets } = twoZones(n);
                const open = groupWith(n, "open", vpc, {
                    ingress: [tcp(80, { cidrBlocks: ["0.0.0.0/0"] })],
                });
                for (const name of ["web", "batch"]) {
                    n.service(name, [privateSubnets[0]], {
                        networkConfiguration: { securityGroups: [open.id] },
                    });
                }
            },
            to: "batch:80",
            is: "ok",
            says: /security group open lets TCP 80 in from the tasks/,
        },
        {
            name: "S3 by the gateway endpoint",
            network: isolated,
            to: "s3",
            is: "ok",
            says: /route table private: the gateway endpoint s3 stands on it/,
        },
        {
            name: "a host",
            network: healthyNat,
            to: "registry.example.com",
            is: "ok",
            says: /VPC vpc resolves registry\.example\.com/,
        },
        {
            name: "a host on another port",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const only = groupWith(n, "only", vpc, {
                    egress: [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })],
                });
                n.service("web", [privateSubnet], {
                    networkConfiguration: { securityGroups: [only.id] },
                });
            },
            to: "db.example.com:5432",
            is: "violated",
            says: /security group only: no egress rule admits TCP 5432/,
        },
        {
            name: "the internet",
            network: healthyNat,
            to: "internet",
            is: "ok",
            says: /internet gateway igw is attached/,
        },
        {
            name: "another service",
            network: (n) => pair(n, (web) => [tcp(8080, { securityGroups: [web.id] })]),
            to: "api",
            is: "ok",
            says: /security group api lets TCP 8080 in from the tasks: ingress rule by the group/,
        },
        {
            name: "another service that admits nobody",
            network: (n) => pair(n, () => []),
            to: "api",
            is: "violated",
            says: /security group api: no ingress rule admits TCP 8080/,
        },
        {
            name: "another service on a port that it does not admit",
            network: (n) => pair(n, (web) => [tcp(8080, { securityGroups: [web.id] })]),
            to: "api:9090",
            is: "violated",
            says: /no ingress rule admits TCP 9090/,
        },
        {
            name: "another service by its name in Cloud Map",
            network: (n) => void registered(n),
            to: "api.shop.internal",
            is: "ok",
            says: /in VPC vpc the name means the tasks of api$/,
        },
        {
            name: "another service by its name in Cloud Map, on a port that it does not admit",
            network: (n) => void registered(n),
            to: "API.shop.internal.:9090",
            is: "violated",
            says: /no ingress rule admits TCP 9090/,
        },
        {
            name: "another service by a name in Cloud Map, without DNS hostnames",
            network: (n) => {
                registered(n).vpc.inputs.enableDnsHostnames = false;
            },
            to: "api.shop.internal",
            is: "violated",
            says: /enableDnsHostnames is off, which the private DNS namespace internal needs/,
        },
        {
            name: "another service by its alias of Service Connect",
            network: (n) => void connected(n, {}, { discoveryName: "x", ...alias }),
            to: "backend",
            is: "ok",
            says: /the name leads to the proxies of the tasks of api$/,
        },
        {
            name: "another service by its alias, whose proxy listens on a port that is not admitted",
            network: (n) => void connected(n, {}, { ingressPortOverride: 9999, ...alias }),
            to: "backend:80",
            is: "violated",
            says: /no ingress rule admits TCP 9999/,
        },
        {
            name: "an alias of Service Connect on another port than it has",
            network: (n) => void connected(n, {}, alias),
            to: "backend:8080",
            is: "cannot-know",
            says: /^$/,
        },
        {
            name: "an alias of Service Connect, for tasks that have not joined its namespace",
            network: (n) => void connected(n, { web: () => ({}) }, alias),
            to: "backend",
            is: "cannot-know",
            says: /^$/,
        },
        {
            name: "a service in a VPC that is peered",
            network: (n) => void inPeer(n, connected(n)),
            to: "api",
            is: "ok",
            says: /VPC peering connection peering connects VPC vpc with VPC far/,
        },
        {
            name: "an internal load balancer in a VPC that is peered",
            network: (n) => {
                balancerIn(n, {});
            },
            to: "alb",
            is: "ok",
            says: /route table far: the route 10\.0\.0\.0\/16 leads to the VPC peering connection peering/,
        },
        {
            name: "an internal load balancer in a VPC that is peered, without a route back",
            network: (n) => {
                balancerIn(n, { without: "back" });
            },
            to: "alb",
            is: "violated",
            says: /route table far: no route to VPC vpc/,
        },
        {
            name: "a service in another VPC",
            network: (n) => {
                n.service("web", [natNetwork(n).privateSubnet]);
                n.service("api", [n.subnet("far", n.vpc("second"))]);
            },
            to: "api:80",
            is: "cannot-know",
            says: /cannot be known/,
        },
        {
            name: "an internal load balancer",
            network: withBalancer(true, [tcp(80, { cidrBlocks: ["10.0.0.0/16"] })]),
            to: "alb",
            is: "ok",
            says: /security group door lets TCP 80 in from the tasks: ingress rule 10\.0\.0\.0\/16/,
        },
        {
            name: "an internal load balancer that admits nobody",
            network: withBalancer(true, []),
            to: "alb",
            is: "violated",
            says: /security group door: no ingress rule admits TCP 80/,
        },
        {
            name: "a load balancer that faces the internet",
            network: withBalancer(false, [tcp(80, { cidrBlocks: ["0.0.0.0/0"] })]),
            to: "alb:80",
            is: "ok",
            says: /an internet gateway leads to the subnets of the load balancer alb/,
        },
        {
            name: "a load balancer that faces the internet, and admits private addresses",
            network: withBalancer(false, [tcp(80, { cidrBlocks: ["10.0.0.0/8"] })]),
            to: "alb",
            is: "violated",
            says: /no ingress rule admits TCP 80 from the public addresses of the tasks/,
        },
        {
            name: "a load balancer on a port without a listener",
            network: withBalancer(true, [tcp(80, { cidrBlocks: ["10.0.0.0/16"] })]),
            to: "alb:81",
            is: "cannot-know",
            says: /^$/,
        },
    ];
    for (const { name, network, to, is, says } of destinations) {
        it(`leads to ${name}: ${is}`, async () => {
            const { ways } = await explain(fileOf(network), "--service", "web", "--to", to);
            assert.deepEqual([...new Set(ways.map(({ verdict }) => verdict))], [is]);
            const all = ways.flatMap(({ steps }) => hops(steps)).map((each) => each.says);
            assert.ok(
                [...all, ""].some((each) => says.test(each)),
                all.join("\n"),
            );
        });
    }

    /** An internal load balancer that admits all of the VPC, and the subnets for it and for the tasks. */
    const behindDoor =
        (place: (n: Network, vpc: Resource) => { to: Resource[]; from?: Resource }) =>
        (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            const { to, from = privateSubnet } = place(n, vpc);
            const door = groupWith(n, "door", vpc, { ingress: [tcp(80, { cidrBlocks: any })] });
            const securityGroups = [door.id];
            const alb = n.loadBalancer("alb", to, { internal: true, securityGroups });
            n.listener("http", alb, n.targetGroup("other", vpc));
            n.service("web", [from]);
        };
    const any = ["0.0.0.0/0"];
    const inZone = (n: Network, vpc: Resource, zone: string): Resource =>
        n.subnet(zone, vpc, { availabilityZone: `us-east-1${zone}` });
    const openQuestions: readonly (readonly [string, (n: Network) => void, string, string])[] = [
        [
            "on a port without a listener",
            behindDoor((n, vpc) => ({ to: [inZone(n, vpc, "a")] })),
            "alb:81",
            "no listener of it on port 81 is in the plan",
        ],
        [
            "without listeners",
            (n) => {
                const { privateSubnet } = natNetwork(n);
                n.loadBalancer("alb", [privateSubnet], { internal: true });
                n.service("web", [privateSubnet]);
            },
            "alb",
            "no listener of it is in the plan",
        ],
        [
            "of which one interface of two lets nobody in",
            behindDoor((n, vpc) => {
                const [a, b] = [inZone(n, vpc, "a"), inZone(n, vpc, "b")];
                aclWithout(n, vpc, b, { ingress: [80, 80] });
                return { to: [a, b] };
            }),
            "alb:80",
            "some of its interfaces can be reached, and others not; which a task calls is up to DNS",
        ],
        [
            "from an IPv6-only subnet",
            behindDoor((n, vpc) => ({
                to: [inZone(n, vpc, "a")],
                from: n.subnet("six", vpc, ipv6Only),
            })),
            "alb:80",
            "calls over IPv6 to a load balancer are not simulated",
        ],
    ];
    for (const [name, network, to, gap] of openQuestions) {
        it(`cannot know of a load balancer ${name}`, async () => {
            const { ways } = await explain(fileOf(network), "--service", "web", "--to", to);
            assert.deepEqual([...new Set(ways.map(({ verdict }) => verdict))], ["cannot-know"]);
            assert.ok(JSON.stringify(ways).includes(`"${gap}"`), JSON.stringify(ways));
        });
    }

    it("shows the way of the load balancers that forward to the tasks", async () => {
        const served = fileOf((n) => {
            const { privateSubnet, alb, group } = albNetwork(n);
            n.listener("http", alb, group);
            n.service("web", [privateSubnet], behind(group));
        });
        const { ways } = await explain(served, "--service", "web", "--to", "alb");
        assert.ok(ways.length > 0);
        for (const { direction, from, to } of ways) {
            assert.equal(direction, "in");
            assert.match(from, /^load balancer alb, on TCP 80/);
            assert.equal(to, "service web");
        }
    });

    it("says what it assumes of the other tasks, too", async () => {
        const two = fileOf(
            (n) => pair(n, (web) => [tcp(8080, { securityGroups: [web.id] })]),
            "first preview",
        );
        const { ways } = await explain(two, "--service", "web", "--to", "api");
        assert.ok(ways.length > 0);
        for (const { assumed } of ways) {
            for (const name of ["web", "api"]) {
                assert.ok(
                    assumed.some((each) => each.startsWith(`the subnet of ${name} is`)),
                    assumed.join("; "),
                );
            }
        }
    });

    it("follows a listener of TCP and UDP over both", async () => {
        const served = fileOf((n) => {
            const { vpc, publicSubnets, privateSubnets } = twoZones(n);
            const doors = groupWith(n, "doors", vpc, {
                ingress: [tcp(53, { cidrBlocks: ["10.0.0.0/16"] })],
            });
            const balancer = n.loadBalancer("dns", publicSubnets, {
                internal: true,
                loadBalancerType: "network",
                securityGroups: [doors.id],
            });
            const group = n.targetGroup("dns", vpc, { protocol: "TCP_UDP", port: 53 });
            n.listener("dns", balancer, group, { protocol: "TCP_UDP", port: 53 });
            n.service("web", privateSubnets);
        });
        const { ways } = await explain(served, "--service", "web", "--to", "dns:53");
        assert.deepEqual(
            new Set(ways.map(({ verdict, to }) => `${to}: ${verdict}`)),
            new Set([
                "load balancer dns, TCP 53 (listener dns): ok",
                "load balancer dns, UDP 53 (listener dns): violated",
            ]),
        );
        assert.match(JSON.stringify(ways), /no ingress rule admits UDP 53 from the tasks/);
    });

    it("shows the tasks' own way to a listener that is named by its port", async () => {
        const served = fileOf((n) => {
            const { privateSubnet, alb, group } = albNetwork(n);
            n.listener("http", alb, group);
            n.service("web", [privateSubnet], behind(group));
        });
        const { ways } = await explain(served, "--service", "web", "--to", "alb:80");
        assert.deepEqual(
            ways.map(({ direction, to }) => `${direction} ${to}`),
            ["out load balancer alb, TCP 80 (listener http)"],
        );
    });

    it("tells subnets together from which the way is the same", async () => {
        const two = fileOf((n) => {
            const { vpc, privateSubnets } = twoZones(n);
            n.service("web", [...privateSubnets, n.subnet("third", vpc)]);
        });
        const { ways } = await explain(two, "--service", "web", "--to", "internet");
        assert.deepEqual(
            ways.map(({ subnets }) => subnets),
            [["private-a", "private-b", "third"]],
        );
        const one = await explain(two, "--service", "web", "--to", "s3", "--subnet", "public-a");
        assert.deepEqual(
            one.ways.map(({ subnets }) => subnets),
            [["public-a"]],
        );
    });

    it("does not call violated what holds for subnets that may not be meant", async () => {
        const { ways } = await explain(plan("awsx-nat.preview.json"), "--service", "web");
        const outward = ways.filter(({ direction }) => direction === "out");
        const isPublic = (names: readonly string[]): boolean => names.join().includes("public");
        assert.ok(outward.some(({ subnets }) => isPublic(subnets)));
        for (const { subnets, verdict, gaps: own } of outward) {
            assert.equal(verdict, isPublic(subnets) ? "cannot-know" : "ok");
            assert.equal(own.length > 0, isPublic(subnets));
        }
    });

    describe("refuses", () => {
        const rows: readonly (readonly [name: string, args: readonly string[], says: RegExp])[] = [
            [
                "an unknown workload",
                ["--service", "wbe"],
                /did you mean web\? \(there is: service web\)/,
            ],
            [
                "a name far from all",
                ["--service", "x"],
                /no workload on Fargate x in this plan \(there is/,
            ],
            [
                "an unknown subnet",
                ["--service", "web", "--subnet", "privat"],
                /did you mean private\?/,
            ],
            [
                "an unknown destination",
                ["--service", "web", "--to", "secretmanager"],
                /did you mean secretsmanager\?/,
            ],
            ["half a service", ["--service", "web", "--to", "ecr"], /ecr\.api or ecr\.dkr/],
            [
                "a port too high",
                ["--service", "web", "--to", "a.example.com:70000"],
                /70000 is no port/,
            ],
            ["port 0", ["--service", "web", "--to", "a.example.com:0"], /0 is no port/],
            ["a port alone", ["--service", "web", "--to", ":443"], /is no destination/],
            ["nothing", ["--service", "web", "--to", ""], /an empty name is no destination/],
            [
                "an address",
                ["--service", "web", "--to", "10.0.0.1:5432"],
                /10\.0\.0\.1: what lies at an address in a VPC is not simulated/,
            ],
            [
                "a URL",
                ["--service", "web", "--to", "https://a.example.com/"],
                /is no destination: of a URL name the host alone/,
            ],
            [
                "an IPv6 address",
                ["--service", "web", "--to", "::1"],
                /: ::1: what lies at an address in a VPC is not simulated/,
            ],
            [
                "a service on another port",
                ["--service", "web", "--to", "ecr.api:80"],
                /connections to ecr\.api are simulated on TCP 443 alone/,
            ],
            [
                "an endpoint's name of another service",
                ["--service", "web", "--to", "com.amazonaws.us-east-1.rdz"],
                /com\.amazonaws\.us-east-1\.rdz is no service whose connections are simulated \(/,
            ],
            [
                "an endpoint's name in a region that is not known",
                ["--service", "web", "--to", "com.amazonaws.moon-east-1.logs"],
                /moon-east-1\.logs is no service whose connections are simulated: its region is none that is known here/,
            ],
            [
                "a host of AWS's in another partition that is none of these",
                ["--service", "web", "--to", "rdz.eusc-de-east-1.amazonaws.eu"],
                /is a host of AWS's/,
            ],
            ["a bad host", ["--service", "web", "--to", "a..example.com"], /is no destination/],
            [
                "a host of AWS's that is none of these",
                ["--service", "web", "--to", "rdz.us-east-1.amazonaws.com"],
                /is a host of AWS's/,
            ],
            [
                "a host of AWS's on another port",
                ["--service", "web", "--to", "s3.us-east-1.amazonaws.com:80"],
                /on TCP 443/,
            ],
            [
                "DynamoDB",
                ["--service", "web", "--to", "dynamodb"],
                /connections to dynamodb are not simulated: .+ Without one they leave as `--to internet` shows/,
            ],
            [
                "a database",
                ["--service", "web", "--to", "rds"],
                /rds: what lies at an address in a VPC is not simulated: .+\. Its API is com\.amazonaws\.us-east-1\.rds/,
            ],
            [
                "a database on its port",
                ["--service", "web", "--to", "postgres:5432"],
                /postgres: what lies at an address in a VPC is not simulated/,
            ],
            [
                "a database by its host",
                ["--service", "web", "--to", "db.c1.us-east-1.rds.amazonaws.com:5432"],
                /rds\.amazonaws\.com: what lies at an address in a VPC/,
            ],
            [
                "a broker by its host",
                ["--service", "web", "--to", "b-1.x.kafka.us-east-1.amazonaws.com"],
                /what lies at an address in a VPC/,
            ],
            [
                "a mount target of S3 Files by its host",
                [
                    ...["--service", "web", "--to"],
                    "use1-az1.fs-0123456789abcdef0.s3files.us-east-1.on.aws:2049",
                ],
                /what lies at an address in a VPC/,
            ],
            [
                "the internet and a port",
                ["--service", "web", "--to", "internet:80"],
                /on TCP 443: name it without a port/,
            ],
        ];
        for (const [name, args, says] of rows) {
            it(name, async () => {
                const { status, out, err } = await cli(["explain", fileOf(healthyNat), ...args]);
                assert.equal(status, 2);
                assert.equal(out, "");
                assert.match(err, says);
            });
        }

        it("what has no workload, no file or no plan", async () => {
            const empty = folder.write("empty.json", '{"version": 3, "deployment": {}}');
            assert.match(await refused(empty, "--service", "web"), /no workload on Fargate at all/);
            assert.match(await refused("absent.json", "--service", "web"), /no such file/);
            const text = folder.write("text.json", "hello");
            assert.match(await refused(text, "--service", "web"), /not JSON/);
            const config = folder.write("config.json", '{"no-such-policy": "advisory"}');
            const plan = fileOf(healthyNat);
            assert.match(
                await refused(plan, "--service", "web", "--config", config),
                /no-such-policy/,
            );
        });

        it("a name that several have, and takes the URN", async () => {
            const twins = fileOf((n) => {
                const { privateSubnet, vpc } = natNetwork(n);
                const alb = n.loadBalancer("api", [privateSubnet], { internal: true });
                n.listener("http", alb, n.targetGroup("other", vpc));
                n.service("web", [privateSubnet]);
                n.service("api", [privateSubnet]);
            });
            const problem = await refused(twins, "--service", "web", "--to", "api");
            const [urn = ""] = /urn:\S+Service::api/.exec(problem) ?? [];
            const { ways } = await explain(twins, "--service", "web", "--to", `${urn}:80`);
            assert.match(ways[0]?.to ?? "", /^service api /);
        });
    });

    it("says what to set as the program declares it", async () => {
        const n = new NativeNetwork();
        const { vpc, publics } = n.nativePlaces(false);
        n.nativeService(publics, [n.nativeGroup("tasks", vpc)]);
        const native = folder.write("native.json", JSON.stringify(n.record("deployed")));
        const { out } = await cli(["explain", native, "--broken", "--to", "ecr.api"]);
        assert.match(
            out,
            /and networkConfiguration\.awsvpcConfiguration\.assignPublicIp is "DISABLED" /,
        );
        assert.match(
            out,
            /set networkConfiguration\.awsvpcConfiguration\.assignPublicIp to "ENABLED"\n/,
        );
    });

    it("does not guess whether a name is AWS's or the plan's", async () => {
        const events = fileOf((n) => {
            const { privateSubnet } = natNetwork(n);
            n.service("web", [privateSubnet]);
            n.service("events", [privateSubnet]);
        });
        const problem = await refused(events, "--service", "web", "--to", "events");
        assert.match(problem, /events is a service of AWS's, and in this plan/);
        const to = async (text: string): Promise<string> => {
            const { ways } = await explain(events, "--service", "web", "--to", text);
            return ways[0]?.to ?? "";
        };
        assert.match(await to("com.amazonaws.us-east-1.events"), /^events in us-east-1/);
        const { workload } = await explain(events, "--service", "events");
        assert.match(await to(`${workload.urn}:80`), /^service events /);
    });

    it("takes a name for what it is, with a colon and digits too", async () => {
        const odd = fileOf((n) => {
            const { privateSubnet } = natNetwork(n);
            n.service("web", [privateSubnet]);
            n.service("api:8080", [privateSubnet]);
        });
        const { ways } = await explain(odd, "--service", "web", "--to", "api:8080:80");
        assert.match(ways[0]?.to ?? "", /^service api:8080 \(private\), TCP 80$/);
        const none = await explain(odd, "--service", "web", "--to", "api:8080");
        assert.deepEqual(none.ways, []);
        assert.match(none.gaps[0]?.what ?? "", /map no TCP port/);
    });

    it("takes settings", async () => {
        const config = folder.write(
            "settings.json",
            JSON.stringify({ "preflight-settings": { trustDependencies: false } }),
        );
        const args = ["--service", "web", "--config", config];
        const { ways, gaps: open } = await explain(plan("nat.preview.json"), ...args);
        assert.ok(ways.every(({ verdict }) => verdict !== "violated"));
        assert.ok(open.length > 0);
    });

    it("reads standard input", async () => {
        const stdin = readFileSync(plan("nat.recording.json"), "utf8");
        const { status } = await cli(["explain", "-", "--service", "web"], { stdin });
        assert.equal(status, 0);
    });

    describe("without a workload", () => {
        const two = (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            const table = n.routeTable("nowhere", vpc);
            const lost = n.subnet("lost-10", vpc, { cidrBlock: "10.0.10.0/24" });
            const other = n.subnet("lost-2", vpc, { cidrBlock: "10.0.2.0/24" });
            n.associate(lost, table);
            n.associate(other, table);
            n.service("web", [privateSubnet]);
            n.service("api", [lost, other]);
        };

        it("shows all, each as by itself", async () => {
            const of = fileOf(two);
            const { status, out } = await cli(["explain", of, "--to", "logs"]);
            assert.equal(status, 1);
            assert.match(out, /^service web \(subnet [^)]+\) → logs in us-east-1, TCP 443: ok$/m);
            assert.match(
                out,
                /^service api \(subnets lost-2 and lost-10\) → logs in us-east-1, TCP 443: violated$/m,
            );
            const json = JSON.parse((await cli(["explain", of, "--json"])).out) as {
                readonly workloads: readonly Explanation[];
            };
            assert.ok(validate(json), JSON.stringify(validate.errors));
            const alone = [
                await explain(of, "--service", "web"),
                await explain(of, "--service", "api"),
            ];
            assert.deepEqual(json.workloads, alone);
        });

        it("shows what is stopped alone, and counts the others", async () => {
            const of = fileOf(two);
            const { status, out } = await cli(["explain", of, "--to", "logs", "--broken"]);
            assert.equal(status, 1);
            assert.doesNotMatch(out, /service web/);
            assert.match(out, /\n\n1 connection stopped; not shown: 1 ok, 0 unknown\n$/);
            const args = ["explain", of, "--to", "logs", "--broken", "--json"];
            const { workloads } = JSON.parse((await cli(args)).out) as {
                readonly workloads: readonly Explanation[];
            };
            assert.deepEqual(
                workloads.map(({ ways }) => ways.map(({ verdict }) => verdict)),
                [[], ["violated"]],
            );
        });

        it("is no failure where nothing is stopped, or nothing is there", async () => {
            const { status, out } = await cli(["explain", fileOf(healthyNat), "--broken"]);
            assert.equal(status, 0);
            assert.match(out, /^0 connections stopped; not shown: \d+ ok, 0 unknown\n$/);
            const empty = await cli(["explain", fileOf((n) => natNetwork(n))]);
            assert.deepEqual([empty.status, empty.out], [0, "nothing in it runs on Fargate\n"]);
        });
    });

    it("goes on below where a terminal is narrow, and keeps its words", async () => {
        for (const each of allPlans) {
            const whole = await cli(["explain", each]);
            const { out } = await cli(["explain", each], { columns: 80 });
            const long = out.split("\n").filter((line) => line.length > 80);
            // Only a name or an ARN that has no blank may be longer.
            assert.deepEqual(
                long.filter((line) => /\S\s+\S.*\s\S+$/.test(line.slice(80))),
                [],
            );
            const words = (text: string): string => text.replaceAll(/\s+/g, " ");
            assert.equal(words(out), words(whole.out));
        }
    });

    it("has the same words with colours and without", async () => {
        const args = ["explain", plan("private-no-nat.preview.json"), "--service", "web"];
        const plain = await cli(args);
        const coloured = await cli(args, { colours: true });
        assert.ok(!plain.out.includes("\u001b"));
        assert.ok(coloured.out.includes("\u001b[31mviolated\u001b[0m"));
        assert.equal(coloured.out.replaceAll(/\p{Cc}\[\d+m/gu, ""), plain.out);
    });

    it("does not let names steer the terminal, nor begin lines", () => {
        const written = (evil: string): string => {
            const place = { urn: "urn", name: evil, label: "service" };
            const gap = {
                urn: "urn",
                name: evil,
                property: evil,
                reason: "open" as const,
                what: evil,
            };
            const hop = {
                ...({ kind: "hop", stage: "name", verdict: "cannot-know", at: null } as const),
                ...{
                    says: evil,
                    rule: "",
                    fix: evil,
                    fixes: [evil, evil],
                    gaps: [{ ...gap, supply: evil }],
                },
            };
            return renderExplanation(
                [
                    {
                        ...{ version: 1, file: evil, workload: place, gaps: [], incomplete: evil },
                        ways: [
                            {
                                ...({
                                    direction: "out",
                                    from: evil,
                                    to: evil,
                                    need: evil,
                                } as const),
                                ...({
                                    subnets: [evil],
                                    verdict: "ok",
                                    assumed: [evil],
                                    gaps: [],
                                } as const),
                                steps: [
                                    hop,
                                    {
                                        kind: "part",
                                        called: evil,
                                        verdict: "ok",
                                        steps: [hop],
                                        gaps: [],
                                    },
                                ],
                            },
                        ],
                    },
                ],
                { colours: false, incomplete: evil },
            );
        };
        const text = written("web\u001b[2J\r\n\u009b");
        assert.doesNotMatch(text, /(?!\n)\p{Cc}/u);
        assert.equal(text.split("\n").length, written("web").split("\n").length);
    });

    it("says its exit status and destinations in its help", async () => {
        const { status, out } = await cli(["explain", "--help"]);
        assert.equal(status, 0);
        assert.match(out, /Destinations:/);
        assert.match(out, /1 {2}at least one connection is violated/);
    });
});
