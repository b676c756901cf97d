import fc from "fast-check";
import { ecrImage, Network } from "./networks";
import type { Inputs, Resource, Value } from "./program";

/** What a random network is made of; numbers choose among what is there. */
interface Choices {
    readonly vpcs: readonly {
        readonly gateway: "own" | "attachment" | "none";
        readonly subnets: readonly {
            readonly table: "own" | "none" | number;
            readonly route: "internet" | "nat" | "transit" | "none";
            readonly standalone: boolean;
        }[];
        readonly nats: readonly { readonly subnet: number; readonly type: "public" | "private" }[];
        readonly endpoints: readonly {
            readonly service: "ecr.api" | "ecr.dkr" | "s3";
            readonly privateDns: boolean;
            readonly tables: readonly number[];
        }[];
        readonly main: "default" | "chosen" | "adopted";
    }[];
    readonly services: readonly {
        readonly vpc: number;
        readonly subnets: readonly number[];
        readonly image: string;
        readonly publicIp: boolean;
        readonly launch: "FARGATE" | "SPOT" | "default" | "EC2";
    }[];
    readonly clusterDefault: boolean;
}

const index = fc.nat({ max: 5 });

export const choices: fc.Arbitrary<Choices> = fc.record({
    vpcs: fc.array(
        fc.record({
            gateway: fc.constantFrom("own", "attachment", "none"),
            subnets: fc.array(
                fc.record({
                    table: fc.oneof(
                        fc.constant("own" as const),
                        fc.constant("none" as const),
                        index,
                    ),
                    route: fc.constantFrom("internet", "nat", "transit", "none"),
                    standalone: fc.boolean(),
                }),
                { minLength: 1, maxLength: 3 },
            ),
            nats: fc.array(
                fc.record({ subnet: index, type: fc.constantFrom("public", "public", "private") }),
                { maxLength: 2 },
            ),
            endpoints: fc.array(
                fc.record({
                    service: fc.constantFrom("ecr.api", "ecr.dkr", "s3"),
                    privateDns: fc.boolean(),
                    tables: fc.array(index, { maxLength: 3 }),
                }),
                { maxLength: 4 },
            ),
            main: fc.constantFrom("default", "default", "chosen", "adopted"),
        }),
        { minLength: 1, maxLength: 2 },
    ),
    services: fc.array(
        fc.record({
            vpc: index,
            subnets: fc.array(index, { minLength: 1, maxLength: 3 }),
            // Not a registry that may be private: an image of one is unknowable, an unknown image is not.
            image: fc.constantFrom(ecrImage, "nginx", "public.ecr.aws/nginx/nginx"),
            publicIp: fc.boolean(),
            launch: fc.constantFrom("FARGATE", "FARGATE", "SPOT", "default", "EC2"),
        }),
        { minLength: 1, maxLength: 2 },
    ),
    clusterDefault: fc.boolean(),
});

/** Writes the program. */
export function build(chosen: Choices): Network {
    const n = new Network();
    const cluster = n.cluster();
    if (chosen.clusterDefault) {
        n.add("aws:ecs/clusterCapacityProviders:ClusterCapacityProviders", "main", {
            clusterName: cluster.get("name"),
            defaultCapacityProviderStrategies: [{ capacityProvider: "FARGATE" }],
        });
    }
    const subnetsOf = chosen.vpcs.map((vpc, i) => buildVpc(n, vpc, `v${String(i)}`));
    chosen.services.forEach(({ vpc, subnets, image, publicIp, launch }, i) => {
        const name = `svc${String(i)}`;
        const definition = n.taskDefinition(name, {}, image);
        const own = at(subnetsOf, vpc);
        const used = new Set(subnets.map((each) => at(own, each)));
        const launches: Record<typeof launch, Inputs> = {
            FARGATE: { launchType: "FARGATE" },
            SPOT: {
                launchType: null,
                capacityProviderStrategies: [{ capacityProvider: "FARGATE_SPOT" }],
            },
            default: { launchType: null },
            EC2: { launchType: "EC2" },
        };
        n.service(name, [...used], {
            taskDefinition: definition.arn,
            networkConfiguration: { assignPublicIp: publicIp },
            ...launches[launch],
        });
    });
    return n;
}

function buildVpc(n: Network, chosen: Choices["vpcs"][number], name: string): Resource[] {
    const vpc = n.vpc(name);
    const igw =
        chosen.gateway === "own"
            ? n.internetGateway(vpc, `${name}-igw`)
            : n.add("aws:ec2/internetGateway:InternetGateway", `${name}-igw`);
    if (chosen.gateway === "attachment") {
        n.add("aws:ec2/internetGatewayAttachment:InternetGatewayAttachment", name, {
            internetGatewayId: igw.id,
            vpcId: vpc.id,
        });
    }
    const subnets = chosen.subnets.map((_, i) => n.subnet(`${name}-s${String(i)}`, vpc));
    const nats = chosen.nats.map(({ subnet, type }, i) =>
        n.natGateway(`${name}-nat${String(i)}`, at(subnets, subnet), { connectivityType: type }),
    );
    const tables = chosen.subnets.map(({ route, standalone }, i) => {
        const target: Inputs | undefined = {
            internet: { gatewayId: igw.id },
            nat: nats.length === 0 ? undefined : { natGatewayId: at(nats, i).id },
            transit: { transitGatewayId: "tgw-1" },
            none: undefined,
        }[route];
        const inline: Value[] =
            target === undefined || standalone ? [] : [{ cidrBlock: "0.0.0.0/0", ...target }];
        const table = n.routeTable(
            `${name}-t${String(i)}`,
            vpc,
            inline.length === 0 ? undefined : inline,
        );
        if (target !== undefined && standalone) n.route(`${name}-r${String(i)}`, table, target);
        return table;
    });
    chosen.subnets.forEach(({ table }, i) => {
        if (table === "none") return;
        n.associate(at(subnets, i), table === "own" ? at(tables, i) : at(tables, table));
    });
    if (chosen.main === "chosen") {
        n.add("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", name, {
            vpcId: vpc.id,
            routeTableId: at(tables, 0).id,
        });
    }
    if (chosen.main === "adopted") {
        n.add("aws:ec2/defaultRouteTable:DefaultRouteTable", `${name}-main`, {
            defaultRouteTableId: vpc.get("defaultRouteTableId"),
            routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
        });
    }
    chosen.endpoints.forEach(({ service, privateDns, tables: on }, i) => {
        const endpoint = n.endpoint(service, vpc, {
            ...(service === "s3"
                ? {
                      routeTableIds: [...new Set(on.map((each) => at(tables, each)))].map(
                          (each) => each.id,
                      ),
                  }
                : { privateDnsEnabled: privateDns }),
        });
        Object.assign(endpoint, {
            name: `${endpoint.name}-${name}-${String(i)}`,
            urn: `${endpoint.urn}-${name}-${String(i)}`,
        });
    });
    return subnets;
}

function at<T>(list: readonly T[], i: number): T {
    return list[i % list.length] as T;
}
