import type * as Ec2 from "@aws-sdk/client-ec2";
import type { CompleteVpc, Fact, FactsFile } from "../facts";
import { readAccount, readHostedZones, readPublicAccess, readServiceLinkedRole } from "./account";
import { Asking, byFilter, type AskingOptions } from "./asking";
import { clientsOf, closeClients, type Clients } from "./clients";
import { readClusters } from "./clusters";
import {
    describeEndpoints,
    endpointFact,
    prefixListsOf,
    prefixListType,
    readPrefixLists,
} from "./endpoints";
import { AwsError } from "./error";
import { present } from "./fact";
import { readFileSystems } from "./file-systems";
import {
    aclFact,
    describeAcls,
    describeGroups,
    groupFact,
    prefixListsNamedBy,
    readGroupAssociations,
} from "./groups";
import { readBalancers } from "./load-balancers";
import {
    describeNatGateways,
    describeRouteTables,
    isMain,
    natGatewayFact,
    readEgressOnlyGateways,
    readInternetGateways,
    routeTableFacts,
} from "./routes";
import type { AwsSettings } from "./settings";
import {
    describeSubnets,
    describeVpcs,
    dhcpAssociationFact,
    readDhcpOptions,
    readFlowLogs,
    readVpc,
    subnetFact,
} from "./vpc";

/** Which VPCs a snapshot is of. */
export interface Wish {
    readonly vpcs: readonly string[];
    readonly defaultVpc: boolean;
}

/**
 * Everything about some VPCs that the network knows of, as AWS tells it now. Only reads.
 *
 * @throws AwsError if a VPC does not exist, or nothing can be read
 */
export async function takeSnapshot(
    settings: AwsSettings,
    wish: Wish,
    options: AskingOptions = {},
): Promise<FactsFile> {
    const clients = await clientsOf(settings);
    try {
        return await snapshotWith(clients, wish, options);
    } finally {
        closeClients(clients);
    }
}

/** The same, with clients at hand. */
export async function snapshotWith(
    clients: Clients,
    wish: Wish,
    options: AskingOptions = {},
): Promise<FactsFile> {
    const asking = new Asking(options);
    const account = await readAccount(clients, asking);
    const vpcs = await wishedVpcs(clients, asking, wish, account);
    const ids = present(vpcs.map(({ VpcId }) => VpcId));
    const [network, balancers, systems, role, clusters] = await Promise.all([
        readNetwork(clients, asking, vpcs),
        readBalancers(clients, asking, { ofVpcs: ids }),
        readFileSystems(clients, asking, "all"),
        readServiceLinkedRole(clients, asking),
        readClusters(clients, asking, "all"),
    ]);
    const facts = [...network, ...balancers.facts, ...systems.facts, ...role, ...clusters];
    return fileOf(clients, asking, { account, vpcs, facts });
}

async function wishedVpcs(
    clients: Clients,
    asking: Asking,
    { vpcs, defaultVpc }: Wish,
    account: string | undefined,
): Promise<readonly Ec2.Vpc[]> {
    const describe = (Name: string, Values: Iterable<string>): Promise<readonly Ec2.Vpc[]> =>
        byFilter(Name, Values, (filter) => describeVpcs(clients, asking, filter));
    const [named, defaults] = await Promise.all([
        describe("vpc-id", vpcs),
        defaultVpc ? describe("is-default", ["true"]) : [],
    ]);
    const unread = asking.unread.find(({ what }) => what === "vpc");
    if (unread !== undefined) throw new AwsError(`no VPC can be read (${unread.why})`);
    const where = `region ${clients.region}${account === undefined ? "" : ` of account ${account}`}`;
    const missing = vpcs.filter((id) => !named.some(({ VpcId }) => VpcId === id));
    if (missing.length > 0) throw new AwsError(`there is no VPC ${missing.join(", ")} in ${where}`);
    if (defaultVpc && defaults.length === 0)
        throw new AwsError(`there is no default VPC in ${where}`);
    const found = new Map([...named, ...defaults].map((vpc) => [vpc.VpcId, vpc]));
    return [...found.values()];
}

