import {
    conflictsOf,
    PlanError,
    planFromJson,
    stackType,
    type CompleteVpc,
    type Fact,
    type FactsFile,
    type NamedFacts,
    type Plan,
    type Raw,
    type Unread,
} from "../plan";
import { Graph } from "./links/graph";
import { factInterest, interest } from "./links/kinds";
import type { Vpc } from "./things/vpc";

/** The JSON of an export, or nothing if the file is blank, with what the file is called in messages. */
export interface NamedExport {
    readonly name: string;
    readonly json: Raw | undefined;
}

const expected = "expected the output of `pulumi stack export`";

/** The facts that exports of stacks hold, or what is wrong with them. */
export function factsOfExports(
    exports: readonly NamedExport[],
    now = new Date(),
): { readonly facts: FactsFile } | { readonly problems: readonly string[] } {
    const plans: { readonly name: string; readonly plan: Plan }[] = [];
    const problems: string[] = [];
    for (const { name, json } of exports) {
        const plan = planOf(json);
        if (typeof plan === "string") problems.push(`${name}: ${plan}`);
        else plans.push({ name, plan });
    }
    const made = new Set(plans.flatMap(({ plan }) => [...madeBy(plan)]));
    const stacks = plans.map(({ name, plan }): NamedFacts => ({
        name,
        facts: factsOf(plan, made, now),
    }));
    problems.push(...conflictsOf(stacks));
    return problems.length > 0 ? { problems } : { facts: joined(stacks.map(({ facts }) => facts)) };
}

/** What a stack made, and does not only read. */
function* madeBy({ resources }: Plan): Iterable<string> {
    for (const { id, external } of resources) if (id.known && !external) yield id.value;
}

function planOf(json: Raw | undefined): Plan | string {
    if (json === undefined) return `there is nothing in it; ${expected}`;
    try {
        const { kind, plan } = planFromJson(json, interest);
        return kind === "export" ? plan : `this is a ${kind}; ${expected}`;
    } catch (error) {
        if (error instanceof PlanError) return error.message;
        throw error;
    }
}

function factsOf(plan: Plan, made: ReadonlySet<string>, now: Date): FactsFile {
    const resources: Fact[] = [];
    const accounts = accountsByProvider(plan);
    for (const resource of plan.resources) {
        const { type, id, name, region, external, provider = "" } = resource;
        const names = factInterest.get(type);
        if (names === undefined || !id.known) continue;
        // The stack that made it knows it better.
        if (external && made.has(id.value)) continue;
        const account = accounts.get(provider);
        const place = {
            ...(account === undefined ? {} : { account }),
            ...(region.known ? { region: region.value } : {}),
        };
        resources.push({ type, id: id.value, name, ...place, ...resource.asFact(names) });
    }
    const stack = stackOf(plan);
    const written = Date.parse(plan.writtenAt ?? "");
    return {
        version: 1,
        takenAt: (Number.isNaN(written) ? now : new Date(written)).toISOString(),
        source: {
            kind: "export",
            ...(stack === undefined ? {} : { stack }),
        },
        completeFor: [...wholeVpcs(new Graph(plan))],
        resources,
    };
}

/** The account of each provider, as far as ARNs of what it made tell, and agree. */
function accountsByProvider({ resources }: Plan): ReadonlyMap<string, string | undefined> {
    const found = new Map<string, string | undefined>();
    for (const { provider, account, external } of resources) {
        if (provider === undefined || account === undefined || external) continue;
        const isFirst = !found.has(provider) || found.get(provider) === account;
        found.set(provider, isFirst ? account : undefined);
    }
    return found;
}

/** `network/prod`: project and stack. */
function stackOf({ resources }: Plan): string | undefined {
    const urn = resources.find(({ type }) => type === stackType)?.urn;
    const [, stack, project] = urn?.split(/::|urn:pulumi:/) ?? [];
    return stack === undefined || project === undefined ? undefined : `${project}/${stack}`;
}

/** The VPCs that a stack made: all of them is in its export, as far as others do not add to them. */
function* wholeVpcs(graph: Graph): Iterable<CompleteVpc> {
    const exposed = [...graph.openness.exposed].flatMap(([urn, gap]) =>
        [...graph.determinedBy(urn, "vpc", false)].map((vpc) => ({ vpc, gap })),
    );
    for (const vpc of graph.all("vpc")) {
        const { id, external } = vpc.resource;
        if (vpc.isAdopted || external || !id.known) continue;
        const except: Unread[] = exposed
            .filter((each) => each.vpc === vpc)
            .map(({ gap }) => ({ what: "all", why: `${gap.resource}: ${gap.what}` }));
        if (hasUnknownMainTable(graph, vpc)) {
            const why = "the stack did not make its main route table what it is";
            except.push({ what: "routeTables", why });
        }
        yield { vpc: id.value, ...(except.length === 0 ? {} : { except }) };
    }
}

/** Another table has become the main one, and no association of the stack says so. */
function hasUnknownMainTable(graph: Graph, vpc: Vpc): boolean {
    const { mainRouteTableId: main, defaultRouteTableId: first } = vpc;
    if (!main.known || !first.known || main.value === first.value) return false;
    const { certain } = graph.children("mainRouteTableAssociation", vpc, "vpc");
    return certain.length === 0;
}

/** One file of several; what all facts have alike, its source says. */
function joined(files: readonly FactsFile[]): FactsFile {
    const facts = files.flatMap(({ resources }) => resources);
    const stacks = files.flatMap(({ source }) =>
        source.kind === "export" && source.stack !== undefined ? [source.stack] : [],
    );
    const account = common(facts.map((each) => each.account));
    const region = common(facts.map((each) => each.region));
    return {
        version: 1,
        takenAt: files.map(({ takenAt }) => takenAt).sort()[0] ?? new Date(0).toISOString(),
        source: {
            kind: "export",
            ...(stacks.length === 0 ? {} : { stack: stacks.join(", ") }),
            ...(account === undefined ? {} : { account }),
            ...(region === undefined ? {} : { region }),
        },
        completeFor: files.flatMap(({ completeFor }) => completeFor),
        resources: facts.map(({ account: its, region: here, ...fact }) => ({
            ...fact,
            ...(its === undefined || its === account ? {} : { account: its }),
            ...(here === undefined || here === region ? {} : { region: here }),
        })),
    };
}

/** The one value that all have. */
function common(values: readonly (string | undefined)[]): string | undefined {
    const [first, ...others] = new Set(values);
    return others.length === 0 ? first : undefined;
}
