import assert from "node:assert/strict";
import { join } from "node:path";
import { policies } from "../policies";
import { planFromJson, type Raw } from "../src/plan";
import { interest, resolveConfiguration, runPolicies, type Settings } from "../src/policy";
import { cli } from "./cli/support";
import { rehearsed } from "./rehearsal/support";
import { runPack } from "./support/harness";
import { gapInWords } from "./support/in-words";
import type { Inputs, Recorded } from "./support/program";
import { inPrivateSubnets, Sst, type Nat, type SstPlace, type SstVpc } from "./support/sst";

/*
 * Apps of SST, in the forms in which their plans come: a first `sst diff`, which lacks what SST makes inside
 * `apply`; the same, rehearsed; and the deployed stage.
 */

/** `policy on resource`. */
type Finding = string;

interface Row {
    readonly name: string;
    readonly app: (n: Sst) => void;
    readonly settings?: Settings;
    /** What the whole plan violates, rehearsed and deployed; nothing, if it does not say. */
    readonly violates?: readonly Finding[];
    /** What it is advised, but for flow logs, which SST does not make. */
    readonly advises?: readonly Finding[];
    /** What cannot be known of it: `policy: property of resource: what`. */
    readonly open?: readonly RegExp[];
    /** The service is not made inside `apply`, so a first diff shows it, and this of it. */
    readonly first?: Pick<Row, "violates" | "open">;
}

const http = { rules: [{ listen: "80/http" }] } as const;
const web = { loadBalancer: http } as const;
/** A service races with its listener, and with its network, for SST gives it no `dependsOn`. */
const racing = ["service-start-order on WebService"];
const cannotPull = ["task-image-pull on WebService"];

function shared(n: Sst, nat?: Nat): SstVpc {
    return n.vpcOf("MyVpc", nat === undefined ? {} : { nat });
}

/** The most usual app: a VPC, a cluster in it, and a service. */
function app(
    args: Parameters<Sst["serviceIn"]>[2] = {},
    vpc: Parameters<Sst["vpcOf"]>[1] = {},
): (n: Sst) => void {
    return (n) => {
        n.serviceIn("Web", n.clusterIn("MyCluster", n.vpcOf("MyVpc", vpc)), args);
    };
}

/** `vpc: { … containerSubnets: vpc.privateSubnets … }` of a cluster. */
function inPrivate(
    nat?: Nat,
    more: (n: Sst, vpc: SstVpc) => void = () => undefined,
    args: Parameters<Sst["serviceIn"]>[2] = web,
): (n: Sst) => void {
    return (n) => {
        const vpc = shared(n, nat);
        more(n, vpc);
        n.serviceIn("Web", n.clusterIn("MyCluster", inPrivateSubnets(vpc)), args);
    };
}

/** `transform: { service: { networkConfiguration: … } }`. */
function moved(
    nat: Nat | undefined,
    to: (vpc: SstVpc) => readonly { readonly id: Inputs[string] }[],
    assignPublicIp: boolean,
): (n: Sst) => void {
    return (n) => {
        const vpc = shared(n, nat);
        const networkConfiguration = {
            assignPublicIp,
            subnets: to(vpc).map(({ id }) => id),
            securityGroups: [vpc.group.id],
        };
        n.serviceIn("Web", n.clusterIn("MyCluster", vpc), {
            ...web,
            transform: { service: { networkConfiguration } },
        });
    };
}

/** Endpoints that admit the VPC, in the private subnets. */
function endpoints(...services: readonly string[]): (n: Sst, vpc: SstVpc) => void {
    return (n, { vpc, group, privateSubnets, privateTables }) => {
        for (const service of services) {
            n.endpoint(
                service,
                vpc,
                service === "s3"
                    ? { routeTableIds: privateTables.map(({ id }) => id) }
                    : {
                          subnetIds: privateSubnets.map(({ id }) => id),
                          securityGroupIds: [group.id],
                      },
            );
        }
    };
}

