import assert from "node:assert/strict";
import { policies as allPolicies } from "../../policies";
import { endpointUsable } from "../../policies/endpoint-usable";
import { taskExec } from "../../policies/task-exec";
import { taskImagePull } from "../../policies/task-image-pull";
import { taskLogs } from "../../policies/task-logs";
import { vpcDnsHostnames } from "../../policies/vpc-dns-hostnames";
import type { Policy } from "../../src/policy";
import { runPack, type RunOptions } from "../support/harness";
import {
    groupWith,
    isolatedNetwork,
    natNetwork,
    Network,
    registered,
    taskOf,
    tcp,
    twoZones,
} from "../support/networks";
import { shownRow, unchanged, type ShownRow } from "../support/pages";
import type { Form, Inputs, Resource } from "../support/program";

const forms: readonly Form[] = ["first preview", "deployed"];

/** Roles have no way that a packet takes, so they share no cause with the others. */
const ofRoles = [
    "task-execution-role",
    "task-role",
    "task-role-permissions",
    "ecs-service-linked-role",
];

/** Good practice that these small networks do not follow, and that shares no cause with the others. */
const ofPractice = ["service-availability-zones", "service-start-order", "vpc-flow-logs"];

/** What is reported, as `policy: resource`, the same in both forms. */
function reported(network: (n: Network) => void, options: RunOptions = {}): string[] {
    const [first = [], ...others] = forms.map((form) => {
        const n = new Network();
        network(n);
        const disabled = [...ofRoles, ...ofPractice, ...(options.disabled ?? [])];
        const reports = runPack(n.record(form), { ...options, disabled });
        return reports.map(({ policy, name }) => `${policy}: ${name}`);
    });
    for (const other of others) assert.deepEqual(other, first);
    return first;
}

const withoutIt: RunOptions = { settings: { "preflight-settings": { oneFindingPerCause: false } } };

/** The pack with these policies before all others. */
function first(...leading: readonly Policy[]): RunOptions {
    const rest = allPolicies.filter((policy) => !leading.includes(policy));
    const isSettings = ({ kind }: Policy): boolean => kind === "inputs" || kind === "settings";
    const settings = rest.filter(isSettings);
    return { policies: [...settings, ...leading, ...rest.filter((each) => !isSettings(each))] };
}

/** A task that logs, reads a secret, and pulls from here. */
function busyTask(n: Network, inputs: Inputs = {}): void {
    n.add("aws:cloudwatch/logGroup:LogGroup", "app", { name: "app" });
    taskOf(n, {
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": "app",
                "awslogs-region": "us-east-1",
                "awslogs-stream-prefix": "app",
            },
        },
        secrets: [
            {
                name: "KEY",
                valueFrom: "arn:aws:secretsmanager:us-east-1:123456789012:secret:key-AbCdEf",
            },
        ],
        ...inputs,
    });
}

const services = ["ecr.api", "ecr.dkr", "s3", "logs", "secretsmanager", "ssmmessages"];

/** A busy service with ECS Exec in a VPC without a way out, with endpoints for these. */
function isolated(
    n: Network,
    present: readonly string[] = services,
): ReturnType<typeof isolatedNetwork> {
    busyTask(n);
    const place = isolatedNetwork(n, present);
    n.service("web", [place.subnet], { enableExecuteCommand: true });
    return place;
}

function isolatedWithout(...missing: readonly string[]): (n: Network) => void {
    return (n) =>
        isolated(
            n,
            services.filter((service) => !missing.includes(service)),
        );
}

/** A busy service in a VPC with endpoints for all, and these attributes. */
function withAttributes(attributes: Inputs): (n: Network) => void {
    return (n) => {
        Object.assign(isolated(n).vpc.inputs, attributes);
    };
}

/** A service with ECS Exec and an EFS file system, on a platform that has neither. */
function onOldPlatform(n: Network): Resource {
    const { privateSubnet } = natNetwork(n);
    const efs = n.add("aws:efs/fileSystem:FileSystem", "data");
    n.add("aws:efs/mountTarget:MountTarget", "data", {
        fileSystemId: efs.id,
        subnetId: privateSubnet.id,
    });
    n.taskDefinition("app", {
        volumes: [{ name: "data", efsVolumeConfiguration: { fileSystemId: efs.id } }],
    });
    const old = { platformVersion: "1.3.0", enableExecuteCommand: true };
    n.service("web", [privateSubnet], old);
    return privateSubnet;
}

