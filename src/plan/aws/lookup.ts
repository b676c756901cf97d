import { setMaxListeners } from "node:events";
import type { Fact, FactsFile, NamedFacts } from "../facts";
import { nameInUrn, type Interest, type Plan } from "../plan";
import { firstOf } from "../printable";
import type { RawProperties } from "../raw";
import { readAccount, readServiceLinkedRole } from "./account";
import { Asking, byFilter } from "./asking";
import { clientsOf, closeClients, type Clients } from "./clients";
import { readClusters } from "./clusters";
import { describeEndpoints, endpointFact, prefixListsOf, readPrefixLists } from "./endpoints";
import { AwsError, nameOf } from "./error";
import { present } from "./fact";
import { readFileSystems } from "./file-systems";
import { aclFact, describeAcls, describeGroups, groupFact } from "./groups";
import { readBalancers } from "./load-balancers";
import { fileOf, readNetwork } from "./read";
import {
    describeInternetGateways,
    describeNatGateways,
    describeRouteTables,
    internetGatewayFact,
    natGatewayFact,
    routeTableFacts,
} from "./routes";
import { settingsOfProvider, type AwsSettings } from "./settings";
import { describeSubnets, describeVpcs, readDhcpOptions, subnetFact } from "./vpc";
import { heldBy, wantedOf, type Wanted } from "./wanted";

/** What a lookup found. */
export interface LookedUp {
    readonly files: readonly NamedFacts[];
    /** What could not be looked up, and why; then it stays unknown. */
    readonly problems: readonly string[];
}

export interface LookupOptions {
    /** The settings of each provider, by URN. */
    readonly providers: ReadonlyMap<string, RawProperties>;
    /**
     * The plan stands in a file: what it does not tell of a provider may be anything, and the surroundings
     * are not those of the deployment. So a region, or a provider, that it does not tell is not asked.
     */
    readonly isOfFile?: boolean;
    readonly timeoutSeconds: number;
    readonly interest: Interest;
}

/**
 * Asks AWS about exactly what a plan names and does not hold, as its own providers would. Never throws:
 * what cannot be looked up stays unknown, for a reason that is told.
 */
export async function lookUp(plan: Plan, options: LookupOptions): Promise<LookedUp> {
    const wanted = wantedOf(plan, options.interest);
    if (wanted.length === 0) return { files: [], problems: [] };
    const held = heldBy(plan);
    const ending = new AbortController();
    // Every call listens to it.
    setMaxListeners(0, ending.signal);
    const timer = setTimeout(() => {
        ending.abort();
    }, options.timeoutSeconds * 1000);
    try {
        const found = await Promise.all(
            wanted.map((each) => lookUpAt(each, held, options, ending.signal)),
        );
        return {
            files: found.flatMap(({ files }) => files),
            problems: found.flatMap(({ problems }) => problems),
        };
    } finally {
        clearTimeout(timer);
    }
}

async function lookUpAt(
    wanted: Wanted,
    held: ReadonlySet<string>,
    options: LookupOptions,
    signal: AbortSignal,
): Promise<LookedUp> {
    const { provider, region, ids } = wanted;
    const { timeoutSeconds } = options;
    const called = provider === undefined ? "" : ` of provider ${nameInUrn(provider)}`;
    const at = `${region ?? "AWS"}${called}`;
    const failed = (why: string): LookedUp => ({
        files: [],
        problems: [`${firstOf([...ids], 3)} could not be looked up in ${at}: ${why}`],
    });
    const late = new AwsError(`AWS did not answer within ${String(timeoutSeconds)} s`);
    try {
        const settings = settingsFor(wanted, options);
        const asking = new Asking({ signal });
        const asked = ask(settings, asking, ids, held);
        const facts = await Promise.race([asked, after(signal, late)]);
        // Whether ECS has its role, the plan did not ask by an id.
        const unread = asking.unread.filter(({ what }) => what !== "serviceLinkedRole");
        return {
            files: [{ name: `the lookup in ${at}`, facts }],
            problems: unread.map(
                ({ what, why }) => `${what} could not be looked up in ${at}: ${why}`,
            ),
        };
    } catch (error) {
        if (error instanceof AwsError) return failed(error.message);
        // The error's own text may quote values.
        return failed(nameOf(error));
    }
}

function settingsFor(
    { provider, region }: Wanted,
    { providers, isOfFile = false }: LookupOptions,
): AwsSettings {
    const props = provider === undefined ? undefined : providers.get(provider);
    if (isOfFile && props === undefined) {
        throw new AwsError("not asked, for the settings of the provider do not stand in the plan");
    }
    if (isOfFile && region === undefined) {
        throw new AwsError("not asked, for the region does not stand in the plan");
    }
    const settings = settingsOfProvider(props ?? {});
    const [unknown] = settings.unknown ?? [];
    if (unknown !== undefined) {
        throw new AwsError(
            `the provider's setting ${unknown} is not known in this plan, or secret`,
        );
    }
    return region === undefined ? settings : { ...settings, region };
}

/** Gives those that end by themselves a moment, for what they have read so far counts. */
async function after(signal: AbortSignal, error: Error): Promise<never> {
    return new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
            setTimeout(() => {
                reject(error);
            }, 300).unref();
        });
    });
}

async function ask(
    settings: AwsSettings,
    asking: Asking,
    ids: ReadonlySet<string>,
    held: ReadonlySet<string>,
): Promise<FactsFile> {
    const clients = await clientsOf(settings);
    try {
        return await readNamed(clients, asking, [...ids], held);
    } finally {
        closeClients(clients);
    }
}

