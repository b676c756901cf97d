import { ecrImage, groupWith, natNetwork, tcp, type Network } from "./networks";
import type { Inputs, Resource, Value } from "./program";

const latticePolicy = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice";

/** A rule that lets everybody in on the container's port. */
export const everybody = tcp(8080, { cidrBlocks: ["0.0.0.0/0"] });

/** A trust policy for a principal. */
export function trustedBy(Principal: Inputs | string, more: Inputs = {}): string {
    const statement = { Effect: "Allow", Principal, Action: "sts:AssumeRole", ...more };
    return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

interface Places {
    readonly vpc: Resource;
    readonly publicSubnet: Resource;
    readonly privateSubnet: Resource;
}

interface Parts {
    /** The rules of the tasks' group for what comes in. */
    readonly ingress?: readonly Inputs[];
    readonly config?: Inputs;
    readonly type?: Value;
    readonly registration?: Inputs;
    /** Who may assume the infrastructure role. */
    readonly trust?: Value;
    /** The policies of the infrastructure role. */
    readonly policies?: readonly string[];
    readonly mapping?: Inputs;
    readonly launcher?: Inputs;
    /** The VPC of the target group; unset, that of the tasks. */
    readonly vpc?: Resource;
    readonly subnets?: readonly Resource[];
}

/** A service whose tasks register with a target group of VPC Lattice. */
export function latticeService(n: Network, parts: Parts = {}): Places {
    const places = natNetwork(n);
    const { vpc, privateSubnet } = places;
    const { id: vpcIdentifier } = parts.vpc ?? vpc;
    const group = groupWith(n, "tasks", vpc, { ingress: [...(parts.ingress ?? [everybody])] });
    const targets = n.add("aws:vpclattice/targetGroup:TargetGroup", "targets", {
        type: parts.type ?? "IP",
        config: { port: 80, protocol: "HTTP", vpcIdentifier, ...parts.config },
    });
    const role = n.role("infrastructure", ...(parts.policies ?? [latticePolicy]));
    role.inputs.assumeRolePolicy = parts.trust ?? trustedBy({ Service: "ecs.amazonaws.com" });
    const portMappings = [{ name: "http", containerPort: 8080, ...parts.mapping }];
    n.taskDefinition("app", {
        containerDefinitions: JSON.stringify([
            { name: "app", image: ecrImage, essential: true, portMappings },
        ]),
    });
    n.service("web", parts.subnets ?? [privateSubnet], {
        networkConfiguration: { securityGroups: [group.id] },
        vpcLatticeConfigurations: [
            {
                portName: "http",
                targetGroupArn: targets.arn,
                roleArn: role.arn,
                ...parts.registration,
            },
        ],
        ...parts.launcher,
    });
    return places;
}
