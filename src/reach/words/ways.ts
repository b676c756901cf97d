import { over, type Over } from "./parties";
import { always, Term, type Said } from "./term";

/** The ways that a packet may take, as findings name them. */
export const ways = {
    overInternet: always("internet", "over the internet"),
    byNat64: always("nat64", "over the internet, translated to IPv4"),
    overIpv6: always("ipv6", "over IPv6"),
    fromInternet: always("from-internet", "from the internet"),
    byName: always("name", "by name"),
    byEndpoint: new Term<{ service: string }>(
        "endpoint",
        ({ service }) => `to the ${service} endpoint, which answers for the name in the whole VPC`,
    ),
    byGatewayEndpoint: always("gateway-endpoint", "to the S3 gateway endpoint of its route table"),
    withoutEndpoint: new Term<{ service: string }>(
        "no-endpoint",
        ({ service }) => `nor by endpoint, ${serviceInWords(service)}`,
    ),
    toFileSystem: always("file-system", "to the file system"),
    withinVpc: always("vpc", "within the VPC"),
    toTasks: new Term<OnPort>(
        "tasks",
        ({ transport, port }) => `to the tasks on ${over(transport)} ${String(port)}`,
    ),
    onContainerPort: new Term<OnPort>("container-port", (about) => onPort(about, "container port")),
    onHealthCheckPort: new Term<OnPort>("health-checks", (about) => onPort(about, "health checks")),
    onBothPorts: new Term<OnPort>("container-port-and-health-checks", (about) =>
        onPort(about, "container port and health checks"),
    ),
    onListener: new Term<{ transports: string; port: number | undefined }>(
        "listener",
        ({ transports, port }) => `on ${transports} ${String(port ?? "")}`,
    ),
    byItself: always("itself", "by itself"),
} as const;

/** By the name that its endpoint has; of one service people write another. */
export function serviceInWords(service: string): string {
    return service === "s3" ? "S3" : service;
}

type OnPort = Over & { readonly port: number };

function onPort({ transport, port }: OnPort, what: string): string {
    return `on ${over(transport)} ${String(port)} (${what})`;
}

const outward: ReadonlySet<string> = new Set([ways.overInternet.code, ways.byNat64.code]);

/** It leads out of the VPC, without an endpoint. */
export function isOutward({ way }: { readonly way: Said }): boolean {
    return outward.has(way.code);
}

const checking: ReadonlySet<string> = new Set([ways.onHealthCheckPort.code, ways.onBothPorts.code]);

/** Health checks take it, by themselves or beside other traffic. */
export function isOfHealthChecks({ way }: { readonly way: Said }): boolean {
    return checking.has(way.code);
}
