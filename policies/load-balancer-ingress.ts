import { all, unless } from "../src/knowable";
import { definePolicy, fixOf } from "../src/policy";

export const loadBalancerIngress = definePolicy({
    kind: "stack",
    name: "load-balancer-ingress",
    description:
        "Every load balancer of Fargate tasks should admit somebody on the port of each of its listeners.",
    why: "A listener to which the security groups of the load balancer admit nobody never answers: requests to it time out. Without a group an Application Load Balancer has the VPC's default one, which admits only its own members, and none of them comes over the internet; a Network Load Balancer without groups admits everybody (AWS rules 6, 7).",
    fix: "Add an ingress rule for the port of the listener to a security group of the load balancer.",
    turnOff: "If rules are added to these security groups outside of what a plan shows.",
    severity: "medium",
    level: "advisory",
    *check({ model }) {
        for (const { loadBalancer, maybe } of model.loadBalancers) {
            const { resource, name } = loadBalancer;
            const answers = model.reach.admitsClients(loadBalancer);
            const closed = answers.filter(({ verdict }) => verdict === "violated");
            const answer = unless(all(closed), maybe);
            const ports = answer.evidence.map(({ way }) => way.text).join(" and ");
            yield {
                resource,
                answer,
                problem: `load balancer ${name} listens ${ports}, but its security groups admit nobody there`,
                fix: fixOf(answer.evidence),
            };
            const rest = answers.filter((each) => !closed.includes(each));
            yield { resource, answer: all(rest), problem: "", fix: "" };
        }
    },
});
