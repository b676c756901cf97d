import { canonical } from "./canonical";
import { familyOf, rulesFor } from "./defaults";
import { counted, keyOf, type CompleteVpc, type Fact, type NamedFacts, type Unread } from "./facts";
import { nameInUrn, type Interest, type Plan } from "./plan";
import { open, own, pick, type Raw } from "./raw";
import { PlannedResource } from "./resource";

/** What facts say of what exists outside a plan. */
export interface Outside {
    /** VPCs that were read whole, by id. */
    readonly whole: ReadonlyMap<string, WholeVpc>;
    /** When the facts about an id were taken. */
    readonly takenAt: ReadonlyMap<string, string>;
    /** How many addresses of a subnet were free then, by its id, if facts say it. */
    readonly freeAddresses: ReadonlyMap<string, number>;
    /** URNs of what exists outside that a resource names by an id, be it within a longer text. */
    readonly namedBy: (resource: PlannedResource) => Iterable<string>;
    /** Where facts and plan do not agree, and facts that the plan has no use for; in words. */
    readonly notes: readonly string[];
}

/** A VPC that was read whole. */
export interface WholeVpc {
    readonly except: readonly Unread[];
    /** AWS itself was asked, so its default table, group and ACL are among the facts. */
    readonly isOfAws: boolean;
}

/** A fact, with what its file says of all its facts. */
interface PlacedFact extends Fact {
    readonly takenAt: string;
    readonly file: string;
}

/** The plan, with what facts say beside it: the plan itself wins where it knows of the same thing. */
export function withFacts(given: Plan, files: readonly NamedFacts[], interest: Interest): Plan {
    const { facts, partial, notes } = usable(given, files);
    const byKey = merged(remaining(facts, given));
    const all = [...byKey.values()];
    const plan = withAdopted(given, all);
    const resources: PlannedResource[] = [];
    const told = new Set<string>();
    for (const resource of plan.resources) {
        const id = resource.id.known ? resource.id.value : adoptedId(resource, all);
        const key = id === undefined ? undefined : keyOf({ type: resource.type, id });
        const fact = key === undefined ? undefined : byKey.get(key);
        if (id === undefined || key === undefined || fact === undefined) {
            resources.push(resource);
            continue;
        }
        told.add(key);
        const isCompleted = resource.external || resource.isNew;
        resources.push(isCompleted ? resource.withFacts(knownOf(fact, interest), id) : resource);
        const properties = differences(resource, fact, interest);
        if (properties.length > 0) {
            const what = `${fact.file} and this plan disagree about ${properties.join(", ")} of ${resource.name}`;
            notes.push(`${what}: the plan counts`);
        }
    }
    for (const [key, fact] of byKey) {
        if (!told.has(key)) resources.push(resourceOf(fact, interest));
    }
    return {
        ...plan,
        resources,
        byUrn: new Map(resources.map((each) => [each.urn, each])),
        outside: {
            whole: wholeVpcs(
                files.filter(({ name }) => !partial.has(name)),
                facts,
            ),
            namedBy: (resource) => urnsNamedBy(resource, resources),
            takenAt: new Map(all.map(({ id, takenAt }) => [id, takenAt])),
            freeAddresses: freeAddressesIn(facts),
            notes,
        },
    };
}

/** Facts of the plan's own regions and accounts; where the plan does not tell its own, all. */
function usable(
    plan: Plan,
    files: readonly NamedFacts[],
): {
    readonly facts: readonly PlacedFact[];
    /** Files of which something is left out that may be in a VPC of theirs. */
    readonly partial: ReadonlySet<string>;
    readonly notes: string[];
} {
    const regions = regionsOf(plan);
    const accounts = accountsOf(plan);
    const facts: PlacedFact[] = [];
    const partial = new Set<string>();
    const notes: string[] = [];
    for (const { name: file, facts: given } of files) {
        const { source, takenAt } = given;
        const foreign = new Map<string, number>();
        for (const each of given.resources) {
            const fact = { ...source, ...each };
            const region = isOneOf(fact.region, regions);
            if (region && isOneOf(fact.account, accounts)) {
                const { type, id, name, properties, copied, ignoreChanges } = each;
                const { account, region: its } = fact;
                const place = { ...(account && { account }), ...(its && { region: its }) };
                const more = { ...(copied && { copied }), ...(ignoreChanges && { ignoreChanges }) };
                facts.push({ type, id, name, properties, ...more, ...place, takenAt, file });
                continue;
            }
            // A VPC lies in one region, and several accounts may share it.
            if (region) partial.add(file);
            const where = region ? `account ${fact.account ?? ""}` : `region ${fact.region ?? ""}`;
            foreign.set(where, (foreign.get(where) ?? 0) + 1);
        }
        for (const [where, count] of foreign) {
            const what = count === 1 ? "1 fact" : `${String(count)} facts`;
            notes.push(`${file} holds ${what} of ${where}, which this plan does not use: left out`);
        }
    }
    return { facts, partial, notes };
}

