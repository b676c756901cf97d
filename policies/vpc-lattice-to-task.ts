import {
    assuming,
    cannotKnow,
    flatMap,
    fromBoolean,
    map,
    unless,
    violated,
    whyOf,
    type Answer,
} from "../src/knowable";
import {
    candidates,
    every,
    everyOne,
    homesOf,
    inOneVpc,
    listed,
    type LatticeRegistration,
    type LatticeTargetGroup,
    type Subnet,
} from "../src/network";
import {
    advice,
    definePolicy,
    fixOf,
    set,
    unknownNeeds,
    wayFromLattice,
    type Judgement,
    type Model,
} from "../src/policy";
import { distinctPaths, isOfHealthChecks, type Path } from "../src/reach";
import {
    hasPortNamed,
    isForEcs,
    latticeRegistrationsOf,
    portsOf,
    roleAllows,
    type Workload,
} from "../src/workload";

export const vpcLatticeToTask = definePolicy({
    kind: "stack",
    name: "vpc-lattice-to-task",
    description:
        "Every Fargate service that registers its tasks with VPC Lattice must name a port and a target group that fit them, and let VPC Lattice in.",
    why: "A task registers with a target group of type `IP`, of its VPC and of its IP address type, on the port mapping that `portName` names. Its security groups must admit the container's port, and that of the health checks, from the managed prefix list `com.amazonaws.<region>.vpc-lattice`: no other security group and no private block stands for it (AWS rule 18). The network ACL of their subnet has to let the same in, and the answers out on the ports 1024 to 65535. Otherwise health checks fail, and ECS stops one task after the other. By the infrastructure role ECS registers the tasks: what it lacks is told as advice.",
    fix: "Admit the container's port, and that of the health checks, from the managed prefix list of VPC Lattice in the security group of the tasks; let the network ACL pass the same; give the target group the type `IP` and the VPC of the tasks; name a port mapping of the task definition; let `ecs.amazonaws.com` assume the infrastructure role, and attach `AmazonECSInfrastructureRolePolicyForVpcLattice` to it. A rule for all addresses lets VPC Lattice in too, and everybody else. The prefix list by its id is *unknown*, unless facts or the setting `lookup` tell its name.",
    turnOff: "If rules are added to these security groups outside of what a plan shows.",
    severity: "high",
    level: "mandatory",
    subject: {
        what: "services that register with VPC Lattice",
        isIn: ({ workloads }) =>
            workloads.some((each) => {
                const list = latticeRegistrationsOf(each);
                return !list.known || list.value.length > 0;
            }),
    },
    *check({ model }) {
        for (const workload of model.workloads) {
            const list = latticeRegistrationsOf(workload);
            yield* unknownNeeds(workload, whyOf(list));
            if (!list.known) continue;
            const { launcher, maybe } = workload;
            for (const registration of list.value) {
                for (const told of judge(model, workload, registration)) {
                    yield {
                        ...told,
                        resource: launcher.resource,
                        answer: unless(told.answer, maybe),
                        about: [registration.path, ...told.about],
                    };
                }
            }
        }
    },
});

type Told = Omit<Judgement, "resource"> & { readonly about: readonly string[] };

function* judge(
    model: Model,
    workload: Workload,
    registration: LatticeRegistration,
): Iterable<Told> {
    const { graph } = model;
    const { label, name, subnets } = workload.launcher;
    const { targetGroup } = registration;
    const groups = candidates(targetGroup);
    const group =
        groups.length === 0
            ? "a VPC Lattice target group outside this plan"
            : `VPC Lattice target group ${listed(groups)}`;
    const type = every(targetGroup, isOfType);
    yield {
        answer: type,
        about: ["type"],
        problem: `${group} is not of type IP, but tasks on Fargate have only IP addresses to register, so those of ${label} ${name} do not register`,
        fix: [groups.flatMap((each) => set(each, "type", "IP", "an existing one is replaced"))],
    };
    if (type.verdict === "violated") return;
    yield {
        answer: everyOne(targetGroup, (one) =>
            everyOne(subnets, (subnet) => inOneVpc(homesOf(graph, one), homesOf(graph, subnet))),
        ),
        about: ["VPC"],
        problem: `${group} is of another VPC than the subnets of ${label} ${name}`,
        fix: `give ${label} ${name} a target group whose config.vpcIdentifier is the VPC of its subnets`,
    };
    yield {
        answer: every(targetGroup, (one) => every(subnets, (subnet) => hasAddress(one, subnet))),
        about: ["IP address type"],
        problem: `tasks of ${label} ${name} have no address of the ipAddressType of ${group}`,
        fix: `set config.ipAddressType on ${group} to IPV6 for IPv6-only subnets, and else to IPV4; or run ${name} in other subnets`,
    };
    yield* judgePorts(model, workload, registration);
    yield* judgeRole(model, workload, registration);
}