/** A service in public subnets, behind a load balancer that it does not let in. */
function balanced(n: Network, inputs: Inputs = {}): { vpc: Resource; closed: Resource } {
    const { vpc, publicSubnets } = twoZones(n);
    const closed = groupWith(n, "closed", vpc, { ingress: [] });
    const doors = groupWith(n, "doors", vpc, { ingress: [tcp(80, { cidrBlocks: ["0.0.0.0/0"] })] });
    const balancer = n.loadBalancer("web", publicSubnets, { securityGroups: [doors.id] });
    const group = n.targetGroup("web", vpc, inputs);
    const listener = n.listener("http", balancer, group);
    taskOf(n, { portMappings: [{ containerPort: 443 }] });
    n.service(
        "web",
        publicSubnets,
        {
            loadBalancers: [registered(group, 443)],
            networkConfiguration: { assignPublicIp: true, securityGroups: [closed.id] },
        },
        { dependsOn: [listener] },
    );
    return { vpc, closed };
}

const nothing: string[] = [];

describe("one cause, one finding", () => {
    it("reports nothing where nothing is wrong", () => {
        assert.deepEqual(
            reported((n) => isolated(n)),
            nothing,
        );
        assert.deepEqual(
            reported((n) => isolated(n), withoutIt),
            nothing,
        );
    });

    it("has the VPC's DNS support reported by vpc-dns alone", () => {
        assert.deepEqual(reported(withAttributes({ enableDnsSupport: false })), ["vpc-dns: vpc"]);
    });

    it("has the VPC's DNS hostnames reported by vpc-dns alone", () => {
        assert.deepEqual(reported(withAttributes({ enableDnsHostnames: false })), ["vpc-dns: vpc"]);
    });

    it("has the VPC's DNS hostnames reported as advice where nothing needs them", () => {
        const network = (n: Network): void => {
            const { vpc, privateSubnet } = natNetwork(n);
            vpc.inputs.enableDnsHostnames = false;
            busyTask(n);
            n.service("web", [privateSubnet]);
        };
        assert.deepEqual(reported(network), ["vpc-dns-hostnames: vpc"]);
    });

    it("has the way out reported by task-image-pull alone", () => {
        assert.deepEqual(
            reported((n) => isolated(n, [])),
            ["task-image-pull: web"],
        );
    });

    it("has each missing endpoint reported by the policy that needs it", () => {
        for (const [missing, policy] of [
            ["ecr.api", "task-image-pull"],
            ["s3", "task-image-pull"],
            ["logs", "task-logs"],
            ["secretsmanager", "task-secrets"],
            ["ssmmessages", "task-exec"],
        ] as const) {
            assert.deepEqual(reported(isolatedWithout(missing)), [`${policy}: web`], missing);
        }
    });

    it("has two missing endpoints, of which neither mends the other, reported by both policies", () => {
        assert.deepEqual(reported(isolatedWithout("logs", "secretsmanager")), [
            "task-logs: web",
            "task-secrets: web",
        ]);
    });

    it("has a public subnet without public IP reported by task-image-pull alone", () => {
        const network = (n: Network): void => {
            busyTask(n);
            n.service("web", [natNetwork(n).publicSubnet]);
        };
        assert.deepEqual(reported(network), ["task-image-pull: web"]);
    });

    it("has a security group that lets nothing out reported by task-image-pull alone", () => {
        const network = (n: Network): void => {
            busyTask(n);
            const { vpc, privateSubnet } = natNetwork(n);
            const group = groupWith(n, "tasks", vpc, { egress: [] });
            n.service("web", [privateSubnet], {
                enableExecuteCommand: true,
                networkConfiguration: { securityGroups: [group.id] },
            });
        };
        assert.deepEqual(reported(network), ["task-image-pull: web"]);
    });

    it("has a network ACL that lets nothing pass reported by task-image-pull alone", () => {
        const network = (n: Network): void => {
            busyTask(n);
            const { vpc, privateSubnet } = natNetwork(n);
            n.add("aws:ec2/networkAcl:NetworkAcl", "closed", {
                vpcId: vpc.id,
                subnetIds: [privateSubnet.id],
            });
            n.service("web", [privateSubnet], { enableExecuteCommand: true });
        };
        assert.deepEqual(reported(network), ["task-image-pull: web"]);
    });

    it("has the group of all endpoints reported by task-image-pull alone", () => {
        const network = (n: Network): void => {
            const { vpc } = isolated(n);
            const doors = groupWith(n, "doors", vpc, { ingress: [] });
            const endpoints = n.resources.filter(
                ({ inputs }) => inputs.vpcEndpointType === "Interface",
            );
            for (const { inputs } of endpoints) inputs.securityGroupIds = [doors.id];
        };
        assert.deepEqual(reported(network), ["task-image-pull: web"]);
    });

    it("has a gateway endpoint on no route table reported by task-image-pull alone", () => {
        const network = (n: Network): void => {
            const { vpc } = isolated(
                n,
                services.filter((service) => service !== "s3"),
            );
            n.endpoint("s3", vpc);
        };
        assert.deepEqual(reported(network), ["task-image-pull: web"]);
    });

    it("has an old platform reported by service-platform-version alone", () => {
        assert.deepEqual(reported(onOldPlatform), ["service-platform-version: web"]);
    });

    it("has the old platform of each of two services reported", () => {
        const network = (n: Network): void => {
            n.service("api", [onOldPlatform(n)], { platformVersion: "1.2.0" });
        };
        assert.deepEqual(reported(network), [
            "service-platform-version: web",
            "service-platform-version: api",
        ]);
    });

    it("has a platform that a setting finds too old reported for that alone", () => {
        const settings = { "service-platform-version": { minimumLinuxVersion: "1.5.0" } };
        const network = (n: Network): void => {
            onOldPlatform(n);
            for (const { inputs } of n.resources) {
                if (inputs.platformVersion !== undefined) inputs.platformVersion = "1.4.0";
            }
        };
        assert.deepEqual(reported(network, { settings }), ["service-platform-version: web"]);
        assert.deepEqual(reported(network), nothing);
    });

    it("has the type of a target group reported by target-group-type alone", () => {
        const network = (n: Network): void => {
            balanced(n, { targetType: "instance" });
        };
        assert.deepEqual(reported(network), ["target-group-type: web"]);
    });

    it("has a closed group of the tasks reported by load-balancer-to-task alone", () => {
        assert.deepEqual(
            reported((n) => {
                balanced(n);
            }),
            ["load-balancer-to-task: web"],
        );
    });

    it("has a group that closes endpoints and tasks reported by both policies: it takes two rules", () => {
        const network = (n: Network): void => {
            const { vpc, closed } = balanced(n);
            for (const service of ["ecr.api", "ecr.dkr"]) {
                n.endpoint(service, vpc, { securityGroupIds: [closed.id] });
            }
        };
        assert.deepEqual(reported(network), ["load-balancer-to-task: web", "task-image-pull: web"]);
    });

    it("keeps the causes of two subnets apart", () => {
        const network = (n: Network): void => {
            busyTask(n);
            const { vpc, privateSubnet } = natNetwork(n);
            n.add("aws:ec2/networkAcl:NetworkAcl", "closed", {
                vpcId: vpc.id,
                subnetIds: [privateSubnet.id],
            });
            n.service("web", [privateSubnet, n.subnetWith("lost", vpc, []).subnet]);
        };
        assert.deepEqual(reported(network), ["task-image-pull: web", "task-image-pull: web"]);
    });

    it("reports one cause once for each of two services", () => {
        const network = (n: Network): void => {
            const { subnet } = isolated(n, []);
            n.service("api", [subnet]);
        };
        assert.deepEqual(reported(network), ["task-image-pull: web", "task-image-pull: api"]);
    });

    it("reports a VPC's DNS once for two services, and for each of two VPCs", () => {
        const network = (n: Network): void => {
            const place = isolated(n);
            place.vpc.inputs.enableDnsSupport = false;
            n.service("api", [place.subnet]);
            const other = n.vpc("other", { enableDnsSupport: false });
            n.service("batch", [n.subnet("other", other)]);
        };
        assert.deepEqual(reported(network), ["vpc-dns: vpc", "vpc-dns: other"]);
    });

    it("lets no service hide what is wrong with another", () => {
        const network = (n: Network): void => {
            const { subnet } = isolated(
                n,
                services.filter((service) => service !== "logs"),
            );
            const definition = n.taskDefinition("hub", {}, "nginx");
            n.service("hub", [subnet], { taskDefinition: definition.arn });
        };
        assert.deepEqual(reported(network), ["task-image-pull: hub", "task-logs: web"]);
    });
});

