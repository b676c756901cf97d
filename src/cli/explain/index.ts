import { policies } from "../../../policies";
import { InputError } from "../../files";
import type { Subnet } from "../../network";
import { PlanError, planFromJson } from "../../plan";
import { interest, modelOf, resolveConfiguration, type Model } from "../../policy";
import type { Workload } from "../../workload";
import { readPlan, readyModel } from "../checker";
import { framesOf, reportBug } from "../bugs";
import { asJson } from "../json";
import { complain, describeBug, type Io } from "../io";
import { foundNotes } from "../notes";
import { hasEndedWell, onlyRecording, runRehearsal, type RehearsalOptions } from "../rehearse";
import { nameOf } from "../report";
import { termsOf, type Terms, type TermsOptions } from "../terms";
import { destinationOf, type Destination } from "./destination";
import { findNamed, type Meant } from "./names";
import { explanationOf, type Explanation, type ReportedWay } from "./report";
import { renderExplanation } from "./text";
import { Explainer } from "./ways";
import { renderWhy, whyOf, type Why } from "./why";

export interface ExplainOptions extends TermsOptions {
    /** A workload; without one all of them. */
    readonly service?: string | undefined;
    /** A resource and a property of it, which is told instead of ways. */
    readonly why?: string | undefined;
    /** Only ways that are violated. */
    readonly broken?: boolean | undefined;
    readonly subnet?: string | undefined;
    readonly to?: string | undefined;
    readonly json?: boolean | undefined;
}

/** Prints the ways of a workload, hop by hop, and returns the exit status. */
export async function explain(file: string, options: ExplainOptions, io: Io): Promise<number> {
    const terms = await termsOf(options, io, [file]);
    if (terms === undefined) return 2;
    return explainPlan(file, async () => readPlan(file, io), options, terms, io);
}

/** The same of a preview in which values stand in for what is unknown. */
export async function explainRehearsed(
    command: readonly string[],
    options: ExplainOptions & RehearsalOptions,
    io: Io,
): Promise<number> {
    const terms = await termsOf(options, io);
    if (terms === undefined) return 2;
    const rehearsed = await runRehearsal(command, options, terms, io);
    if (rehearsed === undefined) return 2;
    const recording = onlyRecording(rehearsed);
    if (typeof recording === "string") {
        complain(io, recording);
        return 2;
    }
    const read = (): Promise<ReadPlan> => Promise.resolve(planFromJson(recording.json(), interest));
    const status = await explainPlan(recording.stack, read, options, terms, io);
    return hasEndedWell(rehearsed, io) ? status : 2;
}

type ReadPlan = Awaited<ReturnType<typeof readPlan>>;

async function explainPlan(
    name: string,
    read: () => Promise<ReadPlan>,
    options: ExplainOptions,
    terms: Terms,
    io: Io,
): Promise<number> {
    const found = await explained(name, read, options, terms, io);
    if ("problem" in found) {
        complain(io, `${nameOf(name)}: ${found.problem}`);
        return 2;
    }
    if ("property" in found.one) {
        io.out(renderWhy(found.one));
        return 0;
    }
    const { all, incomplete } = found.one;
    const { service, broken: isBroken = false, json } = options;
    if (json !== true) {
        const { colours, columns } = io;
        io.out(
            renderExplanation(all, {
                colours,
                columns,
                isBroken,
                incomplete,
                notes: foundNotes(terms.foundAt),
            }),
        );
    } else {
        const told = isBroken ? all.map(brokenOf) : all;
        io.out(
            asJson(
                service === undefined
                    ? { version: 1, file: name, workloads: told, incomplete }
                    : told[0],
            ),
        );
    }
    return all.some(({ ways }) => ways.some(isViolated)) ? 1 : 0;
}

function isViolated({ verdict }: ReportedWay): boolean {
    return verdict === "violated";
}

function brokenOf(explanation: Explanation): Explanation {
    return { ...explanation, ways: explanation.ways.filter(isViolated) };
}

async function explained(
    name: string,
    read: () => Promise<ReadPlan>,
    options: ExplainOptions,
    { configuration, facts, isDebugged }: Terms,
    io: Io,
): Promise<
    Meant<Why | { readonly all: readonly Explanation[]; readonly incomplete: string | null }>
> {
    try {
        const { plan } = await read();
        const { configure } = resolveConfiguration(policies, configuration);
        const model = await readyModel(modelOf(plan, policies, configure, facts));
        for (const problem of model.facts.unasked ?? []) complain(io, problem);
        if (options.why !== undefined) return whyOf(model, options.why);
        const workloads = workloadsOf(model, options.service);
        if ("problem" in workloads) return workloads;
        const subnets = subnetsOf(model, options.subnet);
        if ("problem" in subnets) return subnets;
        const explainer = new Explainer(model);
        const all: Explanation[] = [];
        for (const workload of workloads.one) {
            const to = destination(model, workload, options.to);
            if ("problem" in to) return to;
            const ways = explainer.explain(workload, to.one, subnets.one);
            all.push(explanationOf(name, workload, ways, plan.incomplete));
        }
        return { one: { all, incomplete: plan.incomplete ?? null } };
    } catch (error) {
        if (error instanceof InputError || error instanceof PlanError) {
            return { problem: error.message };
        }
        if (isDebugged === true) reportBug(framesOf(error), io);
        return { problem: `not explained: ${describeBug(error)}` };
    }
}

/** The one of this name, or all of the plan. */
function workloadsOf({ workloads }: Model, name: string | undefined): Meant<readonly Workload[]> {
    if (name === undefined) return { one: workloads };
    const launchers = workloads.map(({ launcher }) => launcher);
    const found = findNamed(name, "workload on Fargate", launchers);
    if ("problem" in found) return found;
    return { one: workloads.filter(({ launcher }) => launcher === found.one) };
}

/** Those that it names, or none: then all of the workload. */
function subnetsOf(
    { graph }: Model,
    name: string | undefined,
): Meant<readonly Subnet[] | undefined> {
    if (name === undefined) return { one: undefined };
    const found = findNamed(name, "subnet", graph.all("subnet"));
    return "problem" in found ? found : { one: [found.one] };
}

function destination(
    { graph, workloads }: Model,
    self: Workload,
    text: string | undefined,
): Meant<Destination | undefined> {
    if (text === undefined) return { one: undefined };
    const parsed = destinationOf(text, graph, workloads, self);
    return "problem" in parsed ? parsed : { one: parsed.to };
}
