import { distinctGaps, type Gap, type Knowable } from "../../knowable";
import {
    isStranger,
    oneLine,
    own,
    type Change,
    type Section,
    type PlannedResource,
    type Unread,
    type WholeVpc,
} from "../../plan";
import type { Graph } from "../links/graph";
import type { Node } from "../links/node";
import { FileSystem, S3FileSystem } from "../things/file-system";
import { InternetGateway } from "../things/internet-gateway";
import { linkTo, type Links } from "../links/link";
import { ManagedPrefixList } from "../things/managed-prefix-list";
import { DefaultNetworkAcl, NetworkAcl } from "../things/network-acl";
import { DefaultRouteTable, RouteTable } from "../things/route-table";
import { DefaultSecurityGroup, SecurityGroup } from "../things/security-group";
import { Subnet } from "../things/subnet";
import { TargetGroup } from "../things/target-group";
import { Vpc } from "../things/vpc";
import { VpcEndpoint } from "../things/vpc-endpoint";

/** Of what there may be more than a plan shows, by the kind of its owner. */
export const openable = {
    vpc: [
        "dhcpOptionsId",
        "endpoints",
        "exclusions",
        "flowLogs",
        "hostedZones",
        "ipv6CidrBlock",
        "mainRouteTableId",
        "securityGroupVpcAssociations",
    ],
    subnet: ["flowLogs", "networkAclId", "routeTableId"],
    routeTable: ["routes"],
    transitGatewayRouteTable: ["routes"],
    internetGateway: ["vpcId"],
    vpcEndpoint: ["routeTableIds", "subnetIds"],
    securityGroup: ["egress", "ingress", "securityGroupVpcAssociations"],
    networkAcl: ["egress", "ingress"],
    managedPrefixList: ["entries"],
    fileSystem: ["mountTargets", "policy"],
    s3FileSystem: ["mountTargets"],
    targetGroup: ["listeners"],
    cluster: ["capacityProviders"],
    role: ["inlinePolicies", "managedPolicyArns"],
    repository: ["policy"],
    secret: ["policy"],
} as const;

export type Openable = {
    [K in keyof typeof openable]: (typeof openable)[K][number];
};

type Property = Openable[keyof Openable];

/**
 * When absence proves something, decided per owner: a VPC (endpoints, gateways), a route table
 * (routes), a subnet (its table). An owner is closed if this program made it and nothing could add to
 * it unseen (`docs/model.md`, "When absence proves something").
 */
export class Openness {
    private readonly strangers = new Map<string, Gap>();
    /** Parameters that other programs read, by the URN of what they depend on. */
    private readonly parameters = new Map<string, PlannedResource>();

    constructor(private readonly graph: Graph) {
        for (const resource of graph.plan.resources) {
            if (parameterTypes.has(resource.type)) {
                for (const urn of resource.dependencies) this.parameters.set(urn, resource);
            }
            if (!isStranger(resource)) continue;
            for (const urn of resource.dependencies) this.expose(urn, resource, "depends on");
            for (const urn of graph.plan.outside?.namedBy(resource) ?? []) {
                this.expose(urn, resource, "names");
            }
        }
    }

    private expose(urn: string, stranger: PlannedResource, how: string): void {
        const node = this.graph.node(urn);
        if (node === undefined || this.strangers.has(urn)) return;
        const what = `it ${how} ${node.name}, and what it makes there is not in the plan`;
        this.strangers.set(urn, stranger.gap("", "open", what));
    }

    /** What may be added to unseen, by URN, each with the reason. */
    get exposed(): ReadonlyMap<string, Gap> {
        return this.strangers;
    }

