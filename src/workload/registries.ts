/**
 * Of which families the addresses of a public host are. Only what the host's operator says counts as
 * known: what people have seen in DNS is `unknown`.
 */
export type HostStack = "ipv4" | "dual-stack" | "unknown";

/** A registry that is known to be on the internet. */
export interface PublicRegistry {
    /** The one that stands for all its names. */
    readonly host: string;
    /** What people call it. */
    readonly name: string;
    readonly stack: HostStack;
    /** The host of the same images that has IPv6 addresses too. */
    readonly dualStackHost?: string;
}

interface Row extends PublicRegistry {
    /** Its other names. */
    readonly alias?: readonly string[];
    /** Who says so of its addresses, or why nobody does; looked up in the month of `asOf`. */
    readonly source: string;
    readonly asOf: string;
}

/** Registries that are known to be public, and the addresses that their hosts have (AWS rule 12). */
export const publicRegistries: readonly Row[] = [
    {
        host: "docker.io",
        alias: ["index.docker.io", "registry-1.docker.io"],
        name: "Docker Hub",
        stack: "dual-stack",
        source: "Docker's blog, Docker Hub Registry IPv6 Support Now Generally Available: an IPv6-only network needs no NAT64 to pull",
        asOf: "2026-11",
    },
    {
        host: "public.ecr.aws",
        name: "public.ecr.aws",
        stack: "ipv4",
        dualStackHost: "ecr-public.aws.com",
        source: "ECR Public, Making requests to Amazon ECR Public registries: over IPv6 the dual-stack endpoint has to be used, ecr-public.aws.com",
        asOf: "2026-11",
    },
    {
        host: "ecr-public.aws.com",
        name: "ecr-public.aws.com",
        stack: "dual-stack",
        source: "ECR Public, Making requests to Amazon ECR Public registries",
        asOf: "2026-11",
    },
    {
        host: "ghcr.io",
        name: "ghcr.io",
        stack: "ipv4",
        source: "GitHub's own DNS has IPv4 addresses alone for it (kyverno #13257, December 2025), and GitHub, REST API endpoints for meta data: what has IPv6 says so in its documentation, where the container registry says nothing",
        asOf: "2026-11",
    },
    {
        host: "mcr.microsoft.com",
        name: "mcr.microsoft.com",
        stack: "unknown",
        source: "IPv6 addresses have been seen (microsoft/containerregistry #165, May 2026), none of the hosts of its layers, *.data.mcr.microsoft.com; Microsoft says nothing of either",
        asOf: "2026-11",
    },
    ...(
        [
            ["quay.io", "Red Hat says nothing of it, nor of the hosts of its layers, cdn*.quay.io"],
            [
                "gcr.io",
                "Google says nothing of it",
                ["us.gcr.io", "eu.gcr.io", "asia.gcr.io", "k8s.gcr.io"],
            ],
            [
                "registry.k8s.io",
                "the project's README: its addresses and the services behind it may change at any time",
            ],
            ["registry.gitlab.com", "GitLab says nothing of it"],
            ["docker.elastic.co", "Elastic says nothing of it"],
            ["registry.access.redhat.com", "Red Hat says nothing of it"],
            ["nvcr.io", "NVIDIA says nothing of it"],
        ] as const
    ).map(([host, source, alias = []]): Row => ({
        ...{ host, name: host, alias, source },
        stack: "unknown",
        asOf: "2026-11",
    })),
];

/** What the setting `registryHosts` takes: `registry.example.com=dual-stack`. */
export const registryHostPattern = "^([A-Za-z0-9-]+\\.)+[A-Za-z0-9-]+=(ipv4|dual-stack|unknown)$";

/** The table, with what a setting adds to it or says otherwise. */
export class Registries {
    private readonly byHost = new Map<string, PublicRegistry>();

    /** @param settings as `registryHostPattern` has them; of several for one host the last counts */
    constructor(settings: readonly string[] = []) {
        for (const { host, name, stack, dualStackHost, alias = [] } of publicRegistries) {
            const registry = {
                ...{ host, name, stack },
                ...(dualStackHost === undefined ? {} : { dualStackHost }),
            };
            for (const each of [host, ...alias]) this.byHost.set(each, registry);
        }
        for (const setting of settings) {
            const [text = "", stack] = setting.split("=");
            const named = text.toLowerCase();
            const known = this.byHost.get(named);
            const { host, name } = known ?? { host: named, name: named };
            const registry = { host, name, stack: stack as HostStack };
            for (const [each, { host: of }] of this.byHost) {
                if (of === host) this.byHost.set(each, registry);
            }
            this.byHost.set(named, registry);
        }
    }

    /** The registry of a host, in small letters; `undefined` if the host may be private. */
    at(host: string): PublicRegistry | undefined {
        return this.byHost.get(host);
    }
}