/** A cluster in a VPC that the configuration names by ids. */
function byIds(
    args: Parameters<Sst["serviceIn"]>[2],
    more: (n: Sst, at: SstPlace) => Parameters<Sst["serviceIn"]>[2] = () => ({}),
): (n: Sst) => void {
    return (n) => {
        const at = {
            id: "vpc-0123456789abcdef0",
            groups: ["sg-0123456789abcdef0"],
            containerSubnets: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
            loadBalancerSubnets: ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3"],
            feeds: [],
        };
        n.serviceIn("Web", n.clusterIn("MyCluster", at), { ...args, ...more(n, at) });
    };
}

const withDatabase = (n: Sst): Parameters<Sst["serviceIn"]>[2] => ({
    environment: [n.add("aws:rds/instance:Instance", "MyDatabase")],
});

/** It may be any, so also one of a name that Cloud Map knows. */
const unnamedImage = /name of MyVpcCloudmapNamespace: this private hosted zone answers/;
const outside = [/not in this plan/];
const viaInstance = [/leads to a network interface/];

const rows: readonly Row[] = [
    {
        name: "a service in public subnets, with public IPs, as it comes",
        advises: racing,
        app: app(),
    },
    { name: "a public load balancer", app: app(web), advises: racing },
    {
        name: "an internal load balancer, in private subnets",
        app: app({ loadBalancer: { ...http, public: false } }),
        advises: racing,
    },
    {
        name: "two ports that lead to one of the container's",
        app: app({
            loadBalancer: {
                rules: [
                    { listen: "80/http", forward: "8080/http" },
                    { listen: "8000/http", forward: "8080/http" },
                ],
            },
        }),
        advises: racing,
    },
    {
        name: "a Network Load Balancer",
        app: app({ loadBalancer: { rules: [{ listen: "80/tcp", forward: "8080/tcp" }] } }),
        advises: racing,
    },
    {
        name: "a domain: the listeners wait for its certificate",
        app: app({
            loadBalancer: { rules: [{ listen: "443/https", forward: "80/http" }], domain: true },
        }),
        advises: racing,
    },
    {
        name: "a load balancer that services share",
        app: (n) => {
            const vpc = shared(n);
            const listener = n.alb("MyAlb", vpc);
            n.serviceIn("Web", n.clusterIn("MyCluster", vpc), {
                loadBalancer: { rules: [{ listen: "80/http" }], shared: listener },
            });
        },
        advises: racing,
    },
    {
        name: "nat: managed, which tasks in public subnets do not need",
        advises: racing,
        app: app({}, { nat: "managed" }),
    },
    {
        name: "nat: ec2, which tasks in public subnets do not need",
        advises: racing,
        app: app({}, { nat: "ec2" }),
    },
    { name: "a bastion", app: app(web, { bastion: true }), advises: racing },
    { name: "Spot", advises: racing, app: app({ capacity: "spot" }) },
    { name: "a port for the service registry", advises: racing, app: app({ registryPort: 80 }) },
    {
        name: "an image of Docker Hub",
        advises: racing,
        app: app({ image: "nginxdemos/hello:plain-text" }),
    },
    {
        name: "parameters among the secrets",
        advises: racing,
        app: app({ ssm: { KEY: "/app/key" } }),
    },
    {
        name: "a file system whose mount targets are in private subnets",
        app: (n) => {
            const vpc = shared(n);
            const volumes = [n.efs("MyEfs", vpc)];
            n.serviceIn("Web", n.clusterIn("MyCluster", vpc), { ...web, volumes });
        },
        advises: racing,
    },
    {
        name: "an environment with the address of a database that is new",
        app: (n) => {
            const cluster = n.clusterIn("MyCluster", shared(n));
            n.serviceIn("Web", cluster, { ...web, ...withDatabase(n) });
        },
        advises: racing,
    },
    {
        name: "private subnets by the cluster's vpc, with nat: managed",
        app: inPrivate("managed"),
        advises: racing,
    },
    {
        name: "private subnets by a transform, with nat: managed",
        app: moved("managed", (vpc) => vpc.privateSubnets, false),
        advises: racing,
    },
    {
        name: "private subnets with endpoints for all that tasks need",
        app: inPrivate(undefined, endpoints("ecr.api", "ecr.dkr", "logs", "ssmmessages", "s3")),
        advises: racing,
    },
    {
        name: "a task that a schedule starts",
        app: (n) => {
            n.cron("MyCron", n.task("MyTask", n.clusterIn("MyCluster", shared(n))));
        },
    },
    {
        name: "a task that a schedule starts, in private subnets with nat: managed",
        app: (n) => {
            const cluster = n.clusterIn("MyCluster", inPrivateSubnets(shared(n, "managed")));
            n.cron("MyCron", n.task("MyTask", cluster));
        },
        // Public and private subnets come as one value, so which of them are meant is not known yet.
        first: { open: [/subnets of MyCronSchedule/, unnamedImage] },
    },
    {
        name: "a task that the app itself starts",
        app: (n) => {
            n.task("MyTask", n.clusterIn("MyCluster", shared(n)));
        },
    },
    {
        name: "private subnets with nat: ec2, whose instances nobody sees forward",
        app: inPrivate("ec2"),
        open: viaInstance,
        advises: racing,
    },
    {
        name: "the same, where the settings say that they do",
        app: inPrivate("ec2"),
        settings: { centralizedEgress: "assumed" },
        advises: racing,
    },
    {
        name: "a VPC by its ids",
        app: byIds(web),
        open: outside,
        advises: racing,
        first: { open: outside },
    },
    {
        name: "a VPC by its ids, and a domain: in a first diff the listener is not there",
        app: byIds({
            loadBalancer: { rules: [{ listen: "443/https", forward: "80/http" }], domain: true },
        }),
        open: outside,
        advises: racing,
        first: { open: [...outside, /inside `apply`/] },
    },
    {
        name: "a VPC by its ids, and the address of a new database: rules and target groups are not there",
        app: byIds(web, withDatabase),
        open: outside,
        advises: racing,
        first: { open: [...outside, /loadBalancers of WebService/] },
    },
    {
        name: "a VPC by its ids, and a new file system",
        app: byIds(web, (n, at) => ({ volumes: [n.efs("MyEfs", at)] })),
        open: outside,
        advises: racing,
        first: { open: [...outside, /loadBalancers of WebService/] },
    },
    {
        name: "private subnets by the cluster's vpc, without NAT or endpoints",
        app: inPrivate(),
        violates: cannotPull,
        advises: racing,
    },
    {
        name: "private subnets by a transform, without NAT or endpoints",
        app: moved(undefined, (vpc) => vpc.privateSubnets, false),
        violates: cannotPull,
        advises: racing,
    },
    {
        name: "a public IP is of no use in private subnets",
        app: moved(undefined, (vpc) => vpc.privateSubnets, true),
        violates: cannotPull,
        advises: racing,
    },
    {
        name: "public subnets without a public IP, by a transform",
        app: moved("managed", (vpc) => vpc.publicSubnets, false),
        violates: cannotPull,
        advises: racing,
    },
    {
        name: "private subnets with endpoints, but for the parameters",
        app: inPrivate(undefined, endpoints("ecr.api", "ecr.dkr", "logs", "ssmmessages", "s3"), {
            ...web,
            ssm: { KEY: "/app/key" },
        }),
        violates: ["task-secrets on WebService"],
        advises: racing,
    },
    {
        name: "a scheduled task in private subnets without NAT",
        app: (n) => {
            n.cron(
                "MyCron",
                n.task("MyTask", n.clusterIn("MyCluster", inPrivateSubnets(shared(n)))),
            );
        },
        violates: ["task-image-pull on MyCronSchedule"],
        // From no subnet of the VPC is there a way without a public IP.
        first: {
            violates: ["task-logs on MyCronSchedule"],
            open: [/subnets of MyCronSchedule/, unnamedImage],
        },
    },
    {
        name: "a target group for instances, by a transform",
        app: app({ ...web, transform: { target: { targetType: "instance" } } }),
        violates: ["target-group-type on WebTargetWebHTTP80"],
        advises: racing,
    },
];