    /** Why the owner may have more of this than the plan shows; empty if it is closed. */
    of<K extends keyof Openable>(
        owner: Node & { readonly kind: K },
        property: Openable[K],
        unresolved: readonly Gap[] = [],
    ): readonly Gap[] {
        const { resource } = owner;
        const gaps: Gap[] = [];
        const { incomplete } = this.graph.plan;
        const open = (what: string, supply?: string): void => {
            gaps.push(resource.gap(property, "open", what, supply));
        };
        if (incomplete !== undefined) {
            open(`the plan is not whole: ${incomplete}`, "check the whole plan");
        }
        const isOutside = resource.external || resource.origin === "outside";
        const whole = isOutside || isAdopted(owner) ? this.wholeVpcOf(owner) : undefined;
        if (whole !== undefined) gaps.push(...unreadIn(whole, owner, property));
        else if (isOutside && isWholeByItself(owner)) gaps.push(...this.unreadOf(owner, property));
        else if (isOutside) open("this program only reads it");
        else if (isAdopted(owner)) open("AWS made it, this program adopts it");
        if (resource.skipped) open("it is left out of this operation (--target)");
        if (!resource.isNew) {
            // Of what is created ignoreChanges takes nothing away.
            if (resource.ignoresChangesOf(property)) open(`ignoreChanges covers ${property}`);
            // That others know what exists outside goes without saying.
            this.addSharing(owner, whole !== undefined && isOutside, open);
        }
        const stranger = this.strangers.get(resource.urn);
        if (stranger !== undefined) gaps.push(stranger);
        return distinctGaps(gaps.concat(unresolved));
    }

    /** Something in the plan may change what it does not show. */
    get isEverChanged(): boolean {
        return this.graph.all("stranger").length > 0;
    }

    /** Why this is otherwise in a VPC than the plan shows, or may be, for good or ill. */
    changes(vpc: Vpc, change: Change): readonly Gap[] {
        if (!this.isEverChanged) return [];
        const { certain, possible, unresolved } = this.graph.indexed(
            "stranger",
            vpc,
            change,
            (each) => each.where(change),
        );
        const gaps = [...certain, ...possible].map(({ resource, does }) =>
            resource.gap("", "not-modelled", `${does}, in VPC ${vpc.name}`),
        );
        return distinctGaps([...gaps, ...unresolved]);
    }

    /** Why facts could not tell this of an owner, though it was asked for: it may be there, for good or ill. */
    unread<K extends keyof Openable>(
        owner: Node & { readonly kind: K },
        property: Openable[K],
    ): readonly Gap[] {
        const { except = [] } = this.wholeVpcOf(owner) ?? {};
        return except
            .filter(({ what }) => own(partsOf, what)?.includes(property) === true)
            .map((each) => unreadGap(owner, property, each));
    }

    /** The VPC in which an owner lies, if it is outside the plan and facts say that it was read whole. */
    private wholeVpcOf(owner: Node): WholeVpc | undefined {
        const { outside } = this.graph.plan;
        if (outside === undefined) return undefined;
        const vpcs = isInVpc(owner) ? owner.vpc : linkTo<Vpc>();
        const [vpc, ...others] = owner instanceof Vpc ? [owner] : vpcs.nodes;
        if (vpc === undefined || others.length > 0 || vpcs.gaps.length > 0) return undefined;
        const { id, facts } = vpc.resource;
        const whole = facts !== undefined && id.known ? outside.whole.get(id.value) : undefined;
        // Other stacks may forward to a target group of this one.
        return owner instanceof TargetGroup && whole?.isOfAws !== true ? undefined : whole;
    }

    /** What of facts could not be read, of something that is in no VPC. */
    private unreadOf(owner: Node, property: Property): readonly Gap[] {
        const wholes = [...(this.graph.plan.outside?.whole.values() ?? [])];
        return wholes.flatMap((whole) => unreadIn(whole, owner, property));
    }

    /** How others come to know its id, if they do. */
    howGivenAway(owner: Node): string | undefined {
        const { resource } = owner;
        const { givenAway } = this.graph.plan;
        const isOutput = (key: Knowable<string | undefined>): boolean =>
            key.known && key.value !== undefined && givenAway.has(key.value);
        if (givenAway.size > 0 && (isOutput(resource.id) || [...owner.keys()].some(isOutput)))
            return "the stack gives its id away as an output";
        const parameter = this.parameters.get(resource.urn);
        return parameter && `the parameter ${parameter.name} may give its id away`;
    }

