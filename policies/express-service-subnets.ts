import {
    assuming,
    cannotKnow,
    isKnownToBe,
    known,
    ok,
    unless,
    violated,
    type Answer,
} from "../src/knowable";
import {
    candidates,
    differInZones,
    ExpressGatewayService,
    hasTwoZones,
    listed,
    every,
    linkTo,
    type Links,
    type Subnet,
    type Vpc,
} from "../src/network";
import { definePolicy, type Judgement, type Model } from "../src/policy";

/** How many addresses a load balancer wants in each of its subnets (AWS rules 7, 15). */
const wanted = 8;

export const expressServiceSubnets = definePolicy({
    kind: "stack",
    name: "express-service-subnets",
    description:
        "Every Express Mode service must have subnets in two Availability Zones, with eight free addresses each, and those of its load balancer.",
    why: 'AWS makes the load balancer of an Express Mode service in the subnets of its tasks, so these must suit one: an Application Load Balancer needs two Availability Zones, else AWS answers "At least two subnets in two different Availability Zones must be specified", and eight free addresses in each subnet. The first service in a VPC decides in which zones the load balancer is, one for public subnets and one for private ones; the subnets of later services must be in the same (AWS rules 15, 7).',
    fix: "Give all Express Mode services of a VPC that share a load balancer subnets of the same Availability Zones, best of all that the region has.",
    turnOff: "AWS refuses such a service, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    subject: {
        what: "Express Mode services",
        isIn: ({ workloads }) =>
            workloads.some(({ launcher }) => launcher instanceof ExpressGatewayService),
    },
    *check({ model }) {
        const before: ExpressGatewayService[] = [];
        for (const workload of model.workloads) {
            const { launcher } = workload;
            if (!(launcher instanceof ExpressGatewayService)) continue;
            const judgements = [
                zones(launcher),
                // What exists has its load balancer.
                ...(launcher.resource.isNew ? [addresses(launcher, model)] : []),
                ...before.map((other) => sharing(launcher, other)),
            ];
            for (const each of judgements) {
                yield { ...each, answer: unless(each.answer, workload.maybe) };
            }
            before.push(launcher);
        }
    },
});

function zones(launcher: ExpressGatewayService): Judgement {
    const { resource, label, name, subnets } = launcher;
    return {
        resource,
        answer: hasTwoZones({ subnets: taken(launcher), loadBalancerType: known("application") }),
        about: ["zones"],
        problem: `${label} ${name} has subnets in one Availability Zone alone (${listed(candidates(subnets))}), and its load balancer, which AWS makes there, needs two`,
        fix: `give ${label} ${name} subnets in two Availability Zones`,
    };
}

/** Of the default VPC AWS takes subnets of all zones, if it is known which there are. */
function taken(launcher: ExpressGatewayService): Links<Subnet> {
    const { subnets } = launcher;
    const { some } = subnets;
    const isWhole = launcher.isInDefaultVpc() && some?.orOutside === false;
    return isWhole ? linkTo(...some.candidates) : subnets;
}

function addresses(launcher: ExpressGatewayService, { capacity }: Model): Judgement {
    const { resource, label, name, subnets } = launcher;
    const hasRoom = (subnet: Subnet): Answer<never> => {
        const { least, most, gaps } = capacity.freeIn(subnet);
        if (least >= wanted) return ok();
        return most < wanted ? violated() : cannotKnow(gaps);
    };
    const small = candidates(subnets).filter((each) => hasRoom(each).verdict === "violated");
    return {
        resource,
        answer: every(subnets, hasRoom),
        about: ["addresses"],
        problem: `${label} ${name} is in ${small.length > 1 ? "subnets" : "subnet"} ${listed(small)}, where fewer than ${String(wanted)} addresses are left for its load balancer`,
        fix: `give ${label} ${name} larger subnets, or put less else into ${listed(small)}`,
    };
}

/** Of two in one VPC the first that AWS makes decides for both; which it is, is not known. */
function sharing(launcher: ExpressGatewayService, other: ExpressGatewayService): Judgement {
    const { resource, label, name } = launcher;
    return {
        resource,
        answer: assuming(canShare(launcher, other), [
            ...launcher.subnets.assumed,
            ...other.subnets.assumed,
        ]),
        about: ["load balancer", other.urn],
        problem: `${label} ${name} and ${label} ${other.name} share a load balancer, but each has subnets in an Availability Zone in which the other has none, so AWS refuses the later one`,
        fix: `give ${label} ${name} and ${label} ${other.name} subnets of the same Availability Zones`,
    };
}

function canShare(one: ExpressGatewayService, other: ExpressGatewayService): Answer<never> {
    const [first, second] = [one, other].map((each) => each.isInDefaultVpc());
    if (first === true && second === true) return ok();
    const difference = differInZones(one.subnets, other.subnets);
    if (isKnownToBe(difference, "none")) return ok();
    // Two VPCs, or a public and a private network, have a load balancer each.
    const vpcs = [one, other].map(vpcsOf);
    if (areApart(vpcs) || (first !== second && vpcs.some(isNew))) return ok();
    for (const each of [one, other]) {
        if (!each.assignPublicIp.known) return cannotKnow(each.assignPublicIp.why);
    }
    const [isPublic, isOtherPublic] = [one.assignPublicIp, other.assignPublicIp];
    if (isPublic.known && isOtherPublic.known && isPublic.value !== isOtherPublic.value)
        return ok();
    if (!difference.known) return cannotKnow(difference.why);
    if (difference.value === "both" && isOneVpc(vpcs)) return violated();
    const what =
        "which of two Express Mode services comes first, and so decides about the zones of their load balancer, is not known";
    return cannotKnow(one.resource.gap("networkConfigurations", "not-modelled", what));
}

type Vpcs = readonly Vpc[] | undefined;

/** The VPCs of its subnets, if all are known. */
function vpcsOf({ subnets }: ExpressGatewayService): Vpcs {
    const all = candidates(subnets).map(({ vpc }) => vpc);
    const isKnown = subnets.gaps.length === 0 && all.every(({ nodes }) => nodes.length === 1);
    return isKnown ? [...new Set(all.flatMap(({ nodes }) => nodes))] : undefined;
}

function areApart([one, other]: readonly Vpcs[]): boolean {
    return one !== undefined && other !== undefined && !one.some((vpc) => other.includes(vpc));
}

function isOneVpc([one, other]: readonly Vpcs[]): boolean {
    return one?.length === 1 && other?.length === 1 && one[0] === other[0];
}

/** This plan makes it, so it is no default VPC. */
function isNew(vpcs: Vpcs): boolean {
    return vpcs?.every(({ isAdopted, resource }) => resource.isNew && !isAdopted) === true;
}