describe("an advisory", () => {
    it("is hidden by a mandatory finding of the same cause", () => {
        const network = (n: Network): void => {
            isolated(n, []);
        };
        assert.deepEqual(reported(network), ["task-image-pull: web"]);
        assert.deepEqual(reported(network, first(taskImagePull)), ["task-image-pull: web"]);
    });

    it("never hides a mandatory finding", () => {
        const network = (n: Network): void => {
            isolated(n, []);
        };
        assert.deepEqual(reported(network, first(taskExec)), [
            "task-exec: web",
            "task-image-pull: web",
        ]);
        assert.deepEqual(reported(onOldPlatform, first(taskExec)), [
            "task-exec: web",
            "service-platform-version: web",
        ]);
        const hostnames = withAttributes({ enableDnsHostnames: false });
        assert.deepEqual(reported(hostnames, first(vpcDnsHostnames)), [
            "vpc-dns-hostnames: vpc",
            "vpc-dns: vpc",
        ]);
    });

    it("hides another advisory of the same cause", () => {
        const hostnames = withAttributes({ enableDnsHostnames: false });
        assert.deepEqual(reported(hostnames, first(vpcDnsHostnames, endpointUsable)), [
            "vpc-dns-hostnames: vpc",
            "vpc-dns: vpc",
        ]);
    });
});

