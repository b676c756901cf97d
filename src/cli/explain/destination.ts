import { isIP } from "node:net";
import {
    partitionOf,
    partitions,
    readServiceName,
    type Graph,
    type LoadBalancer,
} from "../../network";
import { oneLine } from "../../plan";
import { hostOf } from "../../reach";
import { byName, taskNames, type TaskName, type Workload } from "../../workload";
import { didYouMean } from "./names";

/** What the way leads to. */
export type Destination =
    | { readonly kind: "internet" }
    /** Without a region that of the workload. */
    | { readonly kind: "service"; readonly name: string; readonly region: string | undefined }
    | { readonly kind: "host"; readonly host: string; readonly port: number }
    | { readonly kind: "tasks"; readonly of: Workload; readonly port: number | undefined }
    /** By a name that Service Connect or Cloud Map gives tasks, those of several workloads perhaps. */
    | {
          readonly kind: "named";
          readonly names: readonly TaskName[];
          readonly port: number | undefined;
      }
    | {
          readonly kind: "balancer";
          readonly balancer: LoadBalancer;
          readonly port: number | undefined;
      };

export type Parsed = { readonly to: Destination } | { readonly problem: string };

/** Services by the names that their endpoints have; any interface endpoint of them is simulated alike. */
export const services: readonly string[] = [
    "ecr.api",
    "ecr.dkr",
    "s3",
    "logs",
    "secretsmanager",
    "ssm",
    "ssmmessages",
    "kinesis-firehose",
    "kinesis-streams",
    "ecs",
    "events",
    "kms",
    "lambda",
    "monitoring",
    "sns",
    "sqs",
    "states",
    "sts",
    "xray",
];

/**
 * Further ones, whose endpoints are called as their hosts begin (AWS, services that integrate with AWS
 * PrivateLink): nothing but their names tells their connections apart.
 */
const others: ReadonlySet<string> = new Set([
    ...["acm-pca", "airflow.api", "appconfig", "appconfigdata", "application-autoscaling"],
    ...["athena", "autoscaling", "batch", "bedrock", "bedrock-agent", "bedrock-agent-runtime"],
    ...["bedrock-runtime", "cloudformation", "cloudtrail", "codebuild", "comprehend", "config"],
    ...["datazone", "ec2", "ec2messages", "elasticfilesystem", "elasticloadbalancing", "glue"],
    ...["guardduty", "kendra", "lakeformation", "polly", "rds", "rds-data", "redshift"],
    ...["redshift-data", "rekognition", "scheduler", "servicediscovery", "textract", "transcribe"],
    ...["translate"],
]);

const mostAsked = `${services.join(", ")} and ${String(others.size)} more`;

/** What people call so has no endpoint, but an address in a VPC. */
const inVpc: ReadonlySet<string> = new Set([
    ...["aurora", "docdb", "documentdb", "elasticache", "es", "kafka", "memorydb", "mq", "msk"],
    ...["mysql", "neptune", "opensearch", "postgres", "postgresql", "rds", "redis", "redshift"],
    "valkey",
]);

/** Hosts of such things; those of AWS's interfaces have the region last. */
const isHostInVpc =
    /\.(rds|cache|docdb|elb|es|neptune|redshift)\.amazonaws\.[a-z.]+$|\.(efs|kafka|memorydb|mq)\.[^.]+\.amazonaws\.[a-z.]+$|\.s3files\.[^.]+\.on\.[a-z.]+$/;

const notFollowed =
    "what lies at an address in a VPC is not simulated: the plan does not tell which security groups are there. A workload or a load balancer of this plan is simulated, by its name";

const isHost =
    /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The destination in the words of `--to`. */
export function destinationOf(
    text: string,
    graph: Graph,
    workloads: readonly Workload[],
    self: Workload,
): Parsed {
    if (text === "internet") return { to: { kind: "internet" } };
    const [, name = text, digits] = /^(.*?[^:])(?::(\d+))?$/s.exec(text) ?? [];
    const port = digits === undefined ? undefined : Number(digits);
    const own =
        neighbour(text, undefined, graph, workloads, self) ??
        neighbour(name, port, graph, workloads, self);
    if (own !== undefined && "problem" in own) return own;
    const names = byName(taskNames(workloads)).get(hostIn(name)) ?? [];
    if (own !== undefined && names.some((each) => !isOf(each, own.to))) {
        return { problem: taken(name, names) };
    }
    // What the plan's things are called counts letter by letter; AWS's names are one in any case.
    const isOurs = own !== undefined || names.length > 0;
    if (isOurs && services.includes(name)) return { problem: shared(name) };
    const aws = service(name.toLowerCase(), port);
    if (own === undefined && name === "internet") {
        return {
            problem: "connections to the internet are simulated on TCP 443: name it without a port",
        };
    }
    if (port !== undefined && (port < 1 || port > 65535)) {
        return { problem: `${String(port)} is no port: a port is a number from 1 to 65535` };
    }
    if (own === undefined && names.length > 0) return { to: { kind: "named", names, port } };
    return (
        own ??
        aws ??
        host(hostIn(name), port, self) ?? {
            problem: unknown(name, graph, workloads),
        }
    );
}

