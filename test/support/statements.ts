import type { Table } from "./table";

/** A statement of docs/aws-rules.md, in its words, and what holds it. */
export interface Statement {
    readonly says: string;
    /** The policies that enforce it: each has a row that breaks it. */
    readonly policies?: readonly string[];
    /** Why no policy does, or no more than these. */
    readonly because?: string;
}

/** The statements of section 1 of docs/aws-rules.md, by its numbers: docs/coverage.md shows them. */
export const statements: Readonly<Record<string, readonly Statement[]>> = {
    "1.1": [
        {
            says: "A task has one ENI with a primary private IPv4 address",
            policies: ["task-network-mode", "subnet-capacity"],
        },
        {
            says: "in a public subnet it may also get a public IPv4",
            policies: ["service-public-ip", "service-public-ip-placement"],
        },
        {
            says: "in an IPv6-enabled (dual-stack) VPC and subnet also an IPv6 address",
            policies: ["dual-stack-tasks"],
        },
        {
            says: "Containers of one task share `localhost` (so ports collide)",
            policies: ["task-port-mappings"],
        },
    ],
    "1.2": [
        {
            says: "To pull an image the task needs a route to the registry",
            policies: ["task-image-pull"],
        },
        {
            says: "a public subnet with a public IP",
            policies: ["task-image-pull", "service-public-ip-placement"],
        },
        { says: "a private subnet with a NAT gateway", policies: ["task-image-pull"] },
        { says: "or ECR interface endpoints (PrivateLink)", policies: ["task-image-pull"] },
    ],
    "1.3": [
        { says: "VPC flow logs show the tasks' traffic", policies: ["vpc-flow-logs"] },
        {
            says: "on platform 1.3.0 and older, traffic on the Fargate-owned ENI is invisible to them",
            policies: ["service-platform-version"],
        },
    ],
    "1.4": [
        { says: "ECS itself has interface endpoints", policies: ["ecs-endpoints"] },
        {
            says: "with PrivateLink no internet gateway, NAT device or virtual private gateway is needed",
            because:
                "This allows something, and asks for nothing: no policy wants a gateway where endpoints lead to all that a task needs.",
        },
    ],
    "1.5": [
        {
            says: "Which role carries which traffic on the task ENI (Linux 1.4.0, Windows 1.0.0)",
            policies: ["task-role-permissions", "task-logs", "task-secrets"],
        },
        {
            says: "ECR login and image pull, log driver, secrets → execution role",
            policies: ["task-execution-role", "task-role-permissions"],
        },
        {
            says: "FireLens, EFS, application → task role",
            policies: ["task-role", "task-role-permissions"],
            because: "What the application itself calls stands in no plan.",
        },
        { says: "EFS does not exist on ≤1.3.0", policies: ["task-file-systems"] },
    ],
    "1.6": [
        {
            says: "ECS needs its service-linked role",
            policies: ["ecs-service-linked-role"],
        },
    ],
    "1.7": [
        {
            says: "`enableDnsHostnames` and `enableDnsSupport` on the VPC give tasks DNS hostnames",
            policies: ["vpc-dns-hostnames", "vpc-dns"],
            because:
                "The options of a subnet for names and AAAA records (`enableResourceNameDnsAaaaRecordOnLaunch`) are about the names of EC2 instances (EC2, hostname types): tasks of Fargate are none, so no policy asks for them.",
        },
        {
            says: "private DNS of endpoints needs both",
            policies: ["vpc-dns", "endpoint-usable"],
        },
    ],
    "1.8": [
        { says: "At most 16 subnets", policies: ["service-network-limits"] },
        {
            says: "and 5 security groups in `awsvpcConfiguration`",
            policies: ["service-network-limits"],
        },
    ],
    "1.9": [
        {
            says: "ENIs made by Fargate cannot be detached or modified by the account",
            policies: ["task-network-interfaces"],
        },
    ],
    "1.10": [
        {
            says: "A changed DHCP option set reaches only tasks started afterwards",
            policies: ["vpc-dhcp-options"],
        },
    ],
    "1.11": [
        {
            says: "Platform 1.4.0 and Windows 1.0.0 support jumbo frames",
            because: "No property of a resource says how long frames are.",
        },
        { says: "dual-stack", policies: ["dual-stack-tasks", "service-platform-version"] },
        { says: "1.4.0 supports IPv6-only", policies: ["ipv6-only-tasks"] },
    ],
    "1.12": [
        {
            says: "Only Application and Network Load Balancers, never Classic",
            policies: ["service-load-balancer-type"],
        },
        {
            says: "target groups of `awsvpc` tasks must have target type `ip`, not `instance`",
            policies: ["target-group-type"],
        },
    ],
    "1.13": [
        {
            says: "Dual-stack: account setting `dualStackIPv6` on",
            policies: ["dual-stack-tasks"],
            because: "Where no resource of the plan sets it, it is as AWS has it, which is on.",
        },
        {
            says: "VPC and subnet IPv6-enabled",
            policies: ["target-group-ip-address-type"],
            because: "AWS refuses an IPv6 block of a subnet that is not cut from one of its VPC.",
        },
        { says: "subnet auto-assigns IPv6", policies: ["dual-stack-tasks"] },
        { says: "platform ≥1.4.0", policies: ["dual-stack-tasks"] },
        {
            says: "IPv6 reaches the internet through an internet gateway or an egress-only internet gateway",
            policies: ["dual-stack-tasks"],
        },
        {
            says: "IPv4 and IPv6 routes and rules are configured separately",
            policies: ["dual-stack-tasks", "ipv6-rules"],
        },
    ],
    "1.14": [
        { says: "IPv6-only: VPC with an IPv6 CIDR", policies: ["ipv6-only-tasks"] },
        { says: "IPv6-only subnets", policies: ["ipv6-only-tasks"] },
        { says: "route tables with IPv6 destinations", policies: ["ipv6-only-tasks"] },
        { says: "security groups with IPv6 rules", policies: ["ipv6-only-tasks"] },
        {
            says: "a dual-stack load balancer with IPv6 target groups",
            policies: ["target-group-ip-address-type"],
        },
        { says: "not on Windows", policies: ["ipv6-only-tasks"] },
        { says: "platform ≥1.4.0", policies: ["ipv6-only-tasks"] },
        { says: "DNS64 and NAT64 for IPv4-only endpoints", policies: ["ipv6-only-tasks"] },
        {
            says: "dual-stack ECR image URIs",
            policies: ["ipv6-only-tasks", "ipv6-image-uri"],
        },
        {
            says: "no ECR interface endpoint for it",
            because:
                "AWS's pages disagree (AWS rule 2), so such a task is unknown, unless the setting `ecrDualStackEndpoints` says what holds.",
            policies: ["ipv6-only-tasks"],
        },
        { says: "no ECS Exec", policies: ["task-exec"] },
        { says: "no FIPS-140", policies: ["ipv6-only-tasks"] },
        {
            says: "An existing service moves by a changed subnet list or blue/green",
            because: "Both are ways to go, and neither is a fault.",
        },
    ],
    "1.15": [
        {
            says: "Regions with IPv6-only Fargate: us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-northeast-1 ap-northeast-2 ap-northeast-3 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-west-2 eu-west-3 eu-south-1 eu-south-2 il-central-1 me-south-1 me-central-1 sa-east-1 us-gov-east-1 us-gov-west-1",
            policies: ["ipv6-region"],
        },
        {
            says: "ECS regions not in it: eu-west-1 eu-north-1 eu-central-2 mx-central-1 ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-east-2 (BC): the page may lag, so warn, don't fail",
            policies: ["ipv6-region"],
        },
    ],
};

/** The rows of a policy's table that break a statement. */
export function breaking(table: Table | undefined, statement: string): Table["violates"] {
    return (table?.violates ?? []).filter((row) => row.statement === statement);
}
