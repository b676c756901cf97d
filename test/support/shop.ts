import { behind, ecrImage, executionPolicy, Network } from "./networks";
import type { Inputs, Options, Resource, Value } from "./program";

const readingSecrets = "arn:aws:iam::aws:policy/SecretsManagerReadWrite";
const secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf";

/**
 * A shop, for maps: a way that is stopped, one that cannot be known, and healthy ones. Its private subnets
 * have endpoints and a transit gateway; the endpoint for secrets does not admit the tasks of `web`.
 */
export function shop(rename: (name: string) => string = (name) => name): Network {
    const n = new Network();
    const vpc = n.vpc(rename("shop"));
    const igw = n.internetGateway(vpc, rename("shop"));
    const zones = ["us-east-1a", "us-east-1b"];
    const subnets = (kind: string): readonly Resource[] =>
        zones.map((availabilityZone) =>
            n.subnet(rename(`${kind}-${availabilityZone.slice(-1)}`), vpc, { availabilityZone }),
        );
    const tableOf = (kind: string, of: readonly Resource[], route: Inputs): Resource => {
        const table = n.routeTable(rename(kind), vpc, [{ cidrBlock: "0.0.0.0/0", ...route }]);
        for (const subnet of of) n.associate(subnet, table);
        return table;
    };
    const [open, closed] = [subnets("public"), subnets("private")];
    tableOf("public", open, { gatewayId: igw.id });
    const hub = n.add("aws:ec2transitgateway/transitGateway:TransitGateway", rename("hub"));
    const table = tableOf("private", closed, { transitGatewayId: hub.id });
    n.add("aws:ec2transitgateway/vpcAttachment:VpcAttachment", rename("hub"), {
        transitGatewayId: hub.id,
        vpcId: vpc.id,
        subnetIds: ids(closed),
    });

    const everywhere = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
    const group = (name: string, ...ingress: Value[]): Resource =>
        n.add("aws:ec2/securityGroup:SecurityGroup", rename(name), {
            vpcId: vpc.id,
            egress: [everywhere],
            ingress,
        });
    const on = (port: number, more: Inputs): Inputs => ({
        protocol: "tcp",
        fromPort: port,
        toPort: port,
        ...more,
    });
    const balancing = group("load-balancer", on(80, { cidrBlocks: ["0.0.0.0/0"] }));
    const web = group("web", on(80, { securityGroups: [balancing.id] }));
    const worker = group("worker");
    const endpoints = group("endpoints", on(443, { securityGroups: [web.id, worker.id] }));
    const secrets = group("secrets", on(443, { securityGroups: [worker.id] }));
    const endpoint = (service: string, by: Resource): Resource =>
        n.endpoint(service, vpc, { subnetIds: ids(closed), securityGroupIds: [by.id] });
    endpoint("ecr.api", endpoints);
    endpoint("ecr.dkr", endpoints);
    endpoint("logs", endpoints);
    endpoint("secretsmanager", secrets);
    n.endpoint("s3", vpc, { routeTableIds: [table.id] });

    const balancer = n.loadBalancer(rename("web"), open, { securityGroups: [balancing.id] });
    const targets = n.targetGroup(rename("web"), vpc);
    const listener = n.listener(rename("web"), balancer, targets);

    n.add("aws:cloudwatch/logGroup:LogGroup", rename("shop"), { name: "/shop" });
    const container = (name: string, image: string, more: Inputs = {}): Inputs => ({
        name,
        image,
        essential: true,
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-region": "us-east-1",
                "awslogs-group": "/shop",
                "awslogs-stream-prefix": "shop",
            },
        },
        ...more,
    });
    const reading = { secrets: [{ name: "DATABASE", valueFrom: secret }] };
    const proxy = container("proxy", "envoyproxy/envoy:v1.31");
    const app = container("c0", ecrImage, { portMappings: [{ containerPort: 80 }], ...reading });
    const jobs = container("jobs", ecrImage);
    const role = n.role(rename("execution"), executionPolicy, readingSecrets);
    const service = (
        name: string,
        by: Resource,
        containers: Inputs[],
        more: Inputs = {},
        options: Options = {},
    ): void => {
        const definition = n.taskDefinition(rename(name), {
            containerDefinitions: JSON.stringify(containers),
            executionRoleArn: role.arn,
        });
        n.service(
            rename(name),
            closed,
            {
                taskDefinition: definition.arn,
                networkConfiguration: { subnets: ids(closed), securityGroups: [by.id] },
                ...more,
            },
            options,
        );
    };
    service("web", web, [app, proxy], behind(targets), { dependsOn: [listener] });
    service("worker", worker, [jobs]);
    service("mailer", worker, [jobs, proxy]);
    return n;
}

function ids(resources: readonly Resource[]): Value[] {
    return resources.map(({ id }) => id);
}
