/**
 * Where an image comes from (facts 3). An account id, a repository or a tag never leaves this module:
 * an image reference may be part of a secret.
 */
export type Registry =
    | {
          readonly kind: "ecr";
          readonly region: string;
          /** The plain IPv4 host; FIPS and dual-stack hosts are others. */
          readonly plain: boolean;
          /** Of which families the host's addresses are; of an inferred image that is not known. */
          readonly stack: "ipv4" | "dual-stack" | "unknown";
          /** A host for FIPS-140. */
          readonly fips: boolean;
          /** A pull-through cache rule of the plan fetches it from another registry, the first time. */
          readonly cached: boolean;
      }
    /** Known to be on the internet. */
    | { readonly kind: "public"; readonly name: string }
    /** Some other host, which may be private. */
    | { readonly kind: "other" };

/** `<account>.dkr.ecr.<region>.amazonaws.com`, its FIPS and dual-stack forms, and China's. */
const privateEcr =
    /^\d{12}\.(dkr\.ecr|dkr\.ecr-fips|dkr-ecr|dkr-ecr-fips)\.([a-z]{2}(?:-[a-z]+)+-\d)\.(amazonaws\.com|amazonaws\.com\.cn|on\.aws|on\.amazonwebservices\.com\.cn)$/;

/** Registries that are known to be public; each needs the internet. */
const publicHosts: Readonly<Record<string, string>> = {
    "docker.io": "Docker Hub",
    "index.docker.io": "Docker Hub",
    "registry-1.docker.io": "Docker Hub",
    "public.ecr.aws": "public.ecr.aws",
    "ecr-public.aws.com": "ecr-public.aws.com",
    "ghcr.io": "ghcr.io",
    "quay.io": "quay.io",
    "gcr.io": "gcr.io",
    "us.gcr.io": "gcr.io",
    "eu.gcr.io": "gcr.io",
    "asia.gcr.io": "gcr.io",
    "k8s.gcr.io": "gcr.io",
    "registry.k8s.io": "registry.k8s.io",
    "registry.gitlab.com": "registry.gitlab.com",
    "mcr.microsoft.com": "mcr.microsoft.com",
    "docker.elastic.co": "docker.elastic.co",
    "registry.access.redhat.com": "registry.access.redhat.com",
    "nvcr.io": "nvcr.io",
};

/**
 * The registry of an image reference. Without a host (a first part with a dot, a port, or
 * `localhost`) it is Docker Hub; a host with a port may be private even if its name is known.
 *
 * @param cachePrefixes prefixes of the pull-through cache rules of the plan
 */
export function registryOf(image: string, cachePrefixes: readonly string[] = []): Registry {
    const [first = "", ...rest] = image.trim().split("/");
    const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
    if (!isHost) return { kind: "public", name: "Docker Hub" };
    const host = first.toLowerCase();
    const ecr = privateEcr.exec(host);
    const [, service, region] = ecr ?? [];
    if (region !== undefined) {
        const repository = rest.join("/");
        const cached = cachePrefixes.some(
            (prefix) => prefix === "ROOT" || repository.startsWith(`${prefix}/`),
        );
        const stack = service?.startsWith("dkr-ecr") === true ? "dual-stack" : "ipv4";
        const fips = service?.endsWith("-fips") === true;
        return { kind: "ecr", region, plain: service === "dkr.ecr", stack, fips, cached };
    }
    const name = Object.hasOwn(publicHosts, host) ? publicHosts[host] : undefined;
    return name === undefined ? { kind: "other" } : { kind: "public", name };
}

/** A repository of private ECR, as an image names it. Never to be printed. */
export interface ImageRepository {
    readonly account: string;
    readonly region: string;
    readonly name: string;
}

/** The repository of private ECR that an image reference names, if it does. */
export function repositoryOf(image: string): ImageRepository | undefined {
    const [first = "", ...rest] = image.trim().split("/");
    const region = privateEcr.exec(first.toLowerCase())?.[2];
    if (region === undefined || rest.length === 0) return undefined;
    const name = rest
        .join("/")
        .replace(/@.*$/, "")
        .replace(/:[^/]*$/, "");
    return { account: first.slice(0, 12), region, name };
}

/** In words, for messages. */
export function describeRegistry(registry: Registry): string {
    switch (registry.kind) {
        case "ecr":
            return `private ECR (${registry.region})`;
        case "public":
            return registry.name;
        case "other":
            return "a registry of its own";
    }
}