function isOneOf(one: string | undefined, all: ReadonlySet<string> | undefined): boolean {
    return one === undefined || all === undefined || all.has(one);
}

/** The regions in which the plan has something, if it tells them all. */
function regionsOf({ resources }: Plan): ReadonlySet<string> | undefined {
    const found = new Set<string>();
    for (const { type, component, region } of resources) {
        if (component || !type.startsWith("aws:")) continue;
        if (!region.known) return undefined;
        found.add(region.value);
    }
    return found.size === 0 ? undefined : found;
}

/** The accounts that the ARNs of the plan's own resources name, if they name that of each provider. */
function accountsOf({ resources }: Plan): ReadonlySet<string> | undefined {
    const found = new Set<string>();
    const providers = new Set<string>();
    const told = new Set<string>();
    for (const { type, external, component, provider = "", account } of resources) {
        if (external || component || !type.startsWith("aws:")) continue;
        providers.add(provider);
        if (account === undefined) continue;
        told.add(provider);
        // One provider may name several: what another account shares has an ARN of that.
        found.add(account);
    }
    return told.size === 0 || told.size < providers.size ? undefined : found;
}

/** Facts without what this very plan takes away, as far as it tells. */
function remaining(facts: readonly PlacedFact[], { removed = [] }: Plan): readonly PlacedFact[] {
    if (removed.length === 0) return facts;
    const gone = new Set<string>();
    const losing = new Set<string>();
    for (const resource of removed) {
        const { id, type } = resource;
        if (id.known) gone.add(keyOf({ type, id: id.value }));
        if (isPart.test(type)) for (const text of resource.texts()) losing.add(text);
    }
    return facts
        .filter((fact) => !gone.has(keyOf(fact)))
        .map((fact) => (losing.has(fact.id) ? withoutLists(fact) : fact));
}

/** Types of what AWS tells as a part of something else: a route of its table. */
const isPart = /:(Route|\w*(Rule|Association|Entry))$/;

/** A list may hold what is taken away, in whatever form: what remains of it is not known. */
function withoutLists(fact: PlacedFact): PlacedFact {
    const properties = Object.entries(fact.properties).filter(
        ([name, value]) =>
            rulesFor(fact.type, name)?.inlineOnly !== true ||
            !Array.isArray(value) ||
            value.length === 0,
    );
    return { ...fact, properties: Object.fromEntries(properties) };
}

/** What was counted at different times may differ: the larger number, of which less is wrong. */
function freeAddressesIn(facts: readonly PlacedFact[]): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const { id, properties } of facts) {
        const count = own(properties, counted);
        if (typeof count === "number") found.set(id, Math.max(count, found.get(id) ?? 0));
    }
    return found;
}

/** One fact per thing: files that say the same of it add up. */
function merged(facts: readonly PlacedFact[]): Map<string, PlacedFact> {
    const found = new Map<string, PlacedFact>();
    for (const fact of facts) {
        const key = keyOf(fact);
        const other = found.get(key);
        if (other === undefined) found.set(key, fact);
        else {
            const takenAt = other.takenAt < fact.takenAt ? other.takenAt : fact.takenAt;
            const properties = { ...fact.properties, ...other.properties };
            found.set(key, { ...fact, ...other, properties, takenAt });
        }
    }
    return found;
}

