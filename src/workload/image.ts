import { partitionOf } from "../network";
import { Registries, type HostStack, type PublicRegistry } from "./registries";

/**
 * Where an image comes from (AWS rule 3). An account id, a repository or a tag never leaves this module:
 * an image reference may be part of a secret.
 */
export type Registry =
    | {
          readonly kind: "ecr";
          readonly region: string;
          /** The plain IPv4 host; FIPS and dual-stack hosts are others. */
          readonly plain: boolean;
          /** Of which families the host's addresses are; of an inferred image that is not known. */
          readonly stack: HostStack;
          /** A host for FIPS-140. */
          readonly fips: boolean;
          /** A pull-through cache rule of the plan fetches it from another registry, the first time. */
          readonly cached: boolean;
          /** The repository, where it is one of AWS's own: which one that is, is no secret. */
          readonly repositoryArn?: string;
      }
    /** Known to be on the internet. */
    | ({ readonly kind: "public" } & PublicRegistry)
    /** Some other host, which may be private. */
    | { readonly kind: "other" };

/** A host of private ECR, taken apart: `<account>.dkr.ecr.<region>.amazonaws.com` and its other forms. */
interface EcrHost {
    readonly account: string;
    readonly region: string;
    readonly isDualStack: boolean;
    readonly fips: boolean;
}

/**
 * In every partition ECR's hosts end in the partition's own suffixes (AWS rules 3, 11); a host that ends in
 * another's, or that names a region of none, is not taken for one.
 */
function ecrHostOf(host: string): EcrHost | undefined {
    const [, account, separator, fips, region = "", suffix] =
        /^(\d{12})\.dkr([.-])ecr(-fips)?\.([a-z0-9-]+)\.([a-z0-9.-]+)$/.exec(host) ?? [];
    const partition = partitionOf(region);
    if (account === undefined || partition === undefined) return undefined;
    const isDualStack = separator === "-";
    const { dnsSuffix, registrySuffix } = partition;
    if (suffix !== (isDualStack ? registrySuffix : dnsSuffix)) return undefined;
    return { account, region, isDualStack, fips: fips !== undefined };
}

/**
 * The host of ECR's registries that have IPv6 addresses too, as people write it; `undefined` if AWS's pages
 * name none in the region.
 */
export function dualStackEcrHost(region: string): string | undefined {
    const partition = partitionOf(region);
    return partition?.hasDualStackRegistry === true
        ? `<account>.dkr-ecr.<region>.${partition.registrySuffix}`
        : undefined;
}

const knownRegistries = new Registries();

/**
 * The registry of an image reference. Without a host (a first part with a dot, a port, or
 * `localhost`) it is Docker Hub; a host with a port may be private even if its name is known.
 *
 * @param cachePrefixes prefixes of the pull-through cache rules of the plan
 * @param registries what is known to be public
 */
export function registryOf(
    image: string,
    cachePrefixes: readonly string[] = [],
    registries: Registries = knownRegistries,
): Registry {
    const [first = "", ...rest] = image.trim().split("/");
    const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
    const host = isHost ? first.toLowerCase() : dockerHub;
    const ecr = ecrHostOf(host);
    if (ecr !== undefined) {
        const { region, isDualStack, fips } = ecr;
        const repository = rest.join("/");
        const cached = cachePrefixes.some(
            (prefix) => prefix === "ROOT" || repository.startsWith(`${prefix}/`),
        );
        const stack = isDualStack ? "dual-stack" : "ipv4";
        return { kind: "ecr", region, plain: !isDualStack && !fips, stack, fips, cached };
    }
    const registry = registries.at(host);
    return registry === undefined ? { kind: "other" } : { kind: "public", ...registry };
}

/** Where images without a host come from. */
const dockerHub = "docker.io";

/** A repository of private ECR, as an image names it. Never to be printed. */
export interface ImageRepository {
    readonly account: string;
    readonly region: string;
    readonly name: string;
}

/** The repository of private ECR that an image reference names, if it does. */
export function repositoryOf(image: string): ImageRepository | undefined {
    const [first = "", ...rest] = image.trim().split("/");
    const host = ecrHostOf(first.toLowerCase());
    if (host === undefined || rest.length === 0) return undefined;
    const name = rest
        .join("/")
        .replace(/@.*$/, "")
        .replace(/:[^/]*$/, "");
    return { account: host.account, region: host.region, name };
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
