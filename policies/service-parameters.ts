import {
    all,
    any,
    cannotKnow,
    either,
    flatMap,
    fromBoolean,
    isKnownToBe,
    known,
    map,
    ok,
    unless,
    violated,
    whyOf,
    type Answer,
    type Gap,
    type Knowable,
} from "../src/knowable";
import { nodeByItself, Service } from "../src/network";
import { definePolicy, leaveOut, set, type Judgement } from "../src/policy";
import type { Path } from "../src/reach";
import { logDrivers } from "../src/workload";

export const serviceParameters = definePolicy({
    kind: "resource",
    name: "service-parameters",
    description:
        "Every service for Fargate must have a deployment that can replace tasks, and leave out the settings that AWS does not take together.",
    why: 'AWS refuses a service whose settings do not go together (AWS rule 8): "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block deployments", "Availability Zone Rebalancing does not support maximumPercent <= 100 % as deployment configuration", "Specifying both a launch type and capacity provider strategy is not supported", "Placement constraints are not supported with FARGATE launch type", "At least one capacity provider must have a weight value greater than zero specified", "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling groups and Fargate providers. Specify one or the other and try again", "json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]", "When specifying the CODE_DEPLOY deployment controller type, the service requires an Application Load Balancer or Network Load Balancer".',
    fix: "Set `deploymentMaximumPercent` above 100, or `deploymentMinimumHealthyPercent` below it with `availabilityZoneRebalancing` off; name a launch type or a strategy, not both; in a strategy of several capacity providers name Fargate's or those of instances, not both, give at most one a `base`, and at least one a `weight` above 0; leave placement out; log the proxy of Service Connect by `awslogs`, `splunk` or `awsfirelens`; give a service of the controller `CODE_DEPLOY` a load balancer.",
    turnOff: "AWS refuses such a service, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    types: Service.types,
    *check(resource) {
        const service = nodeByItself(resource);
        if (!(service instanceof Service)) return;
        const isOurs = mayRunOnFargate(service);
        if (isKnownToBe(isOurs, false)) return;
        for (const judgement of judge(service)) {
            yield { ...judgement, answer: unless(judgement.answer, whyOf(isOurs)) };
        }
    },
});

function* judge(service: Service): Iterable<Judgement> {
    yield judgeLaunch(service);
    yield judgeKinds(service);
    yield* judgeShares(service);
    yield* judgePlacement(service);
    yield* judgeProxyLogs(service);
    const { schedulingStrategy } = service;
    // With DAEMON AWS refuses it anyway, as service-network-configuration tells.
    if (isKnownToBe(schedulingStrategy, "DAEMON")) return;
    for (const judgement of [...judgeDeployment(service), ...judgeControllers(service)]) {
        yield { ...judgement, answer: unless(judgement.answer, whyOf(schedulingStrategy)) };
    }
}

/** By what the service itself says: without either, the cluster's default strategy decides. */
function mayRunOnFargate({ launchType, capacityProviders }: Service): Knowable<boolean> {
    return flatMap(launchType, (type) => {
        if (type !== undefined) return known(type === "FARGATE");
        return flatMap(capacityProviders, (names) => {
            const all = names.map((name) => map(name, (text) => isOfFargate.test(text ?? "")));
            const isOther = names.length > 0 && all.every((is) => isKnownToBe(is, false));
            return known(!isOther);
        });
    });
}

const isOfFargate = /^FARGATE(_SPOT)?$/;

/** What AWS or the provider made of what the program left unset is nothing that it asks for. */
function judgeLaunch(service: Service): Judgement {
    const { capacityProviders, launchType, name, resource } = service;
    const isTyped = resource.leavesUnset("launchType")
        ? known(false)
        : map(launchType, (type) => type !== undefined);
    const hasStrategy = map(capacityProviders, ({ length }) => length > 0);
    return {
        resource,
        answer: unlessBoth(isTyped, hasStrategy),
        about: ["launchType"],
        problem: `service ${name} sets launchType and ${resource.spelled("capacityProviderStrategies")}, of which AWS takes one, so it refuses the service`,
        fix: [leaveOut(service, "launchType"), leaveOut(service, "capacityProviderStrategies")],
    };
}

/** Violated if both hold, ok if one does not. */
function unlessBoth(one: Knowable<boolean>, other: Knowable<boolean>): Answer<Path> {
    if (isKnownToBe(one, false) || isKnownToBe(other, false)) return ok();
    const gaps = whyOf(one, other);
    return gaps.length === 0 ? violated() : cannotKnow(gaps);
}

