import { distinctGaps, violated, type Gap } from "../src/knowable";
import type { Graph } from "../src/network";
import type { Plan, PlannedResource } from "../src/plan";
import { definePolicy, supplyInWords, supplyOf, type Unverified } from "../src/policy";

export const unverifiedNetwork = definePolicy({
    kind: "unverified",
    name: "unverified-network",
    description: "Every check of a Fargate workload's network must have an answer.",
    why: "What depends on values that this plan does not hold can be neither confirmed nor refused. It is listed here once, with what is missing, so that no check is skipped quietly. Make it mandatory to allow only networks that are proven.",
    fix: "Supply the missing value, as each line says, or turn off the check that asks for it. Where a line says that something is not simulated, there is nothing to change: look at it yourself.",
    turnOff: "If you do not want to see what could not be checked; better is to supply it.",
    severity: "low",
    level: "advisory",
    limits: "Ok or violated: a violation lists what the other policies cannot know.",
    *check({ model }, unverified) {
        const open = [
            ...unverified,
            ...model.unmodelled.map(({ resource, gap }) => ({
                policy: "all checks",
                resource,
                gaps: [gap],
            })),
        ];
        const titleOf = titles(model.graph, open);
        for (const [resource, questions] of byResource(open)) {
            yield {
                resource,
                answer: violated(),
                problem: `${titleOf(resource.urn, resource.name)}: some checks have no answer, so a fault there can neither be told nor excluded`,
                details: [...linesOf(questions, titleOf)],
                fix: model.hasInputs
                    ? supplies(questions, model.plan)
                    : "enable preflight-inputs: without it much of the program cannot be read",
                ...(questions.every(({ isAdvice }) => isAdvice === true) ? { isAdvice: true } : {}),
            };
        }
    },
});

function byResource(unverified: readonly Unverified[]): Map<PlannedResource, Unverified[]> {
    const found = new Map<string, [PlannedResource, Unverified[]]>();
    for (const question of unverified) {
        const { resource } = question;
        const entry = found.get(resource.urn);
        if (entry === undefined) found.set(resource.urn, [resource, [question]]);
        else entry[1].push(question);
    }
    return new Map(found.values());
}

/** What the same checks miss for the same reason is one line, however many places it is missing in. */
function* linesOf(questions: readonly Unverified[], titleOf: Title): Iterable<string> {
    const asked = new Map<string, { gap: Gap; policies: Set<string> }>();
    for (const { policy, gaps } of questions) {
        for (const gap of gaps) {
            const key = `${gap.urn} ${gap.property} ${gap.what}`;
            const entry = asked.get(key) ?? { gap, policies: new Set() };
            entry.policies.add(policy);
            asked.set(key, entry);
        }
    }
    const lines = new Map<string, { checks: string; what: string; places: string[] }>();
    for (const { gap, policies } of asked.values()) {
        const { urn, resource, property, what } = gap;
        const checks = [...policies].join(", ");
        const line = lines.get(`${checks} ${what}`) ?? { checks, what, places: [] };
        const title = titleOf(urn, resource);
        line.places.push(property === "" ? title : `${property} of ${title}`);
        lines.set(`${checks} ${what}`, line);
    }
    for (const { checks, what, places } of lines.values()) {
        yield `${checks}: ${places.join(", ")}: ${what}`;
    }
    const beside = questions.flatMap(({ policy, gaps }) =>
        gaps.flatMap((gap) => (gap.beside === undefined ? [] : [`${policy}: ${gap.beside}`])),
    );
    yield* new Set(beside);
}

type Title = (urn: string, name: string) => string;

/** Components give one name to all that they make: where several things share it, their kind is said too. */
function titles(graph: Graph, questions: readonly Unverified[]): Title {
    const urns = new Map<string, string>();
    const shared = new Set<string>();
    const meet = (urn: string, name: string): void => {
        if ((urns.get(name) ?? urn) !== urn) shared.add(name);
        urns.set(name, urn);
    };
    for (const { resource, gaps } of questions) {
        meet(resource.urn, resource.name);
        for (const gap of gaps) meet(gap.urn, gap.resource);
    }
    return (urn, name) => {
        const node = shared.has(name) ? graph.node(urn) : undefined;
        return node === undefined ? name : `${node.label} ${name}`;
    };
}

function supplies(questions: readonly Unverified[], plan: Plan): string {
    const gaps = distinctGaps(questions.flatMap((question) => question.gaps));
    return supplyInWords(gaps.map((gap) => supplyOf(gap, plan)));
}
