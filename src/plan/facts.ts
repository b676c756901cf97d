import { firstOf } from "./printable";
import { canonical } from "./canonical";
import { familyOf } from "./defaults";
import { factsSchema } from "./facts-schema";
import type { Interest } from "./plan";
import { own, type Raw } from "./raw";
import { problemsIn } from "./schema";

/** What exists outside a plan, as a facts file says it (docs/facts.schema.json). */
export interface FactsFile {
    readonly $schema?: string;
    readonly version: 1;
    /** When it was read, in UTC: `2026-11-22T10:00:00Z`. */
    readonly takenAt: string;
    readonly source: FactsSource;
    /** VPCs that were read whole: that something is not in them proves something, as of then. */
    readonly completeFor: readonly CompleteVpc[];
    readonly resources: readonly Fact[];
}

/** Where facts come from. Account and region are those of all its facts that do not say otherwise. */
export type FactsSource =
    | {
          readonly kind: "aws";
          /** In a file there is one; AWS may not tell it in a lookup. */
          readonly account?: string;
          readonly region: string;
      }
    | {
          readonly kind: "export";
          /** Such as `network/prod`. */
          readonly stack?: string;
          readonly account?: string;
          readonly region?: string;
      };

/** A VPC that was read whole, apart from what could not be read. */
export interface CompleteVpc {
    /** Its id. */
    readonly vpc: string;
    readonly except?: readonly Unread[];
}

/** The parts in which AWS is read, by which facts name what could not be. */
export type Section =
    | "account"
    | "blockPublicAccess"
    | "clusters"
    | "dhcpOptions"
    | "fileSystems"
    | "flowLogs"
    | "hostedZones"
    | "internetGateways"
    | "loadBalancers"
    | "natGateways"
    | "networkAcls"
    | "prefixLists"
    | "routeTables"
    | "securityGroups"
    | "securityGroupVpcAssociations"
    | "serviceLinkedRole"
    | "subnets"
    | "vpc"
    | "vpcEndpoints";

/** Something that could not be read, and why. A file may name more than the sections that are known here. */
export interface Unread {
    readonly what: string;
    readonly why: string;
}

/**
 * One thing that exists. A property that is there as `null`, `""` or `[]` is known not to be set; one
 * that is not there is not known.
 */
export interface Fact {
    /** A Pulumi type that the network knows, such as `aws:ec2/subnet:Subnet`. */
    readonly type: string;
    readonly id: string;
    /** What people call it: its Name tag, or its id. */
    readonly name: string;
    readonly account?: string;
    readonly region?: string;
    /** Named and shaped as the provider's outputs. */
    readonly properties: Readonly<Record<string, Raw>>;
    /** What a state file holds besides: it may belong to other resources, or be gone. */
    readonly copied?: Readonly<Record<string, Raw>>;
    /** Properties that others may have changed. */
    readonly ignoreChanges?: readonly string[];
}

/** Facts, with what their file is called in messages. */
export interface NamedFacts {
    readonly name: string;
    readonly facts: FactsFile;
}

/** The facts in parsed JSON, or where something is wrong, and what was expected; never a value. */
export type FactsRead =
    { readonly facts: FactsFile } | { readonly problems: readonly [string, ...string[]] };

/** Reads facts of the types that are of interest. */
export function readFacts(json: unknown, interest: Interest): FactsRead {
    const wrong = problemsIn(json, factsSchema, shapes);
    if (wrong.length > 0) {
        if (isExport(json)) return { problems: [exportInstead] };
        const [first = "the file holds no facts", ...others] = wrong;
        return { problems: [first, ...others.slice(0, most - 1)] };
    }
    const facts = json as FactsFile;
    const [first, ...others] = [...oddities(facts, interest)];
    return first === undefined ? { facts } : { problems: [first, ...others.slice(0, most - 1)] };
}

const exportInstead =
    "this is a stack's export; expected the facts that `npx --no-install fargate-preflight snapshot --export` makes of it";

function isExport(json: unknown): boolean {
    return typeof json === "object" && json !== null && "deployment" in json;
}

/** A file of another kind has nothing but problems. */
const most = 10;

const shapes: Readonly<Record<string, string>> = {
    takenAt: "a time in UTC such as 2026-11-22T10:00:00Z",
    account: "the twelve digits of an AWS account",
    region: "an AWS region such as eu-west-1",
    availableIpAddressCount: "a whole number, at least 0",
};

/** What no schema can say. */
function* oddities(facts: FactsFile, interest: Interest): Iterable<string> {
    if (Number.isNaN(Date.parse(facts.takenAt))) {
        yield `takenAt: expected ${shapes.takenAt ?? ""}`;
    }
    const seen = new Map<string, { readonly fact: Fact; readonly i: number }>();
    for (const [i, fact] of facts.resources.entries()) {
        if (!interest.has(fact.type)) {
            yield `resources[${String(i)}].type: expected a type of a network that this pack knows, such as aws:ec2/subnet:Subnet`;
        }
        const same = seen.get(keyOf(fact));
        if (same === undefined) seen.set(keyOf(fact), { fact, i });
        else if (!isSame(same.fact, fact)) {
            yield `resources[${String(i)}]: it differs from resources[${String(same.i)}], which has the same id; expected one of them`;
        }
    }
}

/** One thing of AWS's, whether it is called by its own type or as what adopts it. */
export function keyOf({ type, id }: { readonly type: string; readonly id: string }): string {
    return `${familyOf(type)} ${id}`;
}

/** How many addresses of a subnet are free: it changes from minute to minute (EC2 API, Subnet). */
export const counted = "availableIpAddressCount";

/** Nothing that both hold differs, apart from what AWS counts anew each time. */
function isSame({ properties: one }: Fact, { properties: other }: Fact): boolean {
    return Object.keys(one).every((key) => {
        if (key === counted) return true;
        const [here, there] = [own(one, key), own(other, key)];
        return here === undefined || there === undefined || isEqual(here, there);
    });
}

function isEqual(one: Raw, other: Raw): boolean {
    try {
        return canonical(one) === canonical(other);
    } catch (error) {
        // A file may be nested deeper than the stack.
        if (error instanceof RangeError) return false;
        throw error;
    }
}

/** Files that say different things of one id: they cannot both be true. */
export function conflictsOf(files: readonly NamedFacts[]): readonly string[] {
    const seen = new Map<string, { readonly name: string; readonly fact: Fact }>();
    const conflicts = new Map<string, string[]>();
    for (const { name, facts } of files) {
        for (const fact of facts.resources) {
            const other = seen.get(keyOf(fact));
            if (other === undefined) seen.set(keyOf(fact), { name, fact });
            else if (other.name !== name && !isSame(other.fact, fact)) {
                const both = `${other.name} and ${name}`;
                conflicts.set(both, [...(conflicts.get(both) ?? []), fact.id]);
            }
        }
    }
    return [...conflicts].map(
        ([both, ids]) =>
            `${both} say different things of ${firstOf(ids, 3)}; expected one file about each`,
    );
}
