import { distinctGaps, type Gap } from "../knowable";
import type { PlannedResource } from "../plan";
import type { Graph } from "./build";
import type { Node } from "./node";
import { DefaultNetworkAcl, NetworkAcl } from "./network-acl";
import { DefaultRouteTable, RouteTable } from "./route-table";
import { DefaultSecurityGroup, SecurityGroup } from "./security-group";
import { Vpc } from "./vpc";

/**
 * Types of AWS's that can add to a network what no resource of the plan shows: templates, copies of
 * resources made elsewhere, services that write routes or DNS names themselves.
 */
const unseenMakers: ReadonlySet<string> = new Set([
    "aws:cloudformation/stack:Stack",
    "aws:cloudformation/stackInstances:StackInstances",
    "aws:cloudformation/stackSet:StackSet",
    "aws:cloudcontrol/resource:Resource",
    "aws:servicecatalog/provisionedProduct:ProvisionedProduct",
    "aws:networkfirewall/firewall:Firewall",
    "aws:ram/resourceAssociation:ResourceAssociation",
    "aws:route53/profilesAssociation:ProfilesAssociation",
    "aws:route53/profilesResourceAssociation:ProfilesResourceAssociation",
    "aws:route53/resolverRuleAssociation:ResolverRuleAssociation",
    "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
    "aws:lambda/invocation:Invocation",
]);

/**
 * When absence proves something, decided per owner: a VPC (endpoints, gateways), a route table
 * (routes), a subnet (its table). An owner is closed if this program made it and nothing could add to
 * it unseen (`docs/model.md`, "When absence proves something").
 */
export class Openness {
    private readonly strangers = new Map<string, Gap>();

    constructor(private readonly graph: Graph) {
        for (const resource of graph.plan.resources) {
            if (!couldAddUnseen(resource)) continue;
            for (const urn of resource.dependencies) {
                if (!this.strangers.has(urn) && graph.node(urn) !== undefined) {
                    this.strangers.set(
                        urn,
                        resource.gap(
                            "",
                            "open",
                            `it depends on ${graph.plan.byUrn.get(urn)?.name ?? urn}, and what it makes there is not in the plan`,
                        ),
                    );
                }
            }
        }
    }

    /** Why the owner may have more of this than the plan shows; empty if it is closed. */
    of(owner: Node, property: string, unresolved: readonly Gap[] = []): readonly Gap[] {
        const { resource } = owner;
        const gaps: Gap[] = [];
        const { incomplete } = this.graph.plan;
        const open = (what: string): void => {
            gaps.push(resource.gap(property, "open", what));
        };
        if (incomplete !== undefined) open(`the plan is not whole: ${incomplete}`);
        if (resource.external || resource.origin === "outside") open("this program only reads it");
        else if (isAdopted(owner)) open("AWS made it, this program adopts it");
        if (resource.skipped) open("it is left out of this operation (--target)");
        if (!resource.isNew) {
            // Of what is created ignoreChanges takes nothing away.
            if (resource.ignoresChangesOf(property)) open(`ignoreChanges covers ${property}`);
            this.addSharing(owner, open);
        }
        const stranger = this.strangers.get(resource.urn);
        if (stranger !== undefined) gaps.push(stranger);
        return distinctGaps([...gaps, ...unresolved]);
    }

    private addSharing(owner: Node, open: (what: string) => void): void {
        const { id } = owner.resource;
        const isGivenAway = [id, ...owner.keys()].some(
            (key) =>
                key.known && key.value !== undefined && this.graph.plan.givenAway.has(key.value),
        );
        if (isGivenAway) {
            open("the stack gives its id away as an output, so others may add to it");
        }
        const isShared = this.graph.options.sharedVpcs.some(
            (shared) => shared === owner.name || (id.known && shared === id.value),
        );
        if (isShared && isOfVpcItself(owner)) {
            open("the setting sharedVpcs names it, so others may add to it");
        }
    }
}

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

/** A resource of another provider, or of one of the named types. */
function couldAddUnseen(resource: PlannedResource): boolean {
    const { type } = resource;
    if (resource.component || type.startsWith("pulumi:")) return false;
    return !type.startsWith("aws:") || unseenMakers.has(type);
}
