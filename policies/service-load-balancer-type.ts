import { all, cannotKnow, unless, violated, type Answer } from "../src/knowable";
import { every, type Registration, type TaskLauncher } from "../src/network";
import { definePolicy } from "../src/policy";
import type { Path } from "../src/reach";

export const serviceLoadBalancerType = definePolicy({
    kind: "stack",
    name: "service-load-balancer-type",
    description:
        "Every load balancer of a Fargate workload must be an Application or a Network Load Balancer.",
    why: 'A Classic Load Balancer registers instances, and a task on Fargate is none: only Application and Network Load Balancers have target groups of addresses (AWS rule 1.12). AWS refuses the service with an "InvalidParameterException"; its page on service load balancers says: "Classic Load Balancers are not supported".',
    fix: 'Make an Application or a Network Load Balancer with a target group of type "ip", and name that by `targetGroupArn`.',
    turnOff: "AWS refuses such a service, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    *check({ model }) {
        for (const { launcher, maybe } of model.workloads) {
            const { label, name } = launcher;
            yield {
                resource: launcher.resource,
                answer: unless(usesNoClassic(launcher), maybe),
                problem: `${label} ${name} registers with a Classic Load Balancer, which cannot reach tasks on Fargate, so AWS refuses it`,
                fix: `give ${name} an Application or Network Load Balancer: a targetGroupArn in loadBalancers, of a target group of type ip`,
            };
        }
    },
});

function usesNoClassic({ registrations }: TaskLauncher): Answer<Path> {
    if (!registrations.known) return cannotKnow(registrations.why);
    return all(registrations.value.map(isNotClassic));
}

/** A name that is known is that of a Classic Load Balancer, in this plan or not. */
function isNotClassic({ classicName, classics }: Registration): Answer<Path> {
    if (classicName.known && classicName.value !== undefined) return violated();
    return all(classics.map((links) => every(links, () => violated())));
}