/** A strategy is of Fargate's providers or of others; AWS keeps names that begin like Fargate's to itself (ECS API, CreateCapacityProvider). */
function judgeKinds(service: Service): Judgement {
    const { name, resource } = service;
    const strategies = resource.spelled("capacityProviderStrategies");
    return {
        resource,
        answer: unlessBoth(names(service, isOfFargate), names(service, isOfOthers)),
        about: ["capacityProviderStrategies"],
        problem: `service ${name} mixes Fargate with other capacity providers in its ${strategies}, which AWS refuses`,
        fix: `name FARGATE and FARGATE_SPOT alone in the ${strategies} of ${name}, or other capacity providers alone`,
    };
}

const isOfOthers = /^(?!fargate)./i;

/** Its own strategy names a capacity provider of a kind. */
function names({ capacityProviders }: Service, kind: RegExp): Knowable<boolean> {
    return flatMap(capacityProviders, (all) =>
        either(...all.map((each) => map(each, (text = "") => kind.test(text)))),
    );
}

/** What AWS asks of a strategy of several capacity providers (ECS API, CapacityProviderStrategyItem). */
function* judgeShares({ name, resource, shares }: Service): Iterable<Judgement> {
    if (!shares.known || shares.value.length < 2) return;
    const strategies = resource.spelled("capacityProviderStrategies");
    const hasSome = (part: "base" | "weight"): readonly Knowable<boolean>[] =>
        shares.value.map((each) => map(each[part], (number = 0) => number > 0));
    const bases = hasSome("base");
    const unknownBases = whyOf(...bases);
    const based = bases.filter((is) => isKnownToBe(is, true)).length;
    const isTooMuch = based + unknownBases.length > 1;
    yield {
        resource,
        answer: based > 1 ? violated() : isTooMuch ? cannotKnow(unknownBases) : ok(),
        about: ["base"],
        problem: `service ${name} gives several of its ${strategies} a base, which AWS takes of one alone, so it refuses the service`,
        fix: `leave base out of all ${strategies} of ${name} but one`,
    };
    yield {
        resource,
        answer: any(hasSome("weight").map((is) => fromBoolean<Path>(is))),
        about: ["weight"],
        problem: `service ${name} gives none of its ${strategies} a weight above 0, so AWS refuses it`,
        fix: `give one of the ${strategies} of ${name} a weight, such as 1`,
    };
}

/** What leaves it to its cluster where it runs may run on instances, and nobody says what AWS does if it does not. */
function* judgePlacement(service: Service): Iterable<Judgement> {
    const { launchType, name, placement, resource, shares } = service;
    const isLeft = map(shares, ({ length }) => length === 0);
    if (isKnownToBe(launchType, undefined) && isKnownToBe(isLeft, true)) return;
    const used = placement.filter(({ isUsed }) => isKnownToBe(isUsed, true));
    const what = "what AWS says is of the launch type FARGATE, and nothing of a strategy";
    const doubts = isKnownToBe(launchType, "FARGATE")
        ? []
        : [resource.gap("launchType", "not-modelled", what)];
    yield {
        resource,
        answer: unless(
            all(placement.map(({ isUsed }) => fromBoolean<Path>(map(isUsed, (is) => !is)))),
            doubts,
        ),
        about: ["placement"],
        problem: `service ${name} sets ${used.map(({ path }) => resource.spelled(path)).join(" and ")}, which say on which instances tasks run, so AWS refuses it on Fargate`,
        fix: [used.flatMap(({ path }) => leaveOut(service, path))],
    };
}

/** On instances there are other drivers: of a service that leaves it to its cluster nothing is said. */
function* judgeProxyLogs(service: Service): Iterable<Judgement> {
    const { connectLogs, launchType, name, resource } = service;
    const isOurs = either(
        map(launchType, (type) => type === "FARGATE"),
        names(service, isOfFargate),
    );
    if (isKnownToBe(isOurs, false)) return;
    const isOn = map(service.usesServiceConnect, (is) => is === true);
    const driver = connectLogs.at("logDriver");
    const isOther = map(driver.string(), (text) => text !== undefined && !logDrivers.has(text));
    yield {
        resource,
        answer: unless(unlessBoth(isOn, isOther), whyOf(isOurs)),
        about: ["log driver of Service Connect"],
        problem: `${driver.path} of service ${name} is none of ${[...logDrivers].join(", ")}, which are those of Fargate, so AWS refuses it`,
        fix: `set ${driver.path} of ${name} to awslogs, splunk or awsfirelens`,
    };
}

