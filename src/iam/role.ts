import {
    addAll,
    assuming,
    cannotKnow,
    distinctGaps,
    isUnresolved,
    ok,
    unless,
    violated,
    type Answer,
    type Gap,
} from "../knowable";
import {
    elementsAt,
    orOther,
    type Children,
    type Graph,
    type Links,
    type ManagedPolicy,
    type NodeOf,
    type PolicyGiver,
    type Role,
} from "../network";
import { Reading } from "../plan";
import { awsManagedPolicy } from "./aws-managed-policies";
import { judgePolicies, type Call, type Judged } from "./evaluate";

/** How a role's policies refuse a call: one denies it, or none allows it. */
export type Refusal = "denied" | "not allowed";

/** What the plan shows of a role's policies. */
interface RolePolicies {
    /** Documents that are certainly in force. */
    readonly documents: Reading[];
    /** Documents that may be, and why that is not certain. */
    readonly possible: { readonly document: Reading; readonly why: Gap }[];
    /** Policies of which it is not known what they say. */
    readonly unknown: Gap[];
    /** The same, of AWS's own that deny nothing. */
    readonly allowing: Gap[];
    /** What was assumed from dependencies, in words. */
    readonly assumed: string[];
}

/**
 * Whether the policies of a role allow a call: an explicit `Deny` wins; that none allows it holds only
 * if nobody else can give the role policies (IAM, policy evaluation logic). A permissions boundary
 * allows nothing, and may take away what is allowed.
 *
 * @param isThere leaves out what else would give the role policies
 */
export function allowsCall(
    graph: Graph,
    role: Role,
    call: Call,
    isThere?: (giver: PolicyGiver) => boolean,
): Answer<Refusal> {
    const policies =
        isThere === undefined ? graph.once(policiesOfAll, role) : policiesOf(graph, role, isThere);
    return assuming(decide(graph, role, call, policies), policies.assumed);
}

/** What gives a role policies, or may. */
export function policyGivers(graph: Graph, role: Role): readonly PolicyGiver[] {
    return (["rolePolicy", ...attachments] as const).flatMap((kind) => {
        const { certain, possible, lost } = graph.children(kind, role, "roles");
        return [...new Set<PolicyGiver>([...certain, ...possible, ...lost])];
    });
}

function decide(graph: Graph, role: Role, call: Call, policies: RolePolicies): Answer<Refusal> {
    const certain = judgePolicies(policies.documents, call);
    if (certain.denied === "yes") return violated("denied");
    const possible = policies.possible.map(({ document, why }) => ({
        why,
        ...judgePolicies([document], call),
    }));
    const whyIf = (isOpen: (judged: Judged) => boolean): Gap[] => [
        ...possible.filter(isOpen).map(({ why }) => why),
        ...(isOpen({ ...certain, doubts: [] }) ? [dependsOnParts(role, call)] : []),
        ...certain.doubts,
        ...policies.unknown,
    ];
    if (certain.allowed === "yes") {
        const gaps = [
            ...whyIf(({ denied, doubts }) => denied !== "no" || doubts.length > 0),
            ...boundaryOf(role),
        ];
        return gaps.length === 0 ? ok() : cannotKnow(gaps);
    }
    const gaps = whyIf(({ allowed, doubts }) => allowed !== "no" || doubts.length > 0);
    if (gaps.length + policies.allowing.length > 0) {
        return cannotKnow([...gaps, ...policies.allowing]);
    }
    return unless(violated("not allowed"), openOf(graph, role));
}

function dependsOnParts({ resource }: Role, { action }: Call): Gap {
    const what = `whether its policies allow ${action} depends on conditions, or on parts of resources that are not known here`;
    return resource.gap("", "not-modelled", what);
}

/** Why a boundary may forbid what the policies allow. */
function boundaryOf({ boundary }: Role): readonly Gap[] {
    const isSet = boundary.isSet();
    if (!isSet.known) return [isSet.why];
    const what = "what its permissions boundary leaves of its policies is not checked";
    return isSet.value ? [boundary.gap("not-modelled", what)] : [];
}