function* urnsNamedBy(
    stranger: PlannedResource,
    resources: readonly PlannedResource[],
): Iterable<string> {
    const words = new Set<string>();
    for (const text of stranger.texts()) {
        // An id may stand by itself or end an ARN; of a load balancer the ARN is the id.
        for (const [word] of text.matchAll(/[\w:/.-]+/g)) words.add(word);
        for (const [word] of text.matchAll(/[\w-]+/g)) words.add(word);
    }
    for (const { id, urn, facts } of resources) {
        if (facts !== undefined && id.known && words.has(id.value)) yield urn;
    }
}

/** Each VPC that a file read whole; what one file could not read, another may have. */
function wholeVpcs(
    files: readonly NamedFacts[],
    used: readonly PlacedFact[],
): ReadonlyMap<string, WholeVpc> {
    const found = new Map<string, WholeVpc>();
    const ids = new Set(used.map(({ id }) => id));
    for (const { facts } of files) {
        const isOfAws = facts.source.kind === "aws";
        for (const { vpc, except = [] } of facts.completeFor) {
            if (!ids.has(vpc)) continue;
            const other = found.get(vpc);
            found.set(vpc, {
                except:
                    other === undefined
                        ? except
                        : except.filter(({ what }) => isAmong(what, other.except)),
                isOfAws: isOfAws || other?.isOfAws === true,
            });
        }
    }
    return found;
}

function isAmong(what: string, unread: CompleteVpc["except"] = []): boolean {
    return unread.some((each) => each.what === what);
}

/**
 * A rehearsed plan in which what is adopted has the ids that facts tell, instead of those that stood in,
 * wherever they are named.
 */
function withAdopted(given: Plan, facts: readonly PlacedFact[]): Plan {
    let plan = given;
    const done = new Set<string>();
    for (;;) {
        const names = new Map<string, string>();
        for (const resource of plan.resources) {
            if (!resource.isRehearsed || done.has(resource.urn)) continue;
            const id = adoptedId(resource, facts);
            const key = id === undefined ? undefined : keyOf({ type: resource.type, id });
            const fact = facts.find((each) => keyOf(each) === key);
            if (id === undefined || fact === undefined) continue;
            done.add(resource.urn);
            if (resource.id.known) names.set(resource.id.value, id);
            for (const property of Object.keys(fact.properties)) {
                const [before, after] = [resource.returned(property), textOf(fact, property)];
                if (isId(before) && after !== undefined) names.set(before, after);
            }
        }
        // What one is called may tell what another adopts.
        if (names.size === 0) return plan;
        const resources = plan.resources.map((each) => each.renamed(names));
        plan = { ...plan, resources, byUrn: new Map(resources.map((each) => [each.urn, each])) };
    }
}

/** A VPC's own id, or that of something in it; anything else may be named so elsewhere. */
function isId(text: string | undefined): text is string {
    return text !== undefined && /^[a-z]+-[0-9a-f]{17}$/.test(text);
}

/** What adopts something that AWS made, by its id, before the first deployment has told it. */
function adoptedId(resource: PlannedResource, facts: readonly PlacedFact[]): string | undefined {
    const given = (property: string): string | undefined => {
        const value = resource.set(property);
        return typeof value === "string" ? value : undefined;
    };
    switch (resource.type) {
        case "aws:ec2/defaultRouteTable:DefaultRouteTable":
            return given("defaultRouteTableId");
        case "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl":
            return given("defaultNetworkAclId");
        case "aws:ec2/defaultVpc:DefaultVpc":
            return defaultVpcFor(resource, facts)?.id;
        case "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
            const vpcId = given("vpcId");
            const vpc = resource.leavesUnset("vpcId")
                ? defaultVpcFor(resource, facts)
                : facts.find(({ type, id }) => id === vpcId && familyOf(type) === vpcType);
            return textOf(vpc, "defaultSecurityGroupId");
        }
        case "aws:ec2/defaultSubnet:DefaultSubnet": {
            const vpc = defaultVpcFor(resource, facts);
            const zone = given("availabilityZone");
            const [subnet, ...others] = facts.filter(
                (each) =>
                    familyOf(each.type) === "aws:ec2/subnet:Subnet" &&
                    textOf(each, "vpcId") === vpc?.id &&
                    textOf(each, "availabilityZone") === zone,
            );
            // Beside the default subnet of a zone people may have made others.
            const isClear = vpc !== undefined && zone !== undefined && others.length === 0;
            return isClear ? subnet?.id : undefined;
        }
        default:
            return undefined;
    }
}