/** What AWS asks of a rolling deployment (ECS, DeploymentConfiguration): of others no page says it. */
function* judgeDeployment(service: Service): Iterable<Judgement> {
    const { availabilityZoneRebalancing, name, resource } = service;
    if (isOfOther(service.deploymentController, "ECS")) return;
    const most = service.deploymentMaximumPercent;
    const least = service.deploymentMinimumHealthyPercent;
    const [maximum, minimum] = ["deploymentMaximumPercent", "deploymentMinimumHealthyPercent"];
    const [upper, lower] = [resource.spelled(maximum), resource.spelled(minimum)];
    const doubts = doubtsOfRolling(service);
    const isFull = map(most, (percent = 200) => percent === 100);
    const isWhole = map(least, (percent = 100) => percent === 100);
    const isRebalanced = map(availabilityZoneRebalancing, (text) => text === "ENABLED");
    const off = set(service, "availabilityZoneRebalancing", "DISABLED");
    const more = set(service, maximum, 200, "or another value above 100");
    const stuck = unlessBoth(isFull, isWhole);
    yield {
        resource,
        answer: unless(stuck, [...doubts, ...doubtsOfDefault(service)]),
        about: ["deployment percent"],
        problem: `service ${name} can neither start a task nor stop one when it is deployed, with ${upper} and ${lower} both at 100, so AWS refuses it`,
        fix: [more, [...set(service, minimum, 0), ...(isKnownToBe(isRebalanced, true) ? off : [])]],
    };
    const isEnough = map(most, (percent = 200) => percent >= 100);
    const isPossible = map(least, (percent = 100) => percent <= 100);
    const wrong = [
        ...(isKnownToBe(isEnough, false) ? [{ what: `a ${upper} below 100`, fix: more }] : []),
        ...(isKnownToBe(isPossible, false)
            ? [{ what: `a ${lower} above 100`, fix: set(service, minimum, 100, "or less") }]
            : []),
    ];
    yield {
        resource,
        answer: unless(all([isEnough, isPossible].map((is) => fromBoolean<Path>(is))), doubts),
        about: ["bounds of deployment percent"],
        problem: `service ${name} has ${wrong.map(({ what }) => what).join(" and ")}, so AWS refuses it`,
        fix: [wrong.flatMap(({ fix }) => fix)],
    };
    if (stuck.verdict === "violated") return;
    const isTight = map(most, (percent = 200) => percent <= 100);
    yield {
        resource,
        answer: unless(unlessBoth(isRebalanced, isTight), doubts),
        about: ["availabilityZoneRebalancing"],
        problem: `service ${name} has availabilityZoneRebalancing on, which starts a task in one zone before it stops one in another, but ${upper} is not above 100, so AWS refuses it`,
        fix: [off, more],
    };
}

/** That CloudFormation leaves the minimum to AWS is documented, not that AWS compares its default. */
function doubtsOfDefault({ resource }: Service): readonly Gap[] {
    const property = "deploymentMinimumHealthyPercent";
    const what = "whether AWS counts its default for it, which is 100, is not documented";
    const isLeft = resource.isNative && resource.leavesUnset(property);
    return isLeft ? [resource.gap(property, "not-modelled", what)] : [];
}

/** It is known, and another one. */
function isOfOther(text: Knowable<string | undefined>, expected: string): boolean {
    return text.known && text.value !== undefined && text.value !== expected;
}

/** Why it may not be a rolling deployment by ECS itself, if so. */
function doubtsOfRolling(service: Service): readonly Gap[] {
    const { deploymentController, deploymentStrategy, resource } = service;
    const what = "what AWS asks of the percentages of another strategy is not documented";
    const isOther = isOfOther(deploymentStrategy, "ROLLING");
    return [
        ...whyOf(deploymentController, deploymentStrategy),
        ...(isOther ? [resource.gap("deploymentConfiguration", "not-modelled", what)] : []),
    ];
}

function* judgeControllers(service: Service): Iterable<Judgement> {
    const { deploymentController, hasCircuitBreaker, name, registrations, resource } = service;
    const isCodeDeploy = map(deploymentController, (type) => type === "CODE_DEPLOY");
    yield {
        resource,
        answer: unlessBoth(
            isCodeDeploy,
            map(registrations, ({ length }) => length === 0),
        ),
        about: ["CODE_DEPLOY"],
        problem: `service ${name} is deployed by CodeDeploy, but has no loadBalancers, so AWS refuses it`,
        fix: `give ${name} a target group of an Application or Network Load Balancer, or leave its deploymentController out`,
    };
    const isOther = map(deploymentController, (type = "ECS") => type !== "ECS");
    if (!isKnownToBe(isOther, true)) return;
    yield {
        resource,
        answer: unlessBoth(isOther, hasCircuitBreaker),
        isAdvice: true,
        about: ["deploymentCircuitBreaker"],
        problem: `service ${name} has a deploymentCircuitBreaker, which is for rolling deployments by ECS alone: with another deploymentController AWS ignores it, or refuses the service`,
        fix: [leaveOut(service, "deploymentCircuitBreaker")],
    };
}
