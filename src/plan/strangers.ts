/**
 * Resources that change a network, and are not read by what they say: what they change may be otherwise
 * than the plan shows. Every other type of the modules that build networks is read, or changes nothing
 * that is asked here (`docs/resource-types.md`; a test compares that page with the types of the provider).
 */

import { isNative, isNativeStranger } from "./native";

/** What of a VPC may be otherwise: which routes its tables have, what names mean, what rules let pass. */
export type Change = "routes" | "names" | "rules";

export interface Stranger {
    /** `everything`: what it depends on, or names by an id, may have more of all that it can have. */
    readonly changes: "everything" | readonly Change[];
    /** The property that names the VPC; without one it is every VPC of its region. */
    readonly vpc?: string;
    /** It changes nothing while this property is not true. */
    readonly onlyIf?: string;
    /** What it may do, in words. */
    readonly does: string;
}

const makes = {
    changes: "everything",
    does: "makes or changes resources that no plan shows",
} as const;

/** By Pulumi type. Of other providers than `aws` all are strangers that this table does not know better. */
export const strangers: ReadonlyMap<string, Stranger> = new Map<string, Stranger>([
    ["aws:cloudcontrol/resource:Resource", makes],
    ["aws:cloudformation/stack:Stack", makes],
    ["aws:cloudformation/stackInstances:StackInstances", makes],
    ["aws:cloudformation/stackSet:StackSet", makes],
    ["aws:cloudformation/stackSetInstance:StackSetInstance", makes],
    ["aws:lambda/invocation:Invocation", makes],
    ["aws:serverlessrepository/cloudFormationStack:CloudFormationStack", makes],
    [
        "aws:networkmanager/transitGatewayRouteTableAttachment:TransitGatewayRouteTableAttachment",
        {
            changes: "everything",
            does: "exchanges routes between a core network and the route table of a transit gateway",
        },
    ],
    ["aws:servicecatalog/provisionedProduct:ProvisionedProduct", makes],
    // The id of its endpoint is known only once it exists, so programs make routes to it in `apply`.
    [
        "aws:networkfirewall/vpcEndpointAssociation:VpcEndpointAssociation",
        {
            changes: ["routes"],
            vpc: "vpcId",
            does: "routes to its firewall endpoints may be made once these exist",
        },
    ],
    [
        "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation",
        {
            changes: ["names"],
            vpc: "vpcId",
            does: "DNS Firewall may refuse a name, or answer with another one",
        },
    ],
    [
        "aws:route53/profilesAssociation:ProfilesAssociation",
        {
            changes: ["names"],
            vpc: "resourceId",
            does: "a Route 53 Profile may bring private hosted zones, resolver rules, endpoints' names and DNS Firewall",
        },
    ],
    [
        "aws:vpclattice/serviceNetworkVpcAssociation:ServiceNetworkVpcAssociation",
        {
            changes: ["names"],
            vpc: "vpcIdentifier",
            onlyIf: "privateDnsEnabled",
            does: "VPC Lattice may answer for names of its resources",
        },
    ],
    [
        "aws:fms/policy:Policy",
        {
            changes: ["routes", "names", "rules"],
            onlyIf: "remediationEnabled",
            does: "Firewall Manager may change what its policy is about",
        },
    ],
]);

/** A resource of another provider, or of a type that makes anything: it could add to a network unseen. */
export function isStranger({ type, component }: { type: string; component: boolean }): boolean {
    if (component || type.startsWith("pulumi:")) return false;
    if (isNative(type)) return isNativeStranger(type);
    const known = strangers.get(type);
    return known === undefined ? !isOfAws(type) : known.changes === "everything";
}

/** Of the provider that is read; one that `pulumi package add terraform-provider` makes is called so too. */
function isOfAws(type: string): boolean {
    return type.startsWith("aws:") && !type.startsWith("aws:index/");
}
