import fc from "fast-check";
import { ecrImage, natNetwork, Network } from "./networks";
import type { Inputs, Resource, Value } from "./program";

/** A random task definition and a random service: what they say themselves, in a network that works. */
interface Choices {
    readonly definition: {
        readonly networkMode: string | null;
        readonly requiresCompatibilities: string[] | null;
        readonly system: string | null;
        readonly containers: readonly {
            readonly portMappings: Inputs[] | null;
            readonly links: string[];
            readonly hostname: string | null;
        }[];
    };
    readonly service: {
        readonly launch: "FARGATE" | "SPOT" | "default" | "EC2";
        readonly platformVersion: string | null;
        readonly schedulingStrategy: string | null;
        readonly role: "none" | "linked" | "named" | "own";
        readonly controller: string | null;
        readonly hasNetwork: boolean;
        readonly assignPublicIp: boolean;
        readonly balancers: readonly ("group" | "classic name" | "classic group" | "other name")[];
    };
    readonly clusterDefault: boolean;
}

const portMapping: fc.Arbitrary<Inputs> = fc
    .record({
        containerPort: fc.constantFrom(80, 81, "80", null),
        hostPort: fc.constantFrom(null, null, 80, 81, 0),
        containerPortRange: fc.constantFrom(null, null, null, "80-81", "82-90"),
        protocol: fc.constantFrom(null, null, "tcp", "udp"),
    })
    .map((mapping): Inputs => mapping);

export const choices: fc.Arbitrary<Choices> = fc.record({
    definition: fc.record({
        networkMode: fc.constantFrom("awsvpc", "awsvpc", "bridge", null),
        requiresCompatibilities: fc.constantFrom(["FARGATE"], ["EC2"], ["EC2", "FARGATE"], null),
        system: fc.constantFrom(null, "LINUX", "WINDOWS_SERVER_2022_CORE"),
        containers: fc.array(
            fc.record({
                portMappings: fc.option(fc.array(portMapping, { maxLength: 2 })),
                links: fc.constantFrom<string[]>([], [], ["c1"]),
                hostname: fc.constantFrom(null, null, "", "web"),
            }),
            { minLength: 1, maxLength: 2 },
        ),
    }),
    service: fc.record({
        launch: fc.constantFrom("FARGATE", "FARGATE", "SPOT", "default", "EC2"),
        platformVersion: fc.constantFrom(null, "LATEST", "1.0.0", "1.3.0", "1.4.0", "1.4", "new"),
        schedulingStrategy: fc.constantFrom(null, "REPLICA", "DAEMON"),
        role: fc.constantFrom("none", "none", "linked", "named", "own"),
        controller: fc.constantFrom(null, "ECS", "EXTERNAL"),
        hasNetwork: fc.boolean(),
        assignPublicIp: fc.boolean(),
        // A Classic Load Balancer as a target group stands alone: what unknown places for target groups
        // mean rests on their number.
        balancers: fc.oneof(
            fc.array(fc.constantFrom("group", "group", "classic name", "other name"), {
                maxLength: 2,
            }),
            fc.constant(["classic group"] as const),
        ),
    }),
    clusterDefault: fc.boolean(),
});

/** Writes the program. */
export function build({ definition, service, clusterDefault }: Choices): Network {
    const n = new Network();
    const { vpc, publicSubnet } = natNetwork(n);
    const cluster = n.cluster();
    if (clusterDefault) {
        n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
            clusterName: cluster.get("name"),
            defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
        });
    }
    const { networkMode, requiresCompatibilities, system, containers } = definition;
    const { arn } = n.taskDefinition("app", {
        networkMode,
        requiresCompatibilities,
        runtimePlatform: system === null ? null : { operatingSystemFamily: system },
        containerDefinitions: JSON.stringify(
            containers.map((container, i) => ({
                name: `c${String(i)}`,
                image: ecrImage,
                ...container,
            })),
        ),
    });
    const launches: Record<typeof service.launch, Inputs> = {
        FARGATE: { launchType: "FARGATE" },
        SPOT: { capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }] },
        default: {},
        EC2: { launchType: "EC2" },
    };
    const { platformVersion, schedulingStrategy, controller, assignPublicIp } = service;
    n.add("aws:ecs/service:Service", "web", {
        cluster: cluster.arn,
        taskDefinition: arn,
        platformVersion,
        schedulingStrategy,
        iamRole: roleOf(n, service.role),
        deploymentController: controller === null ? null : { type: controller },
        networkConfiguration: service.hasNetwork
            ? { subnets: [publicSubnet.id], assignPublicIp }
            : null,
        loadBalancers: blocksOf(n, vpc, service.balancers),
        ...launches[service.launch],
    });
    return n;
}

function roleOf(n: Network, role: Choices["service"]["role"]): Value {
    if (role === "none") return null;
    if (role === "linked") return "AWSServiceRoleForECS";
    return role === "named" ? "ecsServiceRole" : n.add("aws:iam/role:Role", "own").arn;
}

function blocksOf(n: Network, vpc: Resource, balancers: Choices["service"]["balancers"]): Value[] {
    const classic = n.add("aws:elb/loadBalancer:LoadBalancer", "classic");
    return balancers.map((balancer, i): Value => {
        const container = { containerName: "c0", containerPort: 80 };
        switch (balancer) {
            case "group":
                return { ...container, targetGroupArn: n.targetGroup(`tg${String(i)}`, vpc).arn };
            case "classic name":
                return { ...container, elbName: classic.get("name") };
            case "classic group":
                return { ...container, targetGroupArn: classic.arn };
            case "other name":
                return { ...container, elbName: "shared" };
        }
    });
}
