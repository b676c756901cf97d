import { policies } from "../../policies";
import { oneLine, PlanError, planFromJson } from "../plan";
import {
    interest,
    modelOf,
    resolveConfiguration,
    runOver,
    type Configure,
    type Model,
    type Run,
} from "../policy";
import { InputError } from "../files";
import { framesOf } from "./bugs";
import { describeBug, type Io } from "./io";
import { readJson } from "./read";
import { reportOf, type CheckedFile, type Report } from "./report";
import type { Terms } from "./terms";

export type Checker = (file: string) => Promise<Report>;

export const aPlan = "the output of `pulumi preview --json` or of `pulumi stack export`";

/** Checks one file after the other. What goes wrong with a file is its report. */
export function checkerOf(terms: Terms, io: Pick<Io, "stdin">): Checker {
    return async (file) => judged(file, async () => readPlan(file, io), terms);
}

/** Checks a plan. What goes wrong with it is its report. */
export async function judged(
    file: string,
    read: () => Promise<ReturnType<typeof planFromJson>>,
    { configuration, facts, exceptions, isDrawn, sourceRoot, isDebugged = false }: Terms,
): Promise<Report> {
    const { configure } = resolveConfiguration(policies, configuration);
    try {
        const source = await read();
        const asked = modelOf(source.plan, policies, configure, facts, exceptions);
        const model = await readyModel(asked);
        const run = runOver(model, policies, configure);
        const bugs = run.findings.flatMap((each) => ("thrown" in each ? [each.thrown] : []));
        const report = {
            ...reportOf(file, source, run, policies, sourceRoot),
            ...(isDebugged ? { bugs: bugs.map(framesOf) } : {}),
        };
        return isDrawn === true ? await withMap(report, run, configure) : report;
    } catch (error) {
        const isExpected = error instanceof InputError || error instanceof PlanError;
        if (isExpected) return { file, error: oneLine(error.message) };
        const bugs = isDebugged ? { bugs: [framesOf(error)] } : {};
        return { file, error: oneLine(notChecked(describeBug(error))), ...bugs };
    }
}

/** What draws is loaded only where something is drawn. */
async function withMap(report: CheckedFile, { model }: Run, configure: Configure): Promise<Report> {
    const { mapOf } = await import("./map/build");
    const levels = new Map(policies.map((each) => [each.name, configure(each).level]));
    const map = mapOf(model, report, (policy) => levels.get(policy) ?? "disabled");
    return { ...report, map };
}

/** The model with what AWS tells, if it may be asked, and anything runs on Fargate. */
export async function readyModel(model: Model): Promise<Model> {
    return model.looksUp && !model.isWithoutFargate ? model.lookedUp() : model;
}

export function notChecked(why: string): string {
    return `not checked: ${why}`;
}

/** By itself, so that the JSON is free again before anything runs over the plan. */
export async function readPlan(
    file: string,
    io: Pick<Io, "stdin">,
): Promise<ReturnType<typeof planFromJson>> {
    const json = await readJson(file, aPlan, io);
    if (json === undefined) throw new InputError(`there is nothing in it; expected ${aPlan}`);
    return planFromJson(json, interest);
}