/** VPCs whole: whatever is in them. */
export async function readNetwork(
    clients: Clients,
    asking: Asking,
    vpcs: readonly Ec2.Vpc[],
): Promise<readonly Fact[]> {
    const ids = present(vpcs.map(({ VpcId }) => VpcId));
    const inVpcs = <T>(
        describe: (clients: Clients, asking: Asking, filter: Ec2.Filter) => Promise<readonly T[]>,
    ): Promise<readonly T[]> =>
        byFilter("vpc-id", ids, (filter) => describe(clients, asking, filter));
    const [subnets, tables, nats, endpoints, groups, acls, ...rest] = await Promise.all([
        inVpcs(describeSubnets),
        inVpcs(describeRouteTables),
        inVpcs(describeNatGateways),
        inVpcs(describeEndpoints),
        inVpcs(describeGroups),
        inVpcs(describeAcls),
        readEgressOnlyGateways(clients, asking, ids),
        readDhcpOptions(clients, asking, present(vpcs.map((vpc) => vpc.DhcpOptionsId))),
        readPublicAccess(clients, asking),
        readHostedZones(clients, asking, ids),
    ]);
    const prefixLists = await prefixListsOf(clients, asking, endpoints);
    const more = await Promise.all([
        readInternetGateways(clients, asking, ids, tables),
        readGroupAssociations(clients, asking, ids, new Set(present(groups.map((g) => g.GroupId)))),
        readFlowLogs(clients, asking, [...ids, ...present(subnets.map((each) => each.SubnetId))]),
        readPrefixLists(clients, asking, namedLists(tables, groups)),
        ...vpcs.map((vpc) => {
            const own = <T extends { VpcId?: string | undefined }>(all: readonly T[]): T[] =>
                all.filter(({ VpcId }) => VpcId === vpc.VpcId);
            return readVpc(clients, asking, vpc, {
                mainRouteTable: own(tables).find(isMain)?.RouteTableId,
                defaultGroup: own(groups).find(({ GroupName }) => GroupName === "default")?.GroupId,
                defaultAcl: own(acls).find(({ IsDefault }) => IsDefault === true)?.NetworkAclId,
            });
        }),
    ]);
    return [
        ...subnets.flatMap(subnetFact),
        ...tables.flatMap(routeTableFacts),
        ...nats.flatMap(natGatewayFact),
        ...endpoints.flatMap((endpoint) => endpointFact(endpoint, prefixLists)),
        ...groups.flatMap(groupFact),
        ...acls.flatMap(aclFact),
        ...vpcs.flatMap(dhcpAssociationFact),
        ...rest.flat(),
        ...more.flat(),
    ];
}

/** Prefix lists that rules and routes name. Those of gateway endpoints stand on no route that counts here. */
function namedLists(
    tables: readonly Ec2.RouteTable[],
    groups: readonly Ec2.SecurityGroup[],
): readonly string[] {
    const routes = tables.flatMap(({ Routes = [] }) => Routes);
    const ofRoutes = routes
        .filter(({ GatewayId = "" }) => !GatewayId.startsWith("vpce-"))
        .map(({ DestinationPrefixListId }) => DestinationPrefixListId);
    return [...new Set([...prefixListsNamedBy(groups), ...present(ofRoutes)])];
}

interface WhatExists {
    readonly account: string | undefined;
    /** The VPCs that were read whole. */
    readonly vpcs: readonly Ec2.Vpc[];
    readonly facts: readonly Fact[];
}

/** Facts, each once, and what they are complete for. */
export function fileOf(
    { region }: Clients,
    asking: Asking,
    { account, vpcs, facts }: WhatExists,
): FactsFile {
    const resources = new Map(facts.map((fact) => [`${fact.type} ${fact.id}`, fact]));
    // A prefix list of AWS's that a gateway endpoint carries is known by the endpoint.
    for (const { properties } of facts) {
        const { prefixListId: list } = properties;
        if (typeof list === "string") resources.delete(`${prefixListType} ${list}`);
    }
    return {
        version: 1,
        takenAt: new Date().toISOString().replace(/\.\d+Z$/, "Z"),
        source: { kind: "aws", ...(account === undefined ? {} : { account }), region },
        completeFor: vpcs.flatMap((vpc) => completeOf(vpc, asking, account)),
        resources: [...resources.values()].sort(inOrder),
    };
}

/** Of a VPC that another account shares, only the shared parts are seen: absence proves nothing there. */
function completeOf(
    { VpcId, OwnerId }: Ec2.Vpc,
    { unread }: Asking,
    account: string | undefined,
): readonly CompleteVpc[] {
    if (VpcId === undefined || account === undefined || OwnerId !== account) return [];
    return [{ vpc: VpcId, ...(unread.length === 0 ? {} : { except: unread }) }];
}

/** The same network gives the same file, whatever the order in which AWS answers. */
function inOrder(one: Fact, other: Fact): number {
    return compare(one.type, other.type) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
    return one < other ? -1 : one > other ? 1 : 0;
}