describe("a mandatory finding", () => {
    it("hides another of the same cause, whichever comes first", () => {
        const network = (n: Network): void => {
            isolated(n, []);
        };
        assert.deepEqual(reported(network, first(taskLogs)), ["task-logs: web"]);
    });

    it("of a policy that is disabled hides nothing", () => {
        const network = (n: Network): void => {
            isolated(n, []);
        };
        assert.deepEqual(reported(network, { disabled: ["task-image-pull"] }), ["task-logs: web"]);
        const support = withAttributes({ enableDnsSupport: false });
        assert.deepEqual(reported(support, { disabled: ["vpc-dns"] }), ["task-image-pull: web"]);
        const disabled = ["service-platform-version"];
        assert.deepEqual(reported(onOldPlatform, { disabled }), ["task-file-systems: web"]);
        assert.deepEqual(
            reported(onOldPlatform, { disabled: [...disabled, "task-file-systems"] }),
            ["task-exec: web"],
        );
    });
});

describe("without oneFindingPerCause", () => {
    const endpoints = services.filter((service) => service !== "s3");
    const ofTasks = ["task-image-pull", "task-logs", "task-secrets", "task-exec"].map(
        (policy) => `${policy}: web`,
    );

    it("every policy reports the VPC's DNS support", () => {
        assert.deepEqual(reported(withAttributes({ enableDnsSupport: false }), withoutIt), [
            "vpc-dns: vpc",
            ...ofTasks,
            ...endpoints.map((service) => `endpoint-usable: ${service}`),
            "vpc-dns-hostnames: vpc",
        ]);
    });

    it("every policy reports that there is no way out", () => {
        assert.deepEqual(
            reported((n) => isolated(n, []), withoutIt),
            ofTasks,
        );
    });

    it("every policy reports an old platform", () => {
        assert.deepEqual(reported(onOldPlatform, withoutIt), [
            "service-platform-version: web",
            "task-file-systems: web",
            "task-exec: web",
        ]);
    });

    it("a cause is still one finding of a policy, for all subnets and destinations", () => {
        const network = (n: Network): void => {
            busyTask(n);
            const vpc = n.vpc();
            const table = n.routeTable("private", vpc);
            const subnets: Resource[] = ["a", "b"].map((name) => n.subnet(name, vpc));
            for (const subnet of subnets) n.associate(subnet, table);
            n.service("web", subnets);
        };
        assert.deepEqual(reported(network, withoutIt), ofTasks.slice(0, 3));
    });
});

describe("the broken program of a policy's page, mended", () => {
    const judging = allPolicies.filter(({ kind }) => kind === "stack" || kind === "resource");

    /** What the whole pack says of a row, this policy on even if it is off by default. */
    function reportedOf(
        network: (n: Network) => void,
        form: Form,
        row: ShownRow,
        on: Policy,
    ): string[] {
        const n = new Network();
        network(n);
        const { change = unchanged, settings = {} } = row;
        const policies = allPolicies
            .map((each): Policy => (each === on ? { ...on, level: "mandatory" } : each))
            .filter(({ level }) => level !== "disabled");
        return (
            runPack(change(n.record(form)), { policies, settings })
                .filter(({ policy }) => policy !== "unverified-network")
                // What is mended may still be made too early.
                .filter(({ policy }) => policy === on.name || policy !== "service-start-order")
                .map(({ policy, name }) => `${policy}: ${name}`)
        );
    }

    for (const policy of judging) {
        const row = shownRow(policy);
        // What is never violated has no broken program; its page says why.
        if (row === undefined) continue;
        for (const form of row.forms ?? forms) {
            if (row.firstPreview === "cannot know" && form === "first preview") continue;
            it(`loses the finding of ${policy.name}, and no other (${form})`, () => {
                const broken = reportedOf(row.network, form, row, policy);
                const fixed = reportedOf(row.fixed, form, row, policy);
                assert.deepEqual(
                    broken.filter((each) => !fixed.includes(each)),
                    [`${policy.name}: ${row.on}`],
                );
                assert.deepEqual(
                    fixed.filter((each) => !broken.includes(each)),
                    [],
                );
            });
        }
    }
});
