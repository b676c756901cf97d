import { unless } from "../src/knowable";
import { clashesOf, hasSeveralListeners, listed } from "../src/network";
import { definePolicy } from "../src/policy";
import { doubtsOfServing } from "../src/workload";

export const listenerPorts = definePolicy({
    kind: "stack",
    name: "listener-ports",
    description:
        "Every load balancer of a Fargate workload must have at most one listener on each port.",
    why: 'A load balancer takes one listener per port (AWS rule 7). Of the second one AWS says: "DuplicateListener: A listener already exists on this port for this load balancer". If both are alike in everything, it makes one of them, which either resource then changes and deletes under the other. For TCP and UDP on one port a Network Load Balancer has the protocol `TCP_UDP`; whether it also takes two listeners is not documented, so that cannot be known.',
    fix: "Give one of the listeners another port, or make one listener of them, with rules.",
    turnOff: "AWS refuses the second listener, so there is no reason to.",
    severity: "medium",
    level: "mandatory",
    subject: {
        what: "load balancers with several listeners",
        isIn: ({ graph }) =>
            graph.all("loadBalancer").some((each) => hasSeveralListeners(graph, each)),
    },
    *check({ model: { graph, workloads } }) {
        for (const loadBalancer of graph.all("loadBalancer")) {
            const { resource, name } = loadBalancer;
            const clashes = clashesOf(graph, loadBalancer);
            if (clashes.length === 0) continue;
            const maybe = doubtsOfServing(graph, loadBalancer, workloads);
            if (maybe === undefined) continue;
            for (const { listeners, port, answer } of clashes) {
                const names = listed(listeners);
                yield {
                    resource,
                    answer: unless(answer, maybe),
                    about: [String(port), ...listeners.map(({ urn }) => urn)],
                    problem: `load balancer ${name} has the listeners ${names} on one port, ${String(port)}, and takes only one there`,
                    fix: `give ${names} different ports, or make one listener of them`,
                };
            }
        }
    },
});
