import {
    all,
    any,
    cannotKnow,
    distinctGaps,
    ok,
    unless,
    type Answer,
    type Gap,
    type Knowable,
} from "../knowable";
import { every, type Graph, type Subnet } from "../network";
import type { Registry } from "../workload";
import { privateNames } from "./dns";
import { byGatewayEndpoint, byInterfaceEndpoint, type AwsService } from "./endpoint";
import { distinctPaths, type Hop, type Path } from "./hop";
import { InternetReach, type Origin, type ReachOptions } from "./internet";

/** The way that needs no endpoint. */
export const overInternet = "over the internet";

export type PathAnswer = Answer<Path>;

/** Whether ECR's API is called besides its registry: on Linux from 1.4.0 and on Windows (facts 3). */
export type NeedsEcrApi = Knowable<boolean>;

/** Follows a task's call to an image registry. Answers are kept: many workloads ask the same. */
export class RegistryReach {
    private readonly internet: InternetReach;
    private readonly answers = new Map<string, PathAnswer>();

    constructor(
        private readonly graph: Graph,
        options: ReachOptions,
    ) {
        this.internet = new InternetReach(graph, options);
    }

    /** Whether images of this registry can be pulled from a subnet. */
    canPull(origin: Origin, registry: Knowable<Registry>, needsApi: NeedsEcrApi): PathAnswer {
        const { subnet, publicIp } = origin;
        const key = JSON.stringify([subnet.urn, publicIp, registry, needsApi]);
        let answer = this.answers.get(key);
        if (answer === undefined) {
            answer = this.pull(origin, registry, needsApi);
            this.answers.set(key, answer);
        }
        return answer;
    }

    private pull(origin: Origin, registry: Knowable<Registry>, needsApi: NeedsEcrApi): PathAnswer {
        const { subnet } = origin;
        const native = subnet.isIpv6Only;
        if (!native.known) return cannotKnow(native.why);
        if (native.value === true) return cannotKnow(ipv6Only(subnet));
        if (!registry.known) return this.anyRegistry(origin, registry.why);
        const host = hostOf(registry.value);
        switch (registry.value.kind) {
            case "ecr":
                return this.unlessPrivateNames(
                    subnet,
                    host,
                    this.ecr(origin, registry.value, needsApi),
                );
            case "public":
                return this.unlessPrivateNames(
                    subnet,
                    host,
                    unless(this.internetWay(origin), this.internet.ipv6Doubts(subnet)),
                );
            case "other":
                return cannotKnow(otherHost(subnet));
        }
    }

    /** ECR's API, its registry, and S3 for the layers: each by an endpoint or over the internet. */
    private ecr(
        origin: Origin,
        { region, plain }: { readonly region: string; readonly plain: boolean },
        needsApi: NeedsEcrApi,
    ): PathAnswer {
        const endpoint = (name: string): PathAnswer => {
            const answer = this.byEndpoint(origin.subnet, { name, region });
            if (plain || answer.verdict === "violated") return answer;
            return cannotKnow(otherEcrHost(origin.subnet));
        };
        const internet = this.internetWay(origin);
        // It carries all three, whatever endpoints there are.
        if (internet.verdict === "ok") return internet;
        const api = any([endpoint("ecr.api"), internet]);
        const parts = [
            any([endpoint("ecr.dkr"), internet]),
            any([this.byS3Gateway(origin.subnet, region), internet]),
        ];
        if (!needsApi.known) parts.push(api.verdict === "ok" ? api : cannotKnow(needsApi.why));
        else if (needsApi.value) parts.unshift(api);
        return tidy(all(parts));
    }

    /**
     * An unknown image: violated only if no registry can be reached, neither one on the internet nor
     * ECR of any region by endpoints; ok only if all can, which takes the internet.
     */
    private anyRegistry(origin: Origin, image: Gap): PathAnswer {
        const internet = this.internetWay(origin);
        if (internet.verdict === "ok") return internet;
        const endpoints = all([
            this.byEndpoint(origin.subnet, { name: "ecr.dkr", region: undefined }),
            this.byS3Gateway(origin.subnet, undefined),
        ]);
        const answer = tidy(any([endpoints, internet]));
        if (answer.verdict === "ok") return cannotKnow(image);
        const overIpv4 = unless(answer, this.internet.ipv6Doubts(origin.subnet));
        return this.unlessPrivateNames(origin.subnet, undefined, overIpv4);
    }

    private internetWay(origin: Origin): PathAnswer {
        return along(this.internet.from(origin), overInternet);
    }

    /** By an interface endpoint, which serves the whole VPC. */
    private byEndpoint(subnet: Subnet, service: AwsService): PathAnswer {
        const { nodes, some, gaps } = subnet.vpc;
        const [vpc] = nodes;
        const isCertain = some === undefined && gaps.length === 0;
        if (vpc === undefined || !isCertain) return this.askEndpoint(subnet, service);
        const key = JSON.stringify([vpc.urn, service]);
        let answer = this.answers.get(key);
        if (answer === undefined) {
            answer = this.askEndpoint(subnet, service);
            this.answers.set(key, answer);
        }
        return answer;
    }

    private askEndpoint(subnet: Subnet, service: AwsService): PathAnswer {
        return along(
            byInterfaceEndpoint(this.graph, subnet, service),
            `nor by endpoint, ${service.name}`,
        );
    }

    private byS3Gateway(subnet: Subnet, region: string | undefined): PathAnswer {
        const service = { name: "s3", region };
        return along(
            byGatewayEndpoint(this.graph, subnet, service),
            "nor by endpoint, S3 (for image layers)",
        );
    }

    private unlessPrivateNames(
        subnet: Subnet,
        host: string | undefined,
        answer: PathAnswer,
    ): PathAnswer {
        if (answer.verdict !== "violated") return answer;
        const doubts: Gap[] = [];
        every(subnet.vpc, (vpc) => {
            doubts.push(...privateNames(this.graph, vpc, host));
            return ok();
        });
        return unless(answer, distinctGaps(doubts));
    }
}

function along(answer: Answer<Hop>, way: string): PathAnswer {
    return { ...answer, evidence: [{ way, hops: answer.evidence }] };
}

/** The same ways, each once: three services fail by the same way to the internet, which comes first. */
function tidy(answer: PathAnswer): PathAnswer {
    const paths = distinctPaths(answer.evidence);
    const outward = paths.filter(({ way }) => way === overInternet);
    const inward = paths.filter(({ way }) => way !== overInternet);
    return { ...answer, evidence: [...outward, ...inward] };
}

/** The domain below which the registry's hosts lie. */
function hostOf(registry: Registry): string | undefined {
    switch (registry.kind) {
        case "ecr":
            return `${registry.region}.amazonaws.com${registry.region.startsWith("cn-") ? ".cn" : ""}`;
        case "public":
            return registry.name === "Docker Hub" ? "docker.io" : registry.name;
        case "other":
            return undefined;
    }
}

function ipv6Only(subnet: Subnet): Gap {
    const what = "ways from an IPv6-only subnet are not simulated";
    return subnet.resource.gap("ipv6Native", "not-modelled", what);
}

function otherHost(subnet: Subnet): Gap {
    return subnet.resource.gap(
        "",
        "not-modelled",
        "an image comes from a registry that may be private, so where its host lies is not known",
    );
}

function otherEcrHost(subnet: Subnet): Gap {
    return subnet.resource.gap(
        "",
        "not-modelled",
        "whether the endpoints of ECR serve its FIPS and dual-stack hosts is not certain",
        "use the host <account>.dkr.ecr.<region>.amazonaws.com",
    );
}