/** Why a role may have more policies than the plan shows. */
function openOf(graph: Graph, role: Role): readonly Gap[] {
    return distinctGaps(
        (["inlinePolicies", "managedPolicyArns"] as const).flatMap((property) =>
            graph.openness.of(role, property),
        ),
    );
}

const policiesOfAll = (graph: Graph, role: Role): RolePolicies =>
    policiesOf(graph, role, () => true);

function policiesOf(
    graph: Graph,
    role: Role,
    isThere: (giver: PolicyGiver) => boolean,
): RolePolicies {
    const found: RolePolicies = {
        documents: [...role.inlinePolicies],
        possible: [],
        unknown: [],
        allowing: [],
        assumed: [],
    };
    addManaged(found, graph, role.managedPolicies);
    for (const { giver, why } of giversIn(graph.children("rolePolicy", role, "roles"))) {
        if (!isThere(giver)) continue;
        addAll(found.assumed, giver.roles.assumed);
        add(found, giver.document, why);
    }
    for (const kind of attachments) {
        for (const { giver, why } of giversIn(graph.children(kind, role, "roles"))) {
            if (!isThere(giver)) continue;
            addAll(found.assumed, giver.roles.assumed);
            addManaged(found, graph, giver.policies, why);
        }
    }
    return found;
}

const attachments = [
    "rolePolicyAttachment",
    "policyAttachment",
    "rolePolicyAttachmentsExclusive",
] as const;

/** What gives a role policies, and why it may be another role, if so. */
function* giversIn<N extends NodeOf<"rolePolicy" | (typeof attachments)[number]>>({
    certain,
    possible,
    lost,
}: Children<N>): Iterable<{ readonly giver: N; readonly why: Gap | undefined }> {
    for (const giver of certain) yield { giver, why: undefined };
    const others = new Set([...possible, ...lost]);
    for (const giver of others) {
        if (certain.includes(giver)) continue;
        const { some, gaps } = giver.roles;
        yield {
            giver,
            why:
                some?.why ??
                gaps.find(isUnresolved) ??
                giver.resource.gap("", "open", "it may be for another role"),
        };
    }
}

function add(found: RolePolicies, document: Reading, why: Gap | undefined): void {
    if (why === undefined) found.documents.push(document);
    else found.possible.push({ document, why });
}

/** Adds the managed policies whose ARN, or ARNs, stand at a place. */
function addManaged(found: RolePolicies, graph: Graph, place: Reading, why?: Gap): void {
    const rest: Reading[] = [];
    for (const element of elementsAt(place)) {
        const arn = element.string();
        const managed = arn.known ? awsManagedPolicy(arn.value ?? "") : undefined;
        if (managed === undefined) {
            rest.push(element);
        } else if (typeof managed === "object") {
            add(found, Reading.of(element.resource, element.path, managed.document), why);
        } else {
            const what = "what this policy of AWS's says is not known here";
            const gap = why ?? element.gap("not-modelled", what);
            (managed === "allows only" ? found.allowing : found.unknown).push(gap);
        }
    }
    if (rest.length > 0) addOwn(found, policiesAt(graph, place, rest), why);
}

function policiesAt(graph: Graph, place: Reading, rest: readonly Reading[]): Links<ManagedPolicy> {
    const { resource, property } = place;
    if (place.isList()) return graph.linker.together(rest, resource, property, "managedPolicy");
    return lists.has(property)
        ? graph.linker.many(place, property, "managedPolicy")
        : graph.linker.one(place, property, "managedPolicy");
}

/** Properties that hold a list of ARNs, even where it is not known. */
const lists: ReadonlySet<string> = new Set(["managedPolicyArns", "policyArns"]);

function addOwn(found: RolePolicies, links: Links<ManagedPolicy>, why: Gap | undefined): void {
    addAll(found.assumed, links.assumed);
    for (const policy of links.nodes) add(found, policy.document, why);
    const { some, possible, gaps, more } = links;
    for (const policy of some?.candidates ?? []) add(found, policy.document, why ?? some?.why);
    for (const policy of possible) add(found, policy.document, why ?? gaps[0]);
    found.unknown.push(...gaps, ...orOther(links));
    if (more !== undefined) found.unknown.push(more);
}