/** What is found of a plan, and what it leaves open. */
function judged(
    plan: Raw,
    settings: Settings = {},
): Record<"violates" | "advises" | "open", string[]> {
    const { configure } = resolveConfiguration(policies, { "preflight-settings": settings });
    const { findings, unverified } = runPolicies(
        planFromJson(plan, interest).plan,
        policies,
        configure,
    );
    const of = (level: string): string[] =>
        findings
            .filter((each) => each.level === level)
            .map(({ policy, resource }) => `${policy} on ${resource.name}`)
            .filter((each) => !/^(unverified-network|vpc-flow-logs) /.test(each));
    // A route table of each zone stops what is in it: one finding each.
    const distinct = (all: readonly string[]): string[] => [...new Set(all)];
    return {
        violates: distinct(of("mandatory")),
        advises: distinct(of("advisory")),
        open: unverified.flatMap(({ policy, gaps }) =>
            gaps.map((gap) => `${policy}: ${gapInWords(gap)}`),
        ),
    };
}

function assertOpen(open: readonly string[], expected: readonly RegExp[] = []): void {
    assert.deepEqual(
        open.filter((each) => !expected.some((pattern) => pattern.test(each))),
        [],
    );
    for (const pattern of expected)
        assert.ok(
            open.some((each) => pattern.test(each)),
            String(pattern),
        );
}

