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
    type Knowable,
} from "../src/knowable";
import {
    candidates,
    isEmpty,
    listed,
    Service,
    TaskSet,
    type StrategyShare,
    type TaskDefinition,
    type TaskLauncher,
} from "../src/network";
import {
    definePolicy,
    leaveOut,
    set,
    toAwsvpc,
    unknownDefinitions,
    withoutInstanceSettings,
    type Judgement,
} from "../src/policy";
import type { Path } from "../src/reach";
import {
    isMeantForFargate,
    isWindows,
    namedProviders,
    strategyOf,
    type NamedProviders,
    type Workload,
} from "../src/workload";

export const serviceNetworkConfiguration = definePolicy({
    kind: "stack",
    name: "service-network-configuration",
    description:
        "Every Fargate workload must run a task definition of the network mode awsvpc that Fargate could run, and say in which subnets, as a REPLICA service without a role of its own, on capacity providers that its cluster has and that run its operating system.",
    why: 'Tasks on Fargate use the network mode `awsvpc`, which has no network by itself: "InvalidParameterException: Network Configuration must be provided when networkMode \'awsvpc\' is specified", or with another mode "Network Configuration is not valid for the given networkMode of this task definition". There are no instances to put one task on each: "The daemon scheduling strategy does not support the FARGATE launch type". And their interfaces are the service-linked role\'s affair: "You cannot specify an IAM role for services that require a service linked role". A strategy may only name capacity providers of the cluster: "The specified capacity provider strategy cannot contain a capacity provider that is not associated with the cluster". And FARGATE_SPOT runs no Windows. A definition that does not say that it is for Fargate must have a size all the same, and no settings of an instance: "Task definition does not support launch_type FARGATE" (AWS rules 8, 7).',
    fix: "Set `networkConfiguration` with at least one subnet; leave `schedulingStrategy` and `iamRole` out; list the capacity providers of the strategy in those of the cluster; run Windows on `FARGATE`; give the task definition `cpu`, `memory` and `requiresCompatibilities` of `FARGATE`, which lets `task-parameters` check all of it.",
    turnOff: "AWS refuses such a workload, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        yield* unknownDefinitions(model);
        for (const workload of model.workloads) {
            const { launcher, maybe } = workload;
            const judgements = [
                ...judge(launcher),
                ...judgeMode(workload),
                ...judgeCompatibility(workload),
                ...judgeProviders(launcher, namedProviders(model.graph, launcher)),
                judgeSpot(workload, strategyOf(model.graph, launcher)),
            ];
            for (const judgement of judgements) {
                yield { ...judgement, answer: unless(judgement.answer, maybe) };
            }
        }
    },
});

function* judge(launcher: TaskLauncher): Iterable<Judgement> {
    const { resource, label, name } = launcher;
    yield {
        resource,
        answer: unless(hasSubnets(launcher), launcher.ignoredChangesOf("networkConfiguration")),
        about: ["subnets"],
        problem: `${label} ${name} names no subnet in networkConfiguration, so its tasks have no network, and AWS refuses it`,
        fix: `set networkConfiguration with at least one subnet on ${name}`,
    };
    if (!(launcher instanceof Service)) return;
    yield {
        resource,
        answer: isReplica(launcher),
        about: ["schedulingStrategy"],
        problem: `service ${name} has schedulingStrategy DAEMON, which is for instances: AWS refuses it on Fargate`,
        fix: [
            [
                ...leaveOut(launcher, "schedulingStrategy"),
                ...set(launcher, "desiredCount", 1, "or how many tasks you want"),
            ],
        ],
    };
    yield {
        resource,
        answer: launcher.usesServiceLinkedRole(),
        about: ["iamRole"],
        problem: `service ${name} has an iamRole of its own, but on Fargate ECS uses its service-linked role, so AWS refuses it`,
        fix: [leaveOut(launcher, "iamRole")],
    };
}

function* judgeMode({ launcher, definition }: Workload): Iterable<Judgement> {
    if (!definition.known) return;
    const { resource, label, name } = launcher;
    const { name: task } = definition.value;
    yield {
        resource,
        answer: usesAwsvpc(definition.value),
        about: ["networkMode"],
        problem: `${label} ${name} runs task definition ${task} on Fargate, but its networkMode is not awsvpc (unset means bridge), so AWS refuses it`,
        fix: toAwsvpc(definition.value),
    };
}

