import {
    addTo,
    all,
    cannotKnow,
    fromBoolean,
    isKnownToBe,
    not,
    ok,
    unless,
    violated,
    whyOf,
} from "../knowable";
import {
    agreed,
    groupsOfEndpoint,
    type Graph,
    type ServiceName,
    type Vpc,
    type VpcEndpoint,
} from "../network";
import type { HopAnswer } from "./connection";
import { hasHostnames, hasSupport } from "./dns";
import { endpointPort } from "./endpoint";
import { elsewhereMaybe, endpointsIn, hasPrivateDns, takes } from "./endpoint-names";
import { along, stopOf, stopped, through, type Hop, type PathAnswer } from "./hop";
import type { Scene } from "./scene";
import { faults, parties, ways, type Edits } from "./words";

/** One thing that may be wrong with an endpoint itself. */
export interface EndpointFault {
    readonly answer: PathAnswer;
    /** In words, after the endpoint's name. */
    readonly fault: string;
    readonly fix: readonly Edits[];
}

/** Services that tasks start with, all of which speak HTTPS. */
const httpsServices: ReadonlySet<string> = new Set([
    "ecr.api",
    "ecr.dkr",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "kinesis-firehose",
    "kinesis-streams",
    "kms",
    "logs",
    "s3",
    "secretsmanager",
    "ssm",
    "ssmmessages",
]);

/** What may be wrong with endpoints themselves. */
export class EndpointFaults {
    constructor(private readonly scene: Scene) {}

    /** What makes an endpoint useless by itself, whoever calls it (AWS rule 4). */
    *of(vpc: Vpc, endpoint: VpcEndpoint): Iterable<EndpointFault> {
        const type = endpoint.endpointType;
        if (!type.known) yield fault("may be of no use", cannotKnow(type.why));
        else if (type.value === "Gateway") yield* this.faultsOfGateway(endpoint);
        else if (type.value === "Interface") yield* this.faultsOfInterface(vpc, endpoint);
    }

    private *faultsOfGateway(endpoint: VpcEndpoint): Iterable<EndpointFault> {
        yield fault("is of no use", this.scene.gateways.standsSomewhere(endpoint));
        for (const [property, isSet] of endpoint.interfaceSettings) {
            const refused = stopped(faults.gatewayEndpointSetting, endpoint, { property });
            yield fault("will be refused", not(fromBoolean<Hop>(isSet, [refused])));
        }
    }

    private *faultsOfInterface(vpc: Vpc, endpoint: VpcEndpoint): Iterable<EndpointFault> {
        yield fault("admits nobody", this.admitsSomething(vpc, endpoint));
        const hasName = hasPrivateDns(this.scene.graph, endpoint);
        if (hasName.verdict === "violated") return;
        // Where it is not known whether it has private DNS, a fault of it is not certain.
        const doubts = hasName.verdict === "ok" ? [] : hasName.gaps;
        const user = parties.privateDnsOf.of({ endpoint });
        for (const [what, answer] of [
            ["does not answer for its name", hasSupport(vpc)],
            ["does not answer for its name", hasHostnames(vpc, user)],
            ["will be refused", this.hasNameAlone(vpc, endpoint)],
            ["will be refused", this.hasGatewayBeside(vpc, endpoint)],
        ] as const) {
            yield fault(what, unless(answer, doubts));
        }
    }

    /** Its groups admit anything at all; some services, and other people's, have ports of their own. */
    private admitsSomething(vpc: Vpc, endpoint: VpcEndpoint): HopAnswer {
        const { service } = endpoint;
        const groups = groupsOfEndpoint(this.scene.graph, vpc, endpoint);
        const ask = (port: number | undefined): HopAnswer =>
            through(
                endpoint,
                this.scene.filters.admitSomething(groups, {
                    port,
                    transport: "tcp",
                    called: parties.tasks,
                    overInternet: false,
                }),
            );
        if (!service.known) return agreed([ask(endpointPort), ask(undefined)], service.why);
        return ask(httpsServices.has(service.value?.service ?? "") ? endpointPort : undefined);
    }

    /** No other endpoint of the VPC answers for the same name. */
    private hasNameAlone(vpc: Vpc, endpoint: VpcEndpoint): HopAnswer {
        const own = endpoint.service;
        if (!own.known) return cannotKnow(own.why);
        const { value } = own;
        if (value === undefined) return ok();
        const wanted = { name: value.service, region: value.region };
        const byService = this.scene.graph.once(findByService, vpc);
        const perhaps = [...(byService.get(keyOf(value)) ?? []), ...(byService.get(unknown) ?? [])];
        // Of two rivals one is enough to be told.
        const others = perhaps.filter(({ urn }) => urn > endpoint.urn);
        const rivals = others.map((each): HopAnswer => {
            const rival = takes(this.scene.graph, each, wanted);
            if (rival?.verdict !== "ok") return rival?.verdict === "cannot-know" ? rival : ok();
            return violated(stopped(faults.nameTaken, endpoint, { other: each, vpc }));
        });
        return all(rivals);
    }

    /** S3's private DNS, for what comes from outside the VPC only, needs a gateway endpoint for what is inside. */
    private hasGatewayBeside(vpc: Vpc, endpoint: VpcEndpoint): HopAnswer {
        const own = endpoint.service;
        if (!own.known) return cannotKnow(own.why);
        const only = endpoint.privateDnsOnlyForInbound;
        if (own.value?.service !== "s3" || isKnownToBe(only, false)) return ok();
        const { certain, possible, unresolved } = endpointsIn(this.scene.graph, vpc);
        const gateways = certain.filter((each) => isKnownToBe(each.endpointType, "Gateway"));
        if (gateways.some(({ service }) => service.known && service.value?.service === "s3")) {
            return ok();
        }
        if (!only.known) return cannotKnow(only.why);
        const alone = violated(
            stopped(faults.s3WithoutGateway, endpoint, { vpc, region: own.value.region }),
        );
        const doubts = [
            ...possible.map(elsewhereMaybe),
            ...certain.flatMap(({ endpointType: type }) => whyOf(type)),
            ...gateways.flatMap(({ service }) => whyOf(service)),
        ];
        return unless(alone, [
            ...doubts,
            ...this.scene.graph.openness.of(vpc, "endpoints", unresolved),
        ]);
    }
}

/** Of what may be any service. */
const unknown = "?";

function keyOf(service: ServiceName | undefined): string {
    return service === undefined ? "" : `${service.region} ${service.service}`;
}

function fault(what: string, answer: HopAnswer): EndpointFault {
    const fix = stopOf({ hops: answer.evidence })?.fixes ?? [];
    return { answer: along(answer, ways.byItself), fault: what, fix };
}

/** The endpoints of a VPC by the service that they offer. */
function findByService(graph: Graph, vpc: Vpc): ReadonlyMap<string, readonly VpcEndpoint[]> {
    const found = new Map<string, VpcEndpoint[]>();
    for (const endpoint of endpointsIn(graph, vpc).certain) {
        const { service } = endpoint;
        const key = service.known ? keyOf(service.value) : unknown;
        addTo(found, key, endpoint);
    }
    return found;
}
