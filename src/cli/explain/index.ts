import { policies } from "../../../policies";
import { InputError } from "../../files";
import type { Subnet } from "../../network";
import { PlanError, planFromJson } from "../../plan";
import { interest, modelOf, resolveConfiguration, type Model } from "../../policy";
import type { Workload } from "../../workload";
import { readPlan, readyModel } from "../checker";
import { asJson } from "../json";
import { complain, describeBug, type Io } from "../io";
import { hasEndedWell, onlyRecording, runRehearsal, type RehearsalOptions } from "../rehearse";
import { nameOf } from "../report";
import { termsOf, type Terms, type TermsOptions } from "../terms";
import { destinationOf, type Destination } from "./destination";
import { findNamed, type Meant } from "./names";
import { explanationOf, type Explanation } from "./report";
import { renderExplanation } from "./text";
import { Explainer } from "./ways";
import { renderWhy, whyOf, type Why } from "./why";

export interface ExplainOptions extends TermsOptions {
    /** Needed unless `why` is given. */
    readonly service?: string | undefined;
    /** A resource and a property of it, which is told instead of ways. */
    readonly why?: string | undefined;
    readonly subnet?: string | undefined;
    readonly to?: string | undefined;
    readonly json?: boolean | undefined;
}

/** Prints the ways of a workload, hop by hop, and returns the exit status. */
export async function explain(file: string, options: ExplainOptions, io: Io): Promise<number> {
    const terms = await termsOf(options, io);
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
    const { one } = found;
    if ("property" in one) {
        io.out(renderWhy(one));
        return 0;
    }
    io.out(options.json === true ? asJson(one) : renderExplanation(one, io.colours));
    return one.ways.some(({ verdict }) => verdict === "violated") ? 1 : 0;
}

async function explained(
    name: string,
    read: () => Promise<ReadPlan>,
    options: ExplainOptions,
    { configuration, facts }: Terms,
    io: Io,
): Promise<Meant<Explanation | Why>> {
    try {
        const { plan } = await read();
        const { configure } = resolveConfiguration(policies, configuration);
        const model = await readyModel(modelOf(plan, policies, configure, facts));
        for (const problem of model.facts.unasked ?? []) complain(io, problem);
        if (options.why !== undefined) return whyOf(model, options.why);
        const workload = workloadOf(model, options.service ?? "");
        if ("problem" in workload) return workload;
        const subnets = subnetsOf(model, options.subnet);
        if ("problem" in subnets) return subnets;
        const to = destination(model, workload.one, options.to);
        if ("problem" in to) return to;
        const ways = new Explainer(model).explain(workload.one, to.one, subnets.one);
        return { one: explanationOf(name, workload.one, ways, plan.incomplete) };
    } catch (error) {
        const isExpected = error instanceof InputError || error instanceof PlanError;
        return { problem: isExpected ? error.message : `not explained: ${describeBug(error)}` };
    }
}

function workloadOf({ workloads }: Model, name: string): Meant<Workload> {
    const launchers = workloads.map(({ launcher }) => launcher);
    const found = findNamed(name, "workload on Fargate", launchers);
    if ("problem" in found) return found;
    const one = workloads.find(({ launcher }) => launcher === found.one);
    return one === undefined ? { problem: `there is no workload ${name}` } : { one };
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
