import { cannotKnow, isKnownToBe, ok, unless, violated, type Answer } from "../src/knowable";
import { isEmpty, Service, type TaskLauncher } from "../src/network";
import { definePolicy, type Judgement } from "../src/policy";
import type { Path } from "../src/reach";

export const serviceNetworkConfiguration = definePolicy({
    kind: "stack",
    name: "service-network-configuration",
    description:
        "Every Fargate workload must say in which subnets its tasks run, as a REPLICA service without a role of its own.",
    why: 'Tasks on Fargate use the network mode `awsvpc`, which has no network by itself: "InvalidParameterException: Network Configuration must be provided when networkMode \'awsvpc\' is specified". There are no instances to put one task on each: "The daemon scheduling strategy does not support the FARGATE launch type". And their interfaces are the service-linked role\'s affair: "You cannot specify an IAM role for services that require a service linked role" (facts 8, 7).',
    fix: "Set `networkConfiguration` with at least one subnet; leave `schedulingStrategy` and `iamRole` out.",
    turnOff: "AWS refuses such a workload, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        for (const { launcher, maybe } of model.workloads) {
            for (const judgement of judge(launcher)) {
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
        problem: `${label} ${name} names no subnet in networkConfiguration, so its tasks have no network, and AWS refuses it`,
        fix: `set networkConfiguration with at least one subnet on ${name}`,
    };
    if (!(launcher instanceof Service)) return;
    yield {
        resource,
        answer: isReplica(launcher),
        problem: `service ${name} has schedulingStrategy DAEMON, which is for instances: AWS refuses it on Fargate`,
        fix: `leave schedulingStrategy of ${name} out, and set desiredCount`,
    };
    yield {
        resource,
        answer: launcher.usesServiceLinkedRole(),
        problem: `service ${name} has an iamRole of its own, but on Fargate ECS uses its service-linked role, so AWS refuses it`,
        fix: `leave iamRole of ${name} out`,
    };
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