/** A host as DNS knows it. */
function hostIn(name: string): string {
    return name.toLowerCase().replace(/\.$/, "");
}

/** The name is one of the tasks that a destination means anyway. */
function isOf({ workload }: TaskName, to: Destination): boolean {
    return to.kind === "tasks" && to.of === workload;
}

function taken(name: string, names: readonly TaskName[]): string {
    const whose = [...new Set(names.map(({ workload }) => workload.launcher.urn))].join(" and ");
    return `${name} is called so in the program, and by ${names[0]?.by ?? ""} others are, ${whose}: name what you mean by its URN`;
}

/** A service by the name that its endpoints have, whole or in part. */
function service(name: string, port = 443): Parsed | undefined {
    const read = readServiceName(name);
    if (typeof read === "object" && "unknown" in read) {
        return {
            problem: `${name} is no service whose connections are simulated: ${read.unknown}`,
        };
    }
    const { region, service: own } =
        read === "somebody's" ? { region: undefined, service: name } : read;
    if (own === "dynamodb") {
        return {
            problem:
                "connections to dynamodb are not simulated: of gateway endpoints only that of S3 is. Without one they leave as `--to internet` shows",
        };
    }
    if (region === undefined && inVpc.has(own)) {
        const api = others.has(own) ? `. Its API is com.amazonaws.us-east-1.${own}` : "";
        return { problem: `${own}: ${notFollowed}${api}` };
    }
    if (!services.includes(own) && !others.has(own)) {
        // It has the form of a host as well, but is none.
        return region !== undefined || name.startsWith("com.amazonaws.")
            ? {
                  problem: `${name} is no service whose connections are simulated (${mostAsked})`,
              }
            : undefined;
    }
    if (port !== 443) return { problem: `connections to ${own} are simulated on TCP 443 alone` };
    return { to: { kind: "service", name: own, region } };
}

function shared(name: string): string {
    return `${name} is a service of AWS's, and in this plan: name the one as com.amazonaws.us-east-1.${name}, with its region, and the other by its URN`;
}

function neighbour(
    name: string,
    port: number | undefined,
    graph: Graph,
    workloads: readonly Workload[],
    self: Workload,
): Parsed | undefined {
    const isMeant = (node: { readonly name: string; readonly urn: string }): boolean =>
        node.name === oneLine(name) || node.urn === name;
    const balancers = graph.all("loadBalancer").filter(isMeant);
    const named = workloads.filter(({ launcher }) => isMeant(launcher));
    // A load balancer is often called as the service behind it, which seldom calls itself.
    const tasks = named.filter((each) => each !== self || balancers.length === 0);
    const [of] = tasks;
    const [balancer] = balancers;
    if (tasks.length + balancers.length > 1) {
        const urns = [...tasks.map(({ launcher }) => launcher), ...balancers].map(({ urn }) => urn);
        return { problem: `several are called ${name}: name it by its URN, ${urns.join(" or ")}` };
    }
    if (of !== undefined) return { to: { kind: "tasks", of, port } };
    return balancer && { to: { kind: "balancer", balancer, port } };
}

/** A host that is not AWS's is taken to be on the internet; one of AWS's is its service. */
function host(name: string, port = 443, { launcher }: Workload): Parsed | undefined {
    const { region } = launcher.resource;
    if (isIP(name) !== 0) return { problem: `${name}: ${notFollowed}` };
    if (isAwss(name)) {
        if (isHostInVpc.test(name)) return { problem: `${name}: ${notFollowed}` };
        const named = name.split(".").find((label) => partitionOf(label) !== undefined);
        const found = named ?? (region.known ? region.value : "");
        const service = [...services, ...others].find((each) => {
            const own = hostOf({ name: each, region: found });
            return own !== undefined && (name === own || name.endsWith(`.${own}`));
        });
        if (service !== undefined && port === 443) {
            return { to: { kind: "service", name: service, region: found } };
        }
        return {
            problem: `${name} is a host of AWS's: name its service as its endpoint does, on TCP 443 (${mostAsked})`,
        };
    }
    return isHost.test(name) ? { to: { kind: "host", host: name, port } } : undefined;
}

/** A host of a service of AWS's, in any partition. */
function isAwss(name: string): boolean {
    return partitions
        .flatMap((each) => [each.dnsSuffix, each.dualStackDnsSuffix, each.registrySuffix])
        .some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}

function unknown(name: string, graph: Graph, workloads: readonly Workload[]): string {
    const own = [
        ...workloads.map(({ launcher }) => launcher.name),
        ...graph.all("loadBalancer").map((each) => each.name),
    ];
    const asked = ["internet", ...services, ...own];
    const hint = didYouMean(name, asked, didYouMean(name, [...others], "."));
    if (/^[a-z]+:\/\//i.test(name)) {
        return `${name} is no destination: of a URL name the host alone, and perhaps a port`;
    }
    return `${name.trim() === "" ? "an empty name" : name} is no destination${hint} A destination is "internet", a service of AWS's (${mostAsked}), a host with a dot in its name and perhaps a port (registry.example.com:443), or a workload or load balancer of this plan${own.length === 0 ? "" : ` (${[...new Set(own)].slice(0, 20).join(", ")})`}`;
}
