import { all, any, cannotKnow, isKnownToBe, type Gap, type Knowable } from "../knowable";
import { candidates, partitionOf, type Subnet } from "../network";
import type { HostStack, Registry } from "../workload";
import { callsOf, layerCall } from "./calls";
import type { Origin } from "./connection";
import { endpointsIn } from "./endpoint-names";
import { distinctPaths, type PathAnswer } from "./hop";
import type { HostReach } from "./host";
import { anyRegion, type ServiceReach } from "./service";
import type { Scene } from "./scene";
import { isOutward } from "./words";

/** Whether ECR's API is called besides its registry: on Linux from 1.4.0 and on Windows (AWS rule 3). */
export type NeedsEcrApi = Knowable<boolean>;

/** What is known of an image in ECR. */
interface Image {
    readonly stack?: HostStack;
    /** Its host is not the plain one, and why that matters. */
    readonly otherHost?: Gap | undefined;
    readonly repositoryArn?: string | undefined;
}

/** A task's call to an image registry. */
export class RegistryReach {
    constructor(
        private readonly scene: Scene,
        private readonly services: ServiceReach,
        private readonly hosts: HostReach,
    ) {}

    /** Whether images of this registry can be pulled from a subnet. */
    pull(origin: Origin, registry: Knowable<Registry>, needsApi: NeedsEcrApi): PathAnswer {
        const { subnet } = origin;
        if (!registry.known) return this.anyRegistry(origin, registry.why, needsApi);
        switch (registry.value.kind) {
            case "ecr": {
                const { region, plain, cached, stack, repositoryArn } = registry.value;
                const otherHost = plain ? undefined : otherEcrHost(subnet, region);
                const image = { stack, otherHost, repositoryArn };
                const answer = this.ecr(origin, region, needsApi, image);
                return cached && answer.verdict === "ok" ? this.firstPull(origin, answer) : answer;
            }
            case "public":
                return this.hosts.to(origin, registry.value.host);
            case "other":
                return cannotKnow(
                    subnet.resource.gap(
                        "",
                        "not-modelled",
                        "an image comes from a registry that may be private, so where its host lies is not known",
                    ),
                );
        }
    }

    /** ECR's API, its registry, and S3 for the layers: each by an endpoint or over the internet (AWS rule 3). */
    private ecr(
        origin: Origin,
        region: string,
        needsApi: NeedsEcrApi,
        { stack = "unknown", otherHost, repositoryArn }: Image = {},
    ): PathAnswer {
        const ask = (name: string, host: HostStack = "unknown"): PathAnswer => {
            const service = { name, region };
            const isOfRegistry = name === "ecr.dkr" && repositoryArn !== undefined;
            const calls = callsOf(service).map((each) =>
                isOfRegistry ? { ...each, resource: repositoryArn, isPublic: true } : each,
            );
            const call = { service, calls, stack: host };
            return this.services.to(
                origin,
                otherHost === undefined ? call : { ...call, otherHost },
            );
        };
        const part = (name: string, how: () => PathAnswer): PathAnswer =>
            this.scene.trace.branch("part", () => `${name} in ${region}, TCP 443`, how);
        const parts: PathAnswer[] = [];
        if (isKnownToBe(needsApi, true)) parts.push(part("ecr.api", () => ask("ecr.api")));
        parts.push(part("ecr.dkr", () => ask("ecr.dkr", stack)));
        // What the dual-stack registry names has IPv6 addresses too.
        const stackOfLayers = stack === "dual-stack" ? stack : "unknown";
        parts.push(part("s3 (image layers)", () => this.layers(origin, region, stackOfLayers)));
        if (!needsApi.known) {
            parts.push(
                part("ecr.api", () => {
                    const answer = ask("ecr.api");
                    return answer.verdict === "ok" ? answer : cannotKnow(needsApi.why);
                }),
            );
        }
        return tidy(all(parts));
    }

    /** By a pull-through cache the first pull also needs the internet; later ones do not (AWS rule 3). */
    private firstPull(origin: Origin, answer: PathAnswer): PathAnswer {
        const internet = this.scene.trace.quietly(() => this.hosts.to(origin, undefined));
        if (internet.verdict === "ok") return answer;
        const what =
            "an image comes through a pull-through cache, whose first pull needs a connection to the internet, and whether it has been pulled before is not in the plan";
        const supply = "pull the image once from elsewhere";
        return cannotKnow(origin.subnet.resource.gap("", "outside", what, supply));
    }

    private layers(origin: Origin, region: string, stack: HostStack): PathAnswer {
        const service = { name: "s3", region };
        return this.services.to(origin, { service, calls: [layerCall(region)], stack });
    }

    /**
     * An unknown image: violated only if no registry can be reached, neither one on the internet nor
     * ECR of any region; ok only if all can.
     */
    private anyRegistry(origin: Origin, image: Gap, needsApi: NeedsEcrApi): PathAnswer {
        const branch = (called: string, ask: () => PathAnswer): PathAnswer =>
            this.scene.trace.branch("alternative", () => called, ask);
        const internet = branch("if it is on the internet", () => this.hosts.to(origin, undefined));
        const regions = this.regionsOf(origin);
        const ecr = regions.map((each) =>
            branch(`if it is private ECR (${each})`, () => this.ecr(origin, each, needsApi)),
        );
        const every = all([internet, ...ecr]);
        if (every.verdict === "ok") return every;
        const noApi = { known: true, value: false } as const;
        const some = this.scene.trace.quietly(() =>
            any([internet, ...regions.map((each) => this.ecr(origin, each, noApi))]),
        );
        return some.verdict === "ok" ? cannotKnow(image) : tidy(some);
    }

    /** The VPC's own region, and those of whose ECR there is an endpoint in it. */
    private regionsOf({ subnet }: Origin): readonly string[] {
        const { region } = subnet.resource;
        const regions = new Set([region.known ? region.value : anyRegion]);
        for (const vpc of candidates(subnet.vpc)) {
            const endpoints = endpointsIn(this.scene.graph, vpc);
            for (const { service } of [...endpoints.certain, ...endpoints.possible]) {
                if (service.known && service.value?.service.startsWith("ecr.") === true) {
                    regions.add(service.value.region);
                }
            }
        }
        return [...regions];
    }
}

/** The same ways, each once: three services fail by the same way to the internet, which comes first. */
function tidy(answer: PathAnswer): PathAnswer {
    const paths = distinctPaths(answer.evidence);
    const outward = paths.filter(isOutward);
    const inward = paths.filter((path) => !isOutward(path));
    return { ...answer, evidence: [...outward, ...inward] };
}

function otherEcrHost(subnet: Subnet, region: string): Gap {
    return subnet.resource.gap(
        "",
        "not-modelled",
        "whether the endpoints of ECR serve its FIPS and dual-stack hosts is not certain",
        `use the host <account>.dkr.ecr.<region>.${partitionOf(region)?.dnsSuffix ?? "amazonaws.com"}`,
    );
}
