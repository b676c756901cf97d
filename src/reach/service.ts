import { cannotKnow, unless, type Gap } from "../knowable";
import {
    agreed,
    agreedAmong,
    candidates,
    partitionOf,
    type Subnet,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import { named } from "./by-name";
import type { AwsService, HopAnswer, Origin } from "./connection";
import { dualStackHostOf, hostOf } from "./dns";
import { withIpv4Alone } from "./endpoint";
import { ambiguous, takersOf, type Takers } from "./endpoint-names";
import { along, type PathAnswer } from "./hop";
import { alike, isIpv6Only } from "./ipv6-only";
import { PublicServiceReach, whichName, type ServiceCall } from "./public-service";
import { rules } from "./rules";
import { S3Reach } from "./s3";
import type { Scene } from "./scene";
import { eachWay } from "./trace";
import { faults, ways } from "./words";

/** A task's call to an AWS service: first who has its name, then the way there (AWS rule 4). */
export class ServiceReach {
    private readonly publicly: PublicServiceReach;
    private readonly s3: S3Reach;

    constructor(private readonly scene: Scene) {
        this.publicly = new PublicServiceReach(scene);
        this.s3 = new S3Reach(scene, this.publicly);
    }

    to(origin: Origin, call: ServiceCall): PathAnswer {
        const { region } = call.service;
        if (partitionOf(region) === undefined && region !== anyRegion) {
            return cannotKnow(noRegion(origin.subnet));
        }
        const vpcs = origin.subnet.vpc;
        const answers = eachWay(
            this.scene.trace,
            candidates(vpcs),
            ({ name }) => `if the subnet is in VPC ${name}`,
            (vpc) => this.within(vpc, origin, call),
        );
        const why = vpcs.gaps[0] ?? vpcs.some?.why;
        if (why === undefined) return answers[0] ?? this.publicly.to(origin, call);
        // Endpoints of a VPC that is not in the plan are not known either.
        if (answers.length === 0) return unless(this.publicly.to(origin, call), vpcs.gaps);
        return agreedAmong(vpcs, answers, why);
    }

    private within(vpc: Vpc, origin: Origin, call: ServiceCall): PathAnswer {
        const { service, stack = "unknown" } = call;
        const { graph } = this.scene;
        const takers = (): Takers =>
            service.name === "s3" ? this.s3.takers(vpc, call) : takersOf(graph, vpc, service);
        const way = (): PathAnswer => this.byName(vpc, origin, call, takers());
        const isIpv4 = !isIpv6Only(origin.subnet);
        const names = [
            ...(!isIpv4 && stack === "dual-stack" ? [] : [hostOf(service)]),
            ...(isIpv4 || stack === "ipv4" ? [] : [dualStackHostOf(service)]),
        ];
        return names.reduce(
            (next, host) => () => named(this.scene, vpc, origin, host, next),
            way,
        )();
    }

    /** Whoever has the name is called; nobody, if it means the public address. */
    private byName(
        vpc: Vpc,
        origin: Origin,
        call: ServiceCall,
        { certain, possible, none, gaps, unread }: Takers,
    ): PathAnswer {
        const { trace } = this.scene;
        const { service } = call;
        const isIpv6 = isIpv6Only(origin.subnet);
        const otherHost = isIpv6 && this.servesIpv6(service) ? undefined : call.otherHost;
        const toEndpoint = (endpoint: VpcEndpoint): PathAnswer => {
            this.takeOver(endpoint, service);
            const answer = isIpv6
                ? this.toEndpointOverIpv6(origin, vpc, endpoint, call)
                : this.scene.endpoints.call(origin, vpc, endpoint, call.calls);
            return along(answer, ways.byEndpoint.of({ service: service.name }));
        };
        const publicly = (): PathAnswer => {
            this.keepName(vpc, service);
            const answer =
                service.name === "s3"
                    ? this.s3.to(vpc, origin, call)
                    : this.publicly.orByEndpoint(origin, call, none);
            return doubted(answer, unread);
        };
        const isTaken = certain.length > 0 && otherHost === undefined;
        const isAlone = certain.length + (isTaken ? 0 : possible.length + 1) === 1;
        const sure = eachWay(trace, certain, ifTaken, toEndpoint, isAlone);
        if (isTaken) {
            const answer = agreed(sure, certain.map(rival)[0] ?? ((): Gap => ambiguous(vpc)));
            return isIpv6 ? this.orByDualStackName(origin, call, answer) : answer;
        }
        const others = possible.map(({ endpoint }) => endpoint);
        const alternatives = [
            ...sure,
            ...eachWay(trace, others, ifTaken, toEndpoint, false),
            ...eachWay(trace, [vpc], ifPublic, publicly, isAlone),
        ];
        const whys = possible.flatMap((each) => each.why);
        const why = otherHost ?? whys[0] ?? ((): Gap => ambiguous(vpc));
        return unless(agreed(alternatives, why), gaps);
    }

    /**
     * Which of a service's names the tasks of an IPv6-only subnet call, the plain one or the dual-stack one,
     * is not documented, nor whether an endpoint that answers for one does for the other.
     */
    private orByDualStackName(origin: Origin, call: ServiceCall, answer: PathAnswer): PathAnswer {
        if (answer.verdict !== "violated" || call.stack === "ipv4") return answer;
        const dualStack = this.scene.trace.branch(
            "alternative",
            () => "by the name that has IPv6 addresses",
            () => this.publicly.to(origin, { ...call, stack: "dual-stack" }),
        );
        return alike(dualStack, answer, whichName(origin.subnet));
    }

    private takeOver(endpoint: VpcEndpoint, service: AwsService): void {
        this.scene.trace.note(rules.takeover, () => ({
            at: endpoint,
            says: `${calledBy(service)} means the ${endpoint.label} ${endpoint.name}`,
        }));
    }

    private keepName(vpc: Vpc, service: AwsService): void {
        this.scene.trace.note(rules.publicName, () => ({
            at: vpc,
            says: `${calledBy(service)} means its public address`,
        }));
    }

    /** Endpoints of ECR are said to serve tasks over IPv6, which take its dual-stack host (AWS rule 1.14). */
    private servesIpv6({ name }: AwsService): boolean {
        return name.startsWith("ecr.") && this.scene.options.ecrDualStackEndpoints === "yes";
    }

    /** Whether an endpoint of ECR serves tasks over IPv6 AWS's pages do not agree on (AWS rule 2). */
    private toEndpointOverIpv6(
        origin: Origin,
        vpc: Vpc,
        endpoint: VpcEndpoint,
        { service, calls }: ServiceCall,
    ): HopAnswer {
        const { ecrDualStackEndpoints: serves } = this.scene.options;
        const answer = this.scene.endpoints.call(origin, vpc, endpoint, calls, "ipv6");
        if (!service.name.startsWith("ecr.") || this.servesIpv6(service)) return answer;
        const without = withIpv4Alone(endpoint, origin.subnet, faults.endpointServesNoIpv6);
        if (serves === "no") return without;
        return without.verdict === answer.verdict ? answer : cannotKnow(overIpv6(endpoint));
    }
}

/** The name by which tasks call a service, for a trace. */
function calledBy(service: AwsService): string {
    return hostOf(service) ?? `the name of ${service.name}`;
}

/** Where a region is not known: of what can be reached from nowhere it does not matter which it is. */
export const anyRegion = "<region>";

function noRegion({ resource }: Subnet): Gap {
    const what =
        "a service is called in a region that is none that is known here, so neither its hosts nor its endpoints are";
    return resource.gap("region", "not-modelled", what);
}

/** An endpoint that facts could not tell may stand in a way that is open otherwise. */
function doubted(answer: PathAnswer, unread: readonly Gap[]): PathAnswer {
    if (answer.verdict !== "ok" || unread.length === 0) return answer;
    return cannotKnow(unread, ...answer.evidence);
}

function ifTaken({ name }: VpcEndpoint): string {
    return `if the endpoint ${name} answers for the name`;
}

function ifPublic(): string {
    return "if the name means its public address";
}

function overIpv6({ resource }: VpcEndpoint): Gap {
    return resource.gap(
        "ipAddressType",
        "not-modelled",
        "whether an interface endpoint of ECR serves tasks over IPv6 is not certain (AWS's pages disagree)",
        "set ecrDualStackEndpoints in the configuration of preflight-settings",
    );
}

function rival({ resource }: VpcEndpoint): Gap {
    const what = "another endpoint of the VPC answers for the same name";
    return resource.gap("serviceName", "malformed", what);
}