/** A rule or a schedule is made all the same, and its tasks fail one by one. */
function* judgeProviders(
    launcher: TaskLauncher,
    { missing, answer }: NamedProviders,
): Iterable<Judgement> {
    if (!(launcher instanceof Service || launcher instanceof TaskSet)) return;
    const { resource, label, name } = launcher;
    const names = missing.join(" and ");
    const cluster = listed(candidates(launcher.cluster));
    yield {
        resource,
        answer: unless(answer, launcher.ignoredChangesOf("capacityProviderStrategies")),
        about: ["capacityProviderStrategies"],
        problem: `${label} ${name} runs on ${names}, which the capacity providers of cluster ${cluster} do not list, so AWS refuses it`,
        fix: `add ${names} to the capacityProviders of cluster ${cluster}`,
    };
}

/** Fargate Spot has no Windows (ECS guide, Fargate capacity providers). A provider without a share gets no task. */
function judgeSpot(
    { launcher, operatingSystem }: Workload,
    strategy: Knowable<readonly StrategyShare[]>,
): Judgement {
    const { label, name, resource } = launcher;
    const usesSpot = flatMap(strategy, (shares) =>
        either(
            ...shares.map(({ provider, base, weight }) =>
                flatMap(provider, (text) => {
                    const isSpot = text === "FARGATE_SPOT";
                    if (!isSpot || shares.length === 1) return known(isSpot);
                    return either(...[base, weight].map((part) => map(part, (n = 0) => n > 0)));
                }),
            ),
        ),
    );
    const avoided = [isWindows(operatingSystem), usesSpot].map((each) =>
        fromBoolean<Path>(map(each, (is) => !is)),
    );
    return {
        resource,
        answer: unless(any(avoided), launcher.ignoredChangesOf("capacityProviderStrategies")),
        about: ["Spot on Windows"],
        problem: `${label} ${name} runs tasks of Windows on FARGATE_SPOT, which runs Linux alone`,
        fix: `run ${name} on FARGATE in the place of FARGATE_SPOT`,
    };
}

/**
 * Of what does not say that it is for Fargate AWS finds out when it is registered whether Fargate could run it,
 * and refuses it here; `task-parameters` tells of what says so.
 */
function* judgeCompatibility({ launcher, definition: its }: Workload): Iterable<Judgement> {
    if (!its.known) return;
    const definition = its.value;
    const { resource, label, name } = launcher;
    const { name: task } = definition;
    const isMeant = isMeantForFargate(definition.resource);
    if (isKnownToBe(isMeant, true)) return;
    const runs = `${label} ${name} runs task definition ${task} on Fargate, but it`;
    const doubts = whyOf(isMeant);
    // Other launchers may say how much their tasks get.
    if (launcher instanceof Service || launcher instanceof TaskSet) {
        const parts = ["cpu", "memory"] as const;
        const isSet = parts.map((part) =>
            fromBoolean<Path>(map(definition[part], (size) => size !== undefined)),
        );
        const missing = parts
            .filter((part) => isKnownToBe(definition[part], undefined))
            .join(" and ");
        yield {
            resource,
            answer: unless(all(isSet), doubts),
            about: ["size"],
            problem: `${runs} sets no ${missing} for the task, so AWS refuses it`,
            fix: `set ${missing} of ${task} to a size that Fargate has, and requiresCompatibilities to FARGATE`,
        };
    }
    const { answer, paths } = withoutInstanceSettings(definition);
    const settings = paths.join(", ");
    yield {
        resource,
        answer: unless(answer, doubts),
        about: ["settings of an instance"],
        problem: `${runs} sets ${settings}, for which an instance is needed, so AWS refuses it`,
        fix: `leave ${settings} out of ${task}, or run it on instances`,
    };
}

/** One that says of itself that it is for Fargate is judged by task-network-mode. */
function usesAwsvpc({ networkMode, resource }: TaskDefinition): Answer<Path> {
    const isMeant = isMeantForFargate(resource);
    if (isKnownToBe(isMeant, true)) return ok();
    const isRight = fromBoolean<Path>(map(networkMode, (mode) => mode === "awsvpc"));
    return unless(isRight, whyOf(isMeant));
}

/** A list that is not known is not empty (docs/model.md, "Links"). */
function hasSubnets({ hasNetworkConfiguration: isSet, subnets }: TaskLauncher): Answer<Path> {
    if (!isSet.known) return cannotKnow(isSet.why);
    return isSet.value && !isEmpty(subnets) ? ok() : violated();
}

function isReplica({ schedulingStrategy }: Service): Answer<Path> {
    if (!schedulingStrategy.known) return cannotKnow(schedulingStrategy.why);
    return isKnownToBe(schedulingStrategy, "DAEMON") ? violated() : ok();
}