/** What ids name, and, whole, the VPCs in which that lies, unless the plan holds these. */
export async function readNamed(
    clients: Clients,
    asking: Asking,
    ids: readonly string[],
    held: ReadonlySet<string>,
): Promise<FactsFile> {
    const reading = readThings(clients, asking, ids);
    // Of two failures always the same one is told, whichever comes first: the account's.
    const [account] = await Promise.all([
        readAccount(clients, asking),
        reading.catch(() => undefined),
    ]);
    const things = await reading;
    const outside = things.vpcs.filter((id) => !held.has(id));
    const vpcs = await byFilter("vpc-id", outside, (filter) =>
        describeVpcs(clients, asking, filter),
    );
    // Ids are of one account, but what an account has once says nothing where the ids are of another one.
    const isAtHome = vpcs.length > 0 || things.vpcs.some((id) => held.has(id));
    const [network, role] = await Promise.all([
        vpcs.length === 0 ? [] : readNetwork(clients, asking, vpcs),
        isAtHome ? readServiceLinkedRole(clients, asking) : [],
    ]);
    // Of what stands twice, what was read with the whole VPC says more.
    const facts = [...things.facts, ...role, ...network];
    return fileOf(clients, asking, { account, vpcs, facts });
}

interface Things {
    readonly facts: readonly Fact[];
    /** The VPCs in which they are. */
    readonly vpcs: readonly string[];
}

/** The things themselves: one call for all of a kind. */
async function readThings(
    clients: Clients,
    asking: Asking,
    ids: readonly string[],
): Promise<Things> {
    const of = (prefix: string): string[] => ids.filter((id) => id.startsWith(prefix));
    const read = async <T extends { VpcId?: string | undefined }>(
        prefix: string,
        name: string,
        describe: (clients: Clients, asking: Asking, filter: Filter) => Promise<readonly T[]>,
        facts: (thing: T) => readonly Fact[],
    ): Promise<Things> => {
        const found = await byFilter(name, of(prefix), (filter) =>
            describe(clients, asking, filter),
        );
        return {
            facts: found.flatMap(facts),
            vpcs: present(found.map(({ VpcId }) => VpcId)),
        };
    };
    const all = await Promise.all([
        Promise.resolve({ facts: [], vpcs: of("vpc-") }),
        read("subnet-", "subnet-id", describeSubnets, subnetFact),
        read("sg-", "group-id", describeGroups, groupFact),
        read("rtb-", "route-table-id", describeRouteTables, routeTableFacts),
        read("acl-", "network-acl-id", describeAcls, aclFact),
        read("nat-", "nat-gateway-id", describeNatGateways, natGatewayFact),
        readEndpoints(clients, asking, of("vpce-")),
        readGateways(clients, asking, of("igw-")),
        readOthers(clients, asking, of("pl-"), of("dopt-")),
        readFileSystems(clients, asking, of("fs-")),
        readBalancersNamed(
            clients,
            asking,
            of("arn:").filter((arn) => !isCluster(arn)),
        ),
        readClustersNamed(clients, asking, of("arn:").filter(isCluster)),
    ]);
    return {
        facts: all.flatMap(({ facts }) => facts),
        vpcs: [...new Set(all.flatMap(({ vpcs }) => vpcs))],
    };
}

interface Filter {
    Name: string;
    Values: string[];
}

async function readEndpoints(
    clients: Clients,
    asking: Asking,
    ids: readonly string[],
): Promise<Things> {
    const endpoints = await byFilter("vpc-endpoint-id", ids, (filter) =>
        describeEndpoints(clients, asking, filter),
    );
    const prefixLists = await prefixListsOf(clients, asking, endpoints);
    return {
        facts: endpoints.flatMap((each) => endpointFact(each, prefixLists)),
        vpcs: present(endpoints.map(({ VpcId }) => VpcId)),
    };
}

async function readGateways(
    clients: Clients,
    asking: Asking,
    ids: readonly string[],
): Promise<Things> {
    const gateways = await byFilter("internet-gateway-id", ids, (filter) =>
        describeInternetGateways(clients, asking, filter),
    );
    const attachments = gateways.flatMap(({ Attachments = [] }) => Attachments);
    return {
        facts: gateways.flatMap(internetGatewayFact),
        vpcs: present(attachments.map(({ VpcId }) => VpcId)),
    };
}

async function readOthers(
    clients: Clients,
    asking: Asking,
    prefixLists: readonly string[],
    dhcpOptions: readonly string[],
): Promise<Things> {
    const facts = await Promise.all([
        readPrefixLists(clients, asking, prefixLists),
        readDhcpOptions(clients, asking, dhcpOptions),
    ]);
    return { facts: facts.flat(), vpcs: [] };
}

async function readBalancersNamed(
    clients: Clients,
    asking: Asking,
    arns: readonly string[],
): Promise<Things> {
    const loadBalancers = present(arns.map(loadBalancerIn));
    const targetGroups = arns.filter((arn) => arn.includes(":targetgroup/"));
    return readBalancers(clients, asking, {
        loadBalancers: [...new Set(loadBalancers)],
        targetGroups,
    });
}

async function readClustersNamed(
    clients: Clients,
    asking: Asking,
    arns: readonly string[],
): Promise<Things> {
    return { facts: await readClusters(clients, asking, arns), vpcs: [] };
}

function isCluster(arn: string): boolean {
    return arn.includes(":cluster/");
}

/** The ARN of a listener, or of a rule, holds that of its load balancer. */
function loadBalancerIn(arn: string): string | undefined {
    const [, head, path] =
        /^(.*):(?:loadbalancer|listener|listener-rule)\/((?:app|net|gwy)\/[^/]+\/[^/]+)/.exec(
            arn,
        ) ?? [];
    return head === undefined || path === undefined ? undefined : `${head}:loadbalancer/${path}`;
}