const vpcType = "aws:ec2/vpc:Vpc";

function textOf(fact: Fact | undefined, property: string): string | undefined {
    const value = own(fact?.properties, property);
    return typeof value === "string" ? value : undefined;
}

/** The default VPC of a resource's region, if facts hold it. */
function defaultVpcFor(
    { region }: PlannedResource,
    facts: readonly PlacedFact[],
): PlacedFact | undefined {
    const [vpc, ...others] = facts.filter(
        (fact) => typeOf(fact) === defaultVpcType && region.known && fact.region === region.value,
    );
    return others.length === 0 ? vpc : undefined;
}

const defaultVpcType = "aws:ec2/defaultVpc:DefaultVpc";

/** A VPC that AWS calls the default one is of the type that adopts it. */
function typeOf({ type, properties }: Fact): string {
    const isDefault = familyOf(type) === vpcType && own(properties, "isDefault") === true;
    return isDefault ? defaultVpcType : type;
}

function knownOf(fact: PlacedFact, interest: Interest): NonNullable<PlannedResource["facts"]> {
    const { properties, copied, takenAt } = fact;
    const names = interest.get(typeOf(fact)) ?? [];
    const isDefault = own(properties, "isDefault");
    return {
        properties: pick(properties, names),
        copied: copied === undefined ? undefined : pick(copied, names),
        isDefault: typeof isDefault === "boolean" ? isDefault : undefined,
        takenAt,
    };
}

function resourceOf(fact: PlacedFact, interest: Interest): PlannedResource {
    const { id, name, account, region, ignoreChanges = [] } = fact;
    const type = typeOf(fact);
    return new PlannedResource(
        {
            urn: `urn:pulumi:facts::facts::${type}::${id}`,
            type,
            name,
            id,
            dependencies: [],
            propertyDependencies: {},
            ignoreChanges,
            external: false,
            component: false,
            skipped: false,
            // Things of one provider are of one account.
            provider: account === undefined ? `facts about ${id}` : `facts of ${account}`,
            providerRegion: region,
            origin: "outside",
            facts: knownOf(fact, interest),
        },
        nameInUrn,
    );
}

/**
 * Properties of which the plan and a fact say different things, so that there is no doubt: single values,
 * and lists of them in any order. Rules and routes may be grouped otherwise, and mean the same.
 */
function differences(
    resource: PlannedResource,
    { properties }: Fact,
    interest: Interest,
): readonly string[] {
    return (interest.get(resource.type) ?? []).filter((name) => {
        const planned = resource.set(name);
        const fact = own(properties, name);
        if (planned === undefined || fact === undefined || fact === null || fact === "")
            return false;
        return isPlain(planned) && isPlain(fact) && canonical(planned) !== canonical(fact);
    });
}

function isPlain(raw: Raw): boolean {
    const opened = open(raw);
    if (!("value" in opened)) return false;
    const { value } = opened;
    if (Array.isArray(value)) return (value as readonly Raw[]).every((each) => isSingle(each));
    return isSingle(value);
}

/** Text that holds JSON has more than one form. */
function isSingle(raw: Raw): boolean {
    const opened = open(raw);
    if (!("value" in opened)) return false;
    const { value } = opened;
    return typeof value === "string" ? !/^\s*[[{]/.test(value) : typeof value !== "object";
}

/**
 * When the oldest facts were taken on which something rests: facts about it, about something that it
 * names, or about what else is given.
 */
export function asOf(
    { outside, byUrn }: Plan,
    resource: PlannedResource,
    urns: Iterable<string>,
): string | undefined {
    if (outside === undefined) return undefined;
    const dates: (string | undefined)[] = [resource.facts?.takenAt];
    for (const urn of urns) dates.push(byUrn.get(urn)?.facts?.takenAt);
    for (const text of resource.texts()) dates.push(outside.takenAt.get(text));
    return dates.filter((date) => date !== undefined).sort()[0];
}
