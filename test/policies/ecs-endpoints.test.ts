import { ecsEndpoints } from "../../policies/ecs-endpoints";
import { unverifiedNetwork } from "../../policies/unverified-network";
import { groupWith, isolatedNetwork, natNetwork, tcp, type Network } from "../support/networks";
import { unknown, type Inputs, type Resource } from "../support/program";
import { testPolicy } from "../support/table";

const serviceConnect: Inputs = { serviceConnectConfiguration: { enabled: true } };

/** A region launched after 2023-12-23. */
const mexico = "mx-central-1";
const three = ["ecs-agent", "ecs-telemetry", "ecs"];

/** A service in an isolated VPC with these endpoints. */
function isolated(n: Network, services: readonly string[], inputs: Inputs = {}): void {
    n.service("web", [isolatedNetwork(n, services).subnet], inputs);
}

function behindNat(n: Network, inputs: Inputs = {}): void {
    n.service("web", [natNetwork(n).privateSubnet], inputs);
}

/** Moves all that a program has made so far to a region. */
function moveTo(n: Network, region: string): void {
    for (const { inputs } of n.resources) inputs.region = region;
}

/** An isolated VPC in a region, Mexico if it is not said, with these endpoints. */
function mexicanNetwork(n: Network, services: readonly string[], region = mexico): Resource {
    const { vpc, subnet } = isolatedNetwork(n, []);
    for (const service of services) {
        n.endpoint(service, vpc, { serviceName: `com.amazonaws.${region}.${service}` });
    }
    return subnet;
}

/** A service there. */
function inRegion(n: Network, region: string, services: readonly string[]): void {
    n.service("web", [mexicanNetwork(n, services, region)]);
    moveTo(n, region);
}

/** A service of an isolated VPC in Mexico, with these endpoints. */
function inMexico(n: Network, services: readonly string[], inputs: Inputs = {}): void {
    n.service("web", [mexicanNetwork(n, services)], inputs);
    moveTo(n, mexico);
}

/** An ecs-agent endpoint whose group has these rules, beside a NAT gateway. */
function besideNat(n: Network, rules: Inputs): void {
    const { vpc, privateSubnet } = natNetwork(n);
    const endpoints = groupWith(n, "endpoints", vpc, rules);
    n.endpoint("ecs-agent", vpc, { securityGroupIds: [endpoints.id] });
    n.service("web", [privateSubnet], serviceConnect);
}

function schedule(n: Network, subnet: Resource): void {
    n.add("aws:cloudwatch/eventTarget:EventTarget", "nightly", {
        arn: n.cluster().arn,
        ecsTarget: {
            launchType: "FARGATE",
            taskDefinitionArn: n.taskDefinition("app").arn,
            networkConfiguration: { subnets: [subnet.id] },
        },
    });
}