function without(all: readonly Finding[], left: readonly Finding[]): readonly Finding[] {
    return all.filter((each) => !left.includes(each));
}

function asRaw(recording: readonly Recorded[]): Raw {
    return recording as unknown as Raw;
}

for (const { name, app: write, settings, violates = [], advises = [], open, first } of rows) {
    describe(`with SST, ${name}`, () => {
        const n = new Sst();
        write(n);
        const forms = { rehearsed: rehearsed(n), deployed: asRaw(n.record("deployed")) };

        it("in a first diff", () => {
            const plan = n.diff();
            const found = judged(asRaw(plan), settings);
            assert.deepEqual(found.violates, first?.violates ?? []);
            // The names of images that are built, and the ids of file systems, come with the deployment.
            const open = found.open.filter(
                (each) => !/: (containerDefinitions|volumes) of /.test(each),
            );
            assertOpen(open, first?.open);
            const said = runPack(plan, { settings: { "preflight-settings": settings ?? {} } });
            assert.deepEqual(
                said.filter(({ level }) => level === "mandatory").length,
                found.violates.length,
            );
        });

        for (const [form, plan] of Object.entries(forms)) {
            it(form, () => {
                const found = judged(plan, settings);
                assert.deepEqual(found.violates, violates);
                // What is deployed was made in time.
                const expected = form === "deployed" ? without(advises, racing) : advises;
                assert.deepEqual(found.advises, expected);
                assertOpen(found.open, open);
            });
        }
    });
}

describe("examples/sst", () => {
    const below = join(__dirname, "..", "examples", "sst");

    it("violates nothing in a first diff, and says that a service may be hidden", async () => {
        const { status, out } = await cli(["check", join(below, "first-diff.recording.json")]);
        assert.equal(status, 0);
        assert.match(out, /this preview starts no task, and does not show/);
    });

    it("is found when it is rehearsed", async () => {
        const { status, out } = await cli(["check", join(below, "rehearsed.rehearsal.json")]);
        assert.equal(status, 1);
        assert.match(
            out,
            /\[mandatory\] task-image-pull \(no-route\): WebService in sst:aws:Service Web/,
        );
    });
});
