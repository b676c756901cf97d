import { listed, type Direction, type Transport } from "../../network";
import { always, Term, type Said, type Thing } from "./term";

/** Who calls, or is called, as rules see it. */
export const parties = {
    /** What calls mostly; a finding names the subnets that they start in. */
    tasks: always("tasks", "the tasks"),
    tasksOf: new Term<{ launcher: Thing }>(
        "tasks-of",
        ({ launcher }) => `the tasks of ${launcher.name}`,
    ),
    publicTasks: always("public-tasks", "the public addresses of the tasks"),
    internet: always("internet", "the internet"),
    s3: always("s3", "S3"),
    lattice: always("vpc-lattice", "VPC Lattice"),
    clients: always("clients", "clients"),
    clientsOf: new Term<{ balancer: Thing }>(
        "clients-of",
        ({ balancer }) => `clients of the load balancer ${balancer.name}`,
    ),
    loadBalancer: new Term<{ balancer: Thing }>(
        "load-balancer",
        ({ balancer }) => `the load balancer ${balancer.name}`,
    ),
    subnetsOf: new Term<{ balancer: Thing }>(
        "load-balancer-subnets",
        ({ balancer }) => `the subnets of the load balancer ${balancer.name}`,
    ),
    endpoint: new Term<{ endpoint: Thing }>(
        "endpoint",
        ({ endpoint }) => `the endpoint ${endpoint.name}`,
    ),
    mountTarget: new Term<{ target: Thing }>(
        "mount-target",
        ({ target }) => `the mount target ${target.name}`,
    ),
    defaultGroup: always("default-group", "the VPC's default security group"),
    groups: new Term<{ groups: readonly Thing[] }>(
        "groups",
        ({ groups }) => `the security group${groups.length > 1 ? "s" : ""} ${listed(groups)}`,
    ),
    block: new Term<{ cidr: string }>("block", ({ cidr }) => cidr),
    prefixList: new Term<{ name: string }>("prefix-list", ({ name }) => `the prefix list ${name}`),
    overIpv6: new Term<{ party: Said }>("over-ipv6", ({ party }) => `${party.text} over IPv6`),
    privateDnsOf: new Term<{ endpoint: Thing }>(
        "private-dns",
        ({ endpoint }) => `the private DNS of the endpoint ${endpoint.name}`,
    ),
    nameThatMounts: new Term<{ launcher: Thing; of: "EFS" | "S3 Files" }>(
        "mounted-file-system-name",
        ({ launcher, of }) =>
            `the name of the ${of === "EFS" ? "EFS" : "S3"} file system that ${launcher.name} mounts`,
    ),
    namespace: new Term<{ namespace: Thing }>(
        "private-dns-namespace",
        ({ namespace }) => `the private DNS namespace ${namespace.name}`,
    ),
    hostnames: always("hostnames", "every DNS hostname of a task"),
    nameOf: new Term<{ fileSystem: Thing }>(
        "file-system-name",
        ({ fileSystem }) => `the name of the ${fileSystem.label} ${fileSystem.name}`,
    ),
} as const;

/** Over what something is sent; left out for TCP. */
export type Over = Readonly<{ transport?: Transport | undefined }>;

export function over(transport: Transport = "tcp"): string {
    return transport.toUpperCase();
}

/** What crosses the edge of a subnet. */
export const crossings = {
    call: new Term<Over & { port: number; direction: Direction; party: Said }>(
        "call",
        ({ transport, port, direction, party }) =>
            `${over(transport)} ${String(port)} ${toOrFrom(direction, party)}`,
    ),
    answer: new Term<Over & { from: number; to: number; direction: Direction; party: Said }>(
        "answer",
        ({ transport, from, to, direction, party }) =>
            `${over(transport)} ${String(from)}-${String(to)} ${toOrFrom(direction, party)}, for the answers`,
    ),
} as const;

/** Who is at the other end, for a rule of this direction. */
export function toOrFrom(direction: Direction, { text }: Pick<Said, "text">): string {
    return `${direction === "egress" ? "to" : "from"} ${text}`;
}
