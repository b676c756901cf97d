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

/** A resource of another provider, or of one of the named types: it could add to a network unseen. */
export function isStranger({ type, component }: { type: string; component: boolean }): boolean {
    if (component || type.startsWith("pulumi:")) return false;
    return !type.startsWith("aws:") || unseenMakers.has(type);
}