    private addSharing(owner: Node, isKnown: boolean, open: (what: string) => void): void {
        const { id } = owner.resource;
        const how = isKnown ? undefined : this.howGivenAway(owner);
        if (how !== undefined) open(`${how}, so others may add to it`);
        const isShared = this.graph.options.sharedVpcs.some(
            (shared) => oneLine(shared) === owner.name || (id.known && shared === id.value),
        );
        if (isShared && isOfVpcItself(owner)) {
            open("the setting sharedVpcs names it, so others may add to it");
        }
    }
}

/** Parameter Store, by which stacks tell each other ids. */
const parameterTypes: ReadonlySet<string> = new Set([
    "aws:ssm/parameter:Parameter",
    "aws-native:ssm:Parameter",
]);

/** Things of which a VPC that was read whole shows all. */
function isInVpc(owner: Node): owner is Node & { readonly vpc: Links<Vpc> } {
    return (
        owner instanceof RouteTable ||
        owner instanceof SecurityGroup ||
        owner instanceof NetworkAcl ||
        owner instanceof Subnet ||
        owner instanceof VpcEndpoint ||
        owner instanceof InternetGateway ||
        owner instanceof TargetGroup
    );
}

/** Facts about it hold all that belongs to it. */
function isWholeByItself(owner: Node): boolean {
    const isOne =
        owner instanceof FileSystem ||
        owner instanceof S3FileSystem ||
        owner instanceof ManagedPrefixList;
    return isOne && owner.resource.origin === "outside";
}

/** What of a VPC could not be read, if it may be this. */
function unreadIn({ except, isOfAws }: WholeVpc, owner: Node, property: Property): readonly Gap[] {
    const { resource } = owner;
    const gaps = except
        .filter(({ what }) => own(partsOf, what)?.includes(property) !== false)
        .map((each) => unreadGap(owner, property, each));
    // AWS was asked, and this is not among what it answered.
    const isMissing = isOfAws && isOfVpcItself(owner) && !(owner instanceof Vpc);
    const what = "the facts do not hold it";
    return isMissing ? [...gaps, resource.gap(property, "open", what)] : gaps;
}

function unreadGap({ resource }: Node, property: string, { what, why }: Unread): Gap {
    const supply = "use AWS credentials that may read it";
    return resource.gap(property, "open", `${what} could not be read: ${why}`, supply);
}

/** What a facts file may name as unread, and of what it then leaves open whether there is more. */
const partsOf: Readonly<Record<Exclude<Section, "account">, readonly Property[]>> = {
    vpc: ["ipv6CidrBlock"],
    subnets: [],
    routeTables: ["routes", "routeTableId", "mainRouteTableId"],
    internetGateways: ["vpcId"],
    natGateways: [],
    vpcEndpoints: ["endpoints", "routeTableIds", "subnetIds"],
    securityGroups: ["ingress", "egress", "securityGroupVpcAssociations"],
    securityGroupVpcAssociations: ["securityGroupVpcAssociations"],
    networkAcls: ["ingress", "egress", "networkAclId"],
    prefixLists: ["entries"],
    dhcpOptions: ["dhcpOptionsId"],
    flowLogs: ["flowLogs"],
    blockPublicAccess: ["exclusions"],
    fileSystems: ["mountTargets"],
    loadBalancers: ["listeners"],
    hostedZones: ["hostedZones"],
    serviceLinkedRole: [],
    clusters: [],
};

/** A VPC, or what AWS made with it and no resource of the plan adopts. */
function isOfVpcItself(owner: Node): boolean {
    return (
        owner instanceof Vpc ||
        owner instanceof DefaultRouteTable ||
        owner instanceof DefaultSecurityGroup ||
        owner instanceof DefaultNetworkAcl
    );
}

/**
 * AWS made it. The default table, group or ACL of a VPC that this program makes is as good as made by
 * it: nobody else has to do with it.
 */
function isAdopted(owner: Node): boolean {
    if (!/\/default[A-Z]/.test(owner.resource.type)) return false;
    const isPart =
        owner instanceof RouteTable ||
        owner instanceof SecurityGroup ||
        owner instanceof NetworkAcl;
    if (!isPart) return true;
    const { nodes } = owner.vpc;
    const isOurs = (vpc: Vpc): boolean =>
        !vpc.isAdopted && !vpc.resource.external && vpc.resource.origin === "plan";
    return nodes.length !== 1 || !nodes.every(isOurs);
}