function isOfType({ targetType }: LatticeTargetGroup): Answer<Path> {
    return fromBoolean(map(targetType, (type) => type === "IP"));
}

function hasAddress({ ipAddressType }: LatticeTargetGroup, subnet: Subnet): Answer<Path> {
    return fromBoolean(
        flatMap(ipAddressType, (type) => (type === "IPV6" ? subnet.hasIpv6 : subnet.hasIpv4)),
    );
}

function* judgePorts(
    model: Model,
    workload: Workload,
    registration: LatticeRegistration,
): Iterable<Told> {
    const { label, name, taskDefinition } = workload.launcher;
    const { portName } = registration;
    const definition = `task definition ${listed(taskDefinition.nodes)}`;
    const containers = flatMap(workload.definition, (each) => map(each.containers, portsOf));
    const isNamed = containers.known
        ? hasPortNamed(containers.value, portName)
        : cannotKnow<never>(containers.why);
    yield {
        answer: isNamed,
        about: ["port name"],
        problem: `${label} ${name} names in its vpcLatticeConfigurations a portName that no port mapping of ${definition} has, so its tasks do not register with VPC Lattice`,
        fix: `give the port mapping in ${definition} that name, or set portName to the name that it has`,
    };
    if (isNamed.verdict === "violated") return;
    const { ask } = wayFromLattice(workload, registration, model);
    const answer = every(workload.launcher.subnets, ask);
    const paths = distinctPaths(answer.evidence);
    const ports = [...new Set(paths.map(({ way }) => way.text))].join(" and ");
    const effect = paths.some(isOfHealthChecks)
        ? "so they fail its health checks, and ECS stops them"
        : "so its requests time out";
    yield {
        answer: { ...answer, evidence: paths },
        about: ["security groups"],
        problem: `VPC Lattice cannot reach the tasks of ${label} ${name} ${ports}, ${effect}`,
        fix: fixOf(paths),
    };
}

/** ECS registers tasks by this role; others may give it policies, so that what it lacks is advice. */
function* judgeRole(
    { graph }: Model,
    { launcher: { label, name } }: Workload,
    { role }: LatticeRegistration,
): Iterable<Told> {
    const answer = roleAllows(graph, role, { action: "vpc-lattice:RegisterTargets" });
    const roles = listed(candidates(role));
    yield {
        answer: isForEcs(role),
        about: ["trust"],
        problem: `${roles}, by which ECS registers the tasks of ${label} ${name} with VPC Lattice, is not one that ecs.amazonaws.com may assume`,
        fix: `let ecs.amazonaws.com assume ${roles} (sts:AssumeRole in its assumeRolePolicy)`,
        isAdvice: true,
    };
    yield {
        answer:
            answer.verdict === "violated"
                ? assuming(violated<never>(), answer.assumed)
                : (answer as Answer<never>),
        about: ["role"],
        problem: `${roles}, by which ECS registers the tasks of ${label} ${name} with VPC Lattice, is not allowed vpc-lattice:RegisterTargets`,
        fix: advice(
            `attach the managed policy AmazonECSInfrastructureRolePolicyForVpcLattice to ${roles}`,
        ),
        isAdvice: true,
    };
}
