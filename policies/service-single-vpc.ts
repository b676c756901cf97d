import { ok, unless, type Answer } from "../src/knowable";
import {
    areInOneVpc,
    candidates,
    canUseGroup,
    everyOne,
    homesOf,
    inOneVpc,
    isEmpty,
    listed,
    loadBalancersOf,
    nameOf,
    type Graph,
    type Homes,
    type Inhabitant,
    type Links,
    type Node,
    type Outside,
    type TargetGroup,
    type TaskLauncher,
} from "../src/network";
import { definePolicy } from "../src/policy";

export const serviceSingleVpc = definePolicy({
    kind: "stack",
    name: "service-single-vpc",
    description:
        "Every Fargate workload must have its subnets, security groups, target groups and load balancers in one VPC.",
    why: 'All subnets and security groups of `awsvpcConfiguration` must be from the same VPC (ECS API, AwsVpcConfiguration), and target groups from that of the subnets (AWS rule 7). AWS answers otherwise: "InvalidParameterException: Security group sg-… does not appear to belong to the same VPC as the input subnets", or for a listener: "InvalidConfigurationRequest: The following target groups are in a different VPC than load balancer". What exists already cannot be in a VPC that the plan creates, and a security group without `vpcId` is in the region\'s default VPC.',
    fix: "Take subnets, security groups, target groups and load balancers of one VPC; set `vpcId` on the security group. `SecurityGroupVpcAssociation` lets a group be used in one more VPC.",
    turnOff: "AWS refuses such a service, so there is no reason to.",
    severity: "high",
    level: "mandatory",
    *check({ model: { graph, workloads } }) {
        for (const { launcher, maybe } of workloads) {
            const { resource } = launcher;
            for (const { answer, about, problem, fix } of questions(graph, launcher)) {
                yield { resource, answer: unless(answer, maybe), about, problem, fix };
            }
        }
    },
});

interface Question {
    readonly answer: Answer<never>;
    readonly about: readonly string[];
    readonly problem: string;
    readonly fix: string;
}

function* questions(graph: Graph, launcher: TaskLauncher): Iterable<Question> {
    const { subnets, securityGroups, targetGroups } = launcher;
    const name = `${launcher.label} ${launcher.name}`;
    const among = areInOneVpc(graph, subnets);
    if (among.verdict === "violated") {
        yield {
            answer: among,
            about: ["subnets"],
            problem: `${name} lists subnets of different VPCs: ${placed(graph, "subnet", meant(subnets))}`,
            fix: `list only subnets of one VPC in ${name}`,
        };
        return;
    }
    yield { answer: among, about: [], problem: "", fix: "" };
    const uses = <N extends Inhabitant>(
        what: string,
        links: Links<N>,
        ask: (thing: N | Outside, subnet: Homes) => Answer<never>,
    ): Question => {
        const inside = (thing: N | Outside): Answer<never> =>
            everyOne(subnets, (subnet) => ask(thing, homesOf(graph, subnet)));
        const answer = everyOne(links, inside);
        if (answer.verdict !== "violated") return { answer, about: [], problem: "", fix: "" };
        const wrong = meant(links).filter((thing) => inside(thing).verdict === "violated");
        const homes = new Set(meant(subnets).map((each) => nameOf(homesOf(graph, each))));
        const home = listed([...homes].map((each) => ({ name: each })));
        // Two VPCs may have the same words, such as two that only their ids tell apart.
        const isTold = wrong.every((thing) => nameOf(homesOf(graph, thing)) !== home);
        return {
            answer,
            about: [what],
            problem: `${name} uses ${placed(graph, what, wrong)}, but its subnets are in ${isTold ? home : "another"}`,
            fix: `give ${name} a ${what} of ${isTold ? home : "the VPC of its subnets"}, or subnets of the other VPC`,
        };
    };
    yield uses("security group", securityGroups, (group, subnet) =>
        canUseGroup(graph, group, subnet),
    );
    // One without a VPC is refused for that, or holds no tasks.
    yield uses("target group", targetGroups, (group, subnet) =>
        "resource" in group && isEmpty(group.vpc) ? ok() : inOneVpc(homesOf(graph, group), subnet),
    );
    for (const group of targetGroups.nodes) yield* balancers(graph, name, group);
}

/** The load balancers before a target group: each stands in the group's VPC. */
function* balancers(graph: Graph, name: string, group: TargetGroup): Iterable<Question> {
    if (isEmpty(group.vpc)) return;
    const { certain, possible } = loadBalancersOf(graph, group);
    for (const { label, name: balancer, resource, subnets } of [...certain, ...possible]) {
        const isSure = certain.some((each) => each.resource === resource);
        const maybe = resource.gap("arn", "made-by-plan", `it may forward to ${group.name}`);
        const answer = everyOne(subnets, (subnet) =>
            inOneVpc(homesOf(graph, subnet), homesOf(graph, group)),
        );
        yield {
            answer: unless(answer, isSure ? [] : [maybe]),
            about: [resource.urn, group.urn],
            problem: `${label} ${balancer} forwards to ${placed(graph, "target group", [group])}, which ${name} uses, but its own subnets are not in that VPC`,
            fix: `move the subnets of ${label} ${balancer} to the VPC of target group ${group.name}`,
        };
    }
}

/** What a link means, or may mean. */
function meant<N extends Node>(links: Links<N>): readonly (N | Outside)[] {
    return [...candidates(links), ...(links.outside ?? [])];
}

/** `security group web of VPC main`. */
function placed(graph: Graph, what: string, things: readonly (Inhabitant | Outside)[]): string {
    return listed(
        things.map((thing) => {
            const title =
                "resource" in thing
                    ? `${thing.label} ${thing.name}`
                    : `a ${what} outside this plan`;
            return { name: `${title} of ${nameOf(homesOf(graph, thing))}` };
        }),
    );
}
