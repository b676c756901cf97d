import { policies } from "../../policies";
import { InputError, loadFacts } from "../files";
import { PlanError, planFromJson } from "../plan";
import {
    interest,
    resolveConfiguration,
    runPolicies,
    settingsOf,
    type Configure,
    type GivenFacts,
} from "../policy";
import { complain, describeBug, type Io } from "./io";
import { readJson } from "./read";
import { renderers, type Format } from "./render";
import { isChecked, nameOf, reportOf, type Report } from "./report";

export interface CheckOptions {
    readonly config?: string | undefined;
    /** Facts about what exists outside the plans. */
    readonly facts?: readonly string[] | undefined;
    readonly format: Format;
}

const aPlan = "the output of `pulumi preview --json` or of `pulumi stack export`";
const aConfiguration = 'a JSON object such as {"task-image-pull": "advisory"}';

/** Checks files, prints what was found, and returns the exit status. */
export async function check(
    files: readonly string[],
    { config, facts: factsFiles, format }: CheckOptions,
    io: Io,
): Promise<number> {
    const configure = await configurationOf(config, io);
    if (configure === undefined) return 2;
    const facts = loadFacts(settingsOf(policies, configure), factsFiles);
    for (const problem of facts?.problems ?? []) complain(io, problem);
    if (facts !== undefined && facts.problems.length > 0) return 2;
    if (settingsOf(policies, configure).lookup === "aws") {
        complain(
            io,
            "the setting lookup of preflight-settings has no effect here; use `fargate-preflight snapshot --vpc` and --facts",
        );
    }
    const reports: Report[] = [];
    for (const file of files) {
        const report = await checkFile(file, configure, facts, io);
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
    facts: GivenFacts | undefined,
    io: Io,
): Promise<Report> {
    try {
        const source = await readPlan(file, io);
        const result = runPolicies(source.plan, policies, configure, facts);
        return reportOf(file, source, result, policies);
    } catch (error) {
        const isExpected = error instanceof InputError || error instanceof PlanError;
        return { file, error: isExpected ? error.message : `not checked: ${describeBug(error)}` };
    }
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