testPolicy(ecsEndpoints, unverifiedNetwork, {
    valid: [
        {
            name: "no Service Connect, in an isolated VPC without the endpoints of ECS",
            network: (n) => {
                isolated(n, ["ecr.api", "ecr.dkr", "s3"]);
            },
        },
        {
            name: "Service Connect turned off, in an isolated VPC",
            network: (n) => {
                isolated(n, [], { serviceConnectConfiguration: { enabled: false } });
            },
        },
        {
            name: "Service Connect with a NAT gateway",
            network: (n) => {
                behindNat(n, serviceConnect);
            },
        },
        {
            name: "Service Connect from a public subnet with a public IP",
            network: (n) => {
                const vpc = n.vpc();
                const igw = n.internetGateway(vpc);
                const { subnet } = n.subnetWith("public", vpc, [
                    { cidrBlock: "0.0.0.0/0", gatewayId: igw.id },
                ]);
                n.service("web", [subnet], {
                    ...serviceConnect,
                    networkConfiguration: { assignPublicIp: true },
                });
            },
        },
        {
            name: "Service Connect in an isolated VPC with ecs-agent",
            network: (n) => {
                isolated(n, ["ecs-agent"], serviceConnect);
            },
        },
        {
            name: "Service Connect with an ecs-agent endpoint that admits the VPC, beside NAT",
            network: (n) => {
                besideNat(n, { ingress: [tcp(443, { cidrBlocks: ["10.0.0.0/16"] })] });
            },
        },
        {
            name: "a new region with all three endpoints",
            network: (n) => {
                inMexico(n, three);
            },
        },
        {
            name: "a new region with all three endpoints, and Service Connect",
            network: (n) => {
                inMexico(n, three, serviceConnect);
            },
        },
        ...["ca-west-1", "eusc-de-east-1", "us-isof-south-1"].map((region) => ({
            name: `${region} with all three endpoints`,
            network: (n: Network) => {
                inRegion(n, region, three);
            },
        })),
        {
            name: "a region of which it is not known how old it is, with a NAT gateway",
            network: (n) => {
                behindNat(n);
                moveTo(n, "eu-isoe-west-1");
            },
        },
        {
            name: "a new region with a NAT gateway",
            network: (n) => {
                behindNat(n);
                moveTo(n, mexico);
            },
        },
        {
            name: "a scheduled task in an isolated VPC of an older region",
            network: (n) => {
                schedule(n, isolatedNetwork(n, []).subnet);
                moveTo(n, "eu-west-1");
            },
        },
        {
            name: "an EC2 service with Service Connect in an isolated VPC",
            network: (n) => {
                isolated(n, [], { ...serviceConnect, launchType: "EC2" });
            },
        },
    ],
    violates: [
        {
            name: "Service Connect in an isolated VPC without ecs-agent",
            statement: "1.4",
            network: (n) => {
                isolated(n, ["ecr.api", "ecr.dkr", "s3"], serviceConnect);
            },
            fixed: (n) => {
                isolated(n, ["ecr.api", "ecr.dkr", "s3", "ecs-agent"], serviceConnect);
            },
            on: "web",
            says: [
                /^tasks of service web cannot talk to ECS: from subnet private they cannot reach ecs-agent \(which Service Connect needs\)$/m,
                /over the internet: service web → subnet private → route table private → no route for 0\.0\.0\.0\/0/,
                /no ecs-agent interface endpoint/,
                /fix: add an interface endpoint for com\.amazonaws\.us-east-1\.ecs-agent/,
            ],
        },
        {
            name: "Service Connect with the other endpoints of ECS",
            network: (n) => {
                isolated(n, ["ecs", "ecs-telemetry"], serviceConnect);
            },
            on: "web",
            says: /no ecs-agent interface endpoint/,
        },
        {
            name: "Service Connect with an ecs-agent endpoint that admits nobody, although there is a NAT gateway",
            network: (n) => {
                besideNat(n, { ingress: [] });
            },
            on: "web",
            says: [
                /to the ecs-agent endpoint, which answers for the name in the whole VPC/,
                /security group endpoints → no ingress rule admits TCP 443/,
            ],
        },
        {
            name: "Service Connect with an ecs-agent endpoint without private DNS",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.endpoint("ecs-agent", vpc, { privateDnsEnabled: false });
                n.service("web", [subnet], serviceConnect);
            },
            on: "web",
            says: /VPC endpoint ecs-agent → private DNS is off/,
        },
        {
            name: "Service Connect from one of two subnets without a way",
            network: (n) => {
                const { vpc, privateSubnet } = natNetwork(n);
                const { subnet } = n.subnetWith("lost", vpc, []);
                n.service("web", [privateSubnet, subnet], serviceConnect);
            },
            on: "web",
            says: /from subnet lost they cannot reach ecs-agent/,
        },
        ...["ca-west-1", "eusc-de-east-1", "ap-southeast-5"].map((region) => ({
            name: `${region} without ecs-agent`,
            network: (n: Network) => {
                inRegion(n, region, ["ecs", "ecs-telemetry"]);
            },
            on: "web",
            says: /cannot reach ecs-agent \(which its region wants\)$/m,
        })),
        ...three.map((missing) => ({
            name: `a new region without ${missing}`,
            network: (n: Network) => {
                inMexico(
                    n,
                    three.filter((each) => each !== missing),
                );
            },
            on: "web",
            says: [
                new RegExp(`cannot reach ${missing} \\(which its region wants\\)$`, "m"),
                new RegExp(`no ${missing} interface endpoint`),
                new RegExp(
                    `fix: add an interface endpoint for com\\.amazonaws\\.${mexico}\\.${missing} `,
                ),
            ],
        })),
        {
            name: "a new region without any of the three: one finding that names them all",
            network: (n) => {
                inMexico(n, []);
            },
            on: "web",
            says: three.map((each) => new RegExp(`no endpoint for .*\\b${each}\\b`)),
        },
        {
            name: "a scheduled task in an isolated VPC of a new region without ecs-telemetry",
            network: (n) => {
                schedule(n, mexicanNetwork(n, ["ecs", "ecs-agent"]));
                moveTo(n, mexico);
            },
            on: "nightly",
            says: /tasks of event target nightly cannot talk to ECS: .* ecs-telemetry/,
        },
    ],
    cannotKnow: [
        {
            name: "a switch of Service Connect that is not known",
            network: (n) => {
                isolated(n, [], { serviceConnectConfiguration: { enabled: unknown } });
            },
            on: "web",
            gap: /serviceConnectConfiguration\.enabled of web/,
            ok: (n) => {
                isolated(n, [], { serviceConnectConfiguration: { enabled: false } });
            },
            violated: (n) => {
                isolated(n, [], serviceConnect);
            },
        },
        {
            name: "a region that is not known",
            network: (n) => {
                isolated(n, [], { ...serviceConnect, region: unknown });
            },
            on: "web",
            gap: /region of web: its AWS region does not stand in the plan/,
            ok: (n) => {
                isolated(n, ["ecs-agent"], { ...serviceConnect, region: "us-east-1" });
            },
            violated: (n) => {
                isolated(n, [], { ...serviceConnect, region: "us-east-1" });
            },
        },
        {
            name: "a region that is not known, and may be a new one",
            network: (n) => {
                isolated(n, [], { region: unknown });
            },
            on: "web",
            gap: /region of web: its AWS region does not stand in the plan/,
            ok: (n) => {
                isolated(n, [], { region: "us-east-1" });
            },
            violated: (n) => {
                inMexico(n, ["ecs", "ecs-agent"]);
            },
        },
        ...["us-isof-south-1", "eu-west-9"].map((region) => ({
            name: `${region}, of which it is not known how old it is`,
            network: (n: Network) => {
                inRegion(n, region, []);
            },
            on: "web",
            gap: /region of web: when its region was launched is not known here/,
            ok: (n: Network) => {
                inRegion(n, region, three);
            },
            violated: (n: Network) => {
                inRegion(n, mexico, []);
            },
        })),
        {
            name: "Service Connect through a transit gateway",
            network: (n) => {
                const { subnet } = n.subnetWith("private", n.vpc(), [
                    { cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" },
                ]);
                n.service("web", [subnet], serviceConnect);
            },
            on: "web",
            gap: /what lies behind it is not in the plan/,
            ok: (n) => {
                behindNat(n, serviceConnect);
            },
            violated: (n) => {
                isolated(n, [], serviceConnect);
            },
        },
        {
            name: "an endpoint for ecs-agent whose subnets are not in the plan",
            network: (n) => {
                const { vpc, subnet } = isolatedNetwork(n, []);
                n.endpoint("ecs-agent", vpc, { subnetIds: ["subnet-0123456789abcdef0"] });
                n.service("web", [subnet], serviceConnect);
            },
            on: "web",
            gap: /the subnet that it names is not in this plan/,
            ok: (n) => {
                isolated(n, ["ecs-agent"], serviceConnect);
            },
            violated: (n) => {
                isolated(n, [], serviceConnect);
            },
        },
        {
            name: "a service that may be on Fargate: its cluster is not in the plan",
            network: (n) => {
                isolated(n, [], { ...serviceConnect, launchType: null, cluster: "shared" });
            },
            on: "web",
            gap: /the cluster that it names is not in this plan/,
            ok: (n) => {
                isolated(n, ["ecs-agent"], serviceConnect);
            },
            violated: (n) => {
                isolated(n, [], serviceConnect);
            },
        },
    ],
});
