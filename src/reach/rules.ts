/** What is looked at on a packet's way. */
export const stages = [
    "name",
    "group",
    "ACL",
    "route",
    "next hop",
    "endpoint",
    "arrival",
    "policy",
    "way back",
] as const;

export type Stage = (typeof stages)[number];

/** A rule of AWS's by which something is looked at, with its source. */
export interface Rule {
    readonly stage: Stage;
    readonly rule: string;
}

/** The rules that decide on the way, in a few words each. */
export const rules = {
    resolver: {
        stage: "name",
        rule: "enableDnsSupport: Amazon's server answers; AWS rules 1.7, 4",
    },
    zones: {
        stage: "name",
        rule: "private hosted zones, resolver rules and DNS Firewall of the VPC come before the public DNS; AWS rule 13",
    },
    takeover: {
        stage: "name",
        rule: "private DNS takes the name over for the whole VPC; AWS rule 4",
    },
    publicName: {
        stage: "name",
        rule: "no private DNS of an endpoint takes it over; AWS rule 4",
    },
    privateDns: {
        stage: "name",
        rule: "private names need both DNS attributes; AWS rules 1.7, 4",
    },
    dns64: {
        stage: "name",
        rule: "DNS64 makes up addresses for names that have IPv4 ones alone; AWS rule 5",
    },
    families: {
        stage: "name",
        rule: "the name has addresses of the families of its endpoint; AWS rule 4",
    },
    balancerName: {
        stage: "name",
        rule: "the name of a load balancer that faces the internet means public addresses, of an internal one private ones; ELB, load balancer scheme",
    },
    connectName: {
        stage: "name",
        rule: "Service Connect gives the tasks of a namespace its names, without DNS; AWS rule 7",
    },
    ownAddress: {
        stage: "name",
        rule: "a task has a private address of its own; AWS rule 1.1",
    },
    leave: {
        stage: "group",
        rule: "stateful: one rule of one group is enough; AWS rule 6",
    },
    noGroups: {
        stage: "group",
        rule: "a Network Load Balancer made without groups has none; AWS rule 7",
    },
    acl: {
        stage: "ACL",
        rule: "the first rule that matches decides; AWS rule 6",
    },
    sameSubnet: { stage: "ACL", rule: "ACLs stand at a subnet's edge only; AWS rule 6" },
    aclBack: { stage: "way back", rule: "stateless: answers need rules too; AWS rule 6" },
    local: { stage: "route", rule: "it carries what stays in the VPC; AWS rule 5" },
    localBack: {
        stage: "way back",
        rule: "it carries what stays in the VPC; AWS rule 5",
    },
    otherVpc: { stage: "route", rule: "the local route ends where the VPC does; AWS rule 5" },
    route: { stage: "route", rule: "the longest prefix wins; AWS rule 5" },
    gatewayRoute: {
        stage: "route",
        rule: "it carries S3 before any other route; AWS rules 3 to 5",
    },
    nextHop: { stage: "next hop", rule: "a route leads as far as its target does; AWS rule 5" },
    internetGateway: {
        stage: "next hop",
        rule: "it serves the VPC to which it is attached; AWS rule 5",
    },
    publicIp: {
        stage: "next hop",
        rule: "through an internet gateway a task needs a public address; AWS rules 1.2, 5",
    },
    egressOnly: {
        stage: "next hop",
        rule: "an egress-only gateway carries IPv6 out of its own VPC; AWS rules 1.13, 5",
    },
    nat: {
        stage: "next hop",
        rule: "it needs an Elastic IP and a public subnet; AWS rule 5",
    },
    firewall: {
        stage: "next hop",
        rule: "it drops what its policy says, and the rest goes on by the route table of its endpoint's subnet; AWS rule 19",
    },
    transitGateway: {
        stage: "next hop",
        rule: "the route table of each VPC's attachment decides where it leads, there and back; AWS rule 20",
    },
    noEndpoint: {
        stage: "endpoint",
        rule: "it would need no connection to the internet; AWS rules 1.2, 1.4",
    },
    interfaces: {
        stage: "endpoint",
        rule: "the whole VPC reaches its interfaces; AWS rule 4",
    },
    mountTarget: {
        stage: "endpoint",
        rule: "the file system's name means the mount target of the task's zone; AWS rules 1.5, 3",
    },
    arrive: {
        stage: "arrival",
        rule: "stateful: one rule of one group is enough; AWS rule 6",
    },
    facing: {
        stage: "arrival",
        rule: "one that faces the internet needs subnets with an internet gateway; AWS rule 7",
    },
    policy: {
        stage: "policy",
        rule: "without one full access; a Deny wins, no Allow refuses; AWS rule 4",
    },
    peering: {
        stage: "next hop",
        rule: "it connects two VPCs, and no third; AWS rule 5",
    },
    peeringBack: {
        stage: "way back",
        rule: "the answers need a route too; AWS rule 5",
    },
    end: { stage: "next hop", rule: "the first that stops it decides" },
} as const satisfies Readonly<Record<string, Rule>>;
