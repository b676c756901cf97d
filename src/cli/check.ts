import { policies } from "../../policies";
import { PlanError, planFromJson } from "../plan";
import { interest, resolveConfiguration, runPolicies, type Configure, type Run } from "../policy";
import { complain, describeBug, InputError, type Io } from "./io";
import { readJson } from "./read";
import { renderers, type Format } from "./render";
import { isChecked, nameOf, reportOf, type CheckedFile, type Report } from "./report";

export interface CheckOptions {
    readonly config?: string | undefined;
    readonly format: Format;
}

const aPlan = "the output of `pulumi preview --json` or of `pulumi stack export`";
const aConfiguration = 'a JSON object such as {"task-image-pull": "advisory"}';

/** Checks files, prints what was found, and returns the exit status. */
export async function check(
    files: readonly string[],
    { config, format }: CheckOptions,
    io: Io,
): Promise<number> {
    const configure = await configurationOf(config, io);
    if (configure === undefined) return 2;
    const reports: Report[] = [];
    for (const file of files) {
        const report = await checkFile(file, configure, format === "html", io);
        if (!isChecked(report)) complain(io, `${nameOf(file)}: ${report.error}`);
        reports.push(report);
    }
    io.out(renderers[format](reports, io.colours));
    const checked = reports.filter(isChecked);
    if (checked.length < reports.length) return 2;
    return checked.some(({ summary }) => summary.mandatory > 0) ? 1 : 0;
}

async function checkFile(
    file: string,
    configure: Configure,
    isDrawn: boolean,
    io: Io,
): Promise<Report> {
    try {
        const source = await readPlan(file, io);
        const run = runPolicies(source.plan, policies, configure);
        const report = reportOf(file, source, run, policies);
        return isDrawn ? await withMap(report, run, configure) : report;
    } catch (error) {
        const isExpected = error instanceof InputError || error instanceof PlanError;
        return { file, error: isExpected ? error.message : `not checked: ${describeBug(error)}` };
    }
}

/** What draws is loaded only where something is drawn. */
async function withMap(report: CheckedFile, { model }: Run, configure: Configure): Promise<Report> {
    const { mapOf } = await import("./map/build");
    const asked = policies.filter((each) => configure(each).level !== "disabled");
    const names = new Set(asked.map(({ name }) => name));
    return { ...report, map: mapOf(model, report, (policy) => names.has(policy)) };
}

/** By itself, so that the JSON is free again before anything runs over the plan. */
async function readPlan(file: string, io: Io): Promise<ReturnType<typeof planFromJson>> {
    const json = await readJson(file, aPlan, io);
    if (json === undefined) throw new InputError(`there is nothing in it; expected ${aPlan}`);
    return planFromJson(json, interest);
}

/** The configuration, or nothing if something is wrong with it, which is said. */
async function configurationOf(file: string | undefined, io: Io): Promise<Configure | undefined> {
    if (file === undefined) return resolveConfiguration(policies, {}).configure;
    try {
        // As for the engine, an empty file is no configuration.
        const given = (await readJson(file, aConfiguration, io)) ?? {};
        const { configure, problems } = resolveConfiguration(policies, given);
        for (const problem of problems) complain(io, `${nameOf(file)}: ${problem}`);
        return problems.length === 0 ? configure : undefined;
    } catch (error) {
        if (!(error instanceof InputError)) throw error;
        complain(io, `${nameOf(file)}: ${error.message}`);
        return undefined;
    }
}
