import { firstOf, oneLine, planFromJson } from "../plan";
import { interest } from "../policy";
import type { Recording, Rehearsed, Standing } from "../rehearsal";
import { overwritesAny, readBy, tell, type TellOptions } from "./check";
import { judged } from "./checker";
import { complain, type Io } from "./io";
import { writeWhole } from "./output";
import type { Report } from "./report";
import { isFine, termsOf, type Terms } from "./terms";
import { count } from "./words";

/** How a preview is rehearsed. */
export interface RehearsalOptions {
    readonly stack?: string | undefined;
    /** Pulumi's own progress is not shown. */
    readonly quiet?: boolean | undefined;
    /** Nothing is asked of AWS. */
    readonly offline?: boolean | undefined;
    /** What nothing stands in for: `type.property`, with `*` for any part. */
    readonly keepUnknown?: readonly string[] | undefined;
}

export interface RehearseOptions extends TellOptions, RehearsalOptions {
    /** Where to write the rehearsed plan. */
    readonly save?: string | undefined;
}

/** Judges a preview in which values stand in for what is unknown, and returns the exit status. */
export async function rehearse(
    command: readonly string[],
    options: RehearseOptions,
    io: Io,
): Promise<number> {
    const { output, save } = options;
    if (await overwritesAny(options, [output, save], readBy(options), io)) return 2;
    if (save !== undefined && save === output) {
        complain(io, `${save}: expected one file for --save, and another for --output`);
        return 2;
    }
    const given = await termsOf(options, io);
    if (given === undefined) return 2;
    const terms = { ...given, isDrawn: options.format === "html" };
    const rehearsed = await runRehearsal(command, options, terms, io);
    if (rehearsed === undefined) return 2;
    const reports: Report[] = [];
    for (const recording of rehearsed.recordings) {
        reports.push(
            await judged(
                recording.stack,
                () => Promise.resolve(planFromJson(recording.json(), interest)),
                terms,
            ),
        );
    }
    const isSaved = save === undefined || (await keep(save, rehearsed, io));
    const status = await tell(reports, terms, options, io);
    return hasEndedWell(rehearsed, io) && isSaved ? status : 2;
}

/** Whether the preview did, of which a plan came; if not, that is said. */
export function hasEndedWell({ status }: Rehearsed, io: Io): boolean {
    if (status === 0) return true;
    complain(io, `the command ended with ${String(status)} all the same; what it said is above`);
    return false;
}

/**
 * Runs a preview with values that stand in. Where the plan is not whole, that is said, and there is nothing
 * to judge.
 */
export async function runRehearsal(
    command: readonly string[],
    { stack, quiet = false, offline = false, keepUnknown = [] }: RehearsalOptions,
    { facts }: Terms,
    io: Io,
): Promise<Rehearsed | undefined> {
    if (stack !== undefined && command.length > 0) {
        complain(io, "--stack is for `pulumi preview`; a command of your own names it itself");
        return undefined;
    }
    for (const pattern of keepUnknown) {
        if (/[.*]/.test(pattern)) continue;
        complain(io, `--keep-unknown ${pattern}: ${aProperty}`);
        return undefined;
    }
    if (process.platform === "win32") {
        complain(io, "a rehearsal needs a POSIX system: on Windows, run it in WSL");
        return undefined;
    }
    // Loaded only here: no other command needs it.
    const { rehearse: perform, RehearsalError } = await import("../rehearsal");
    const ending = new AbortController();
    const end = (signal: NodeJS.Signals): void => {
        ending.abort(signal);
    };
    for (const signal of endings) process.on(signal, end);
    try {
        const rehearsed = await perform({
            command,
            stack,
            cwd: process.cwd(),
            env: process.env,
            offline,
            keepUnknown,
            facts: facts?.files ?? [],
            isInteractive: !quiet && io.isWatched === true,
            onText: (text) => {
                if (!quiet) io.err(text);
            },
            tell: (line) => {
                complain(io, line);
            },
            signal: ending.signal,
        });
        if (ending.signal.aborted) {
            complain(io, `ended by ${String(ending.signal.reason)}; nothing is judged or written`);
            return undefined;
        }
        for (const pattern of rehearsed.standIns.unmatched()) {
            complain(
                io,
                `--keep-unknown ${pattern}: nothing of that name was unknown; ${aProperty}`,
            );
        }
        if (rehearsed.recordings.length > 0 && rehearsed.problems.length === 0) return rehearsed;
        explainFailure(rehearsed, quiet, io);
        return undefined;
    } catch (error) {
        if (!(error instanceof RehearsalError)) throw error;
        complain(io, error.message);
        return undefined;
    } finally {
        for (const signal of endings) process.off(signal, end);
    }
}

const aProperty = "expected a type and a property, such as aws:rds/instance:Instance.port";

const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function explainFailure(
    { status, problems, standIns, said }: Rehearsed,
    quiet: boolean,
    io: Io,
): void {
    if (quiet) io.err(said);
    for (const problem of problems) complain(io, problem);
    if (problems.length > 0) return;
    if (status === 0) {
        complain(io, "the command ended well, but started no preview; there is nothing to judge");
        return;
    }
    complain(io, `the preview failed (${String(status)}), so there is nothing to judge`);
    const all = standIns.all();
    if (all.length === 0) return;
    const named = standIns.mentionedIn(said);
    const others = all.filter(({ type, property }) => !named.includes(`${type}.${property}`));
    complain(io, `${count(all.length, "value")} stood in for what is unknown before a deployment`);
    if (named.length > 0) complain(io, `what failed mentions ${firstOf(named, mostNamed)}`);
    const types = propertiesByType(others);
    if (types.length > 0) complain(io, `${named.length > 0 ? "others" : "they"} stood in for:`);
    for (const line of types.slice(0, mostTypes)) complain(io, `  ${line}`);
    if (types.length > mostTypes) {
        complain(io, `  and of ${count(types.length - mostTypes, "more type")}`);
    }
    // Which of them the program read nobody can tell: those that came last are the likeliest.
    const kept =
        named.length > 0
            ? named.slice(0, mostNamed)
            : others.slice(-1).map(({ type }) => `${type}.*`);
    complain(
        io,
        "if a plain `pulumi preview` passes, leave unknown what the program cannot bear, with this among the options:",
    );
    io.err(`${kept.map((place) => `--keep-unknown '${oneLine(place)}'`).join(" ")}\n`);
}

/** What is told of a failure at most. */
const mostNamed = 8;
const mostTypes = 10;

/** In a line for each type, those that came last first: `aws:ec2/vpc:Vpc: arn, id (4 values)`. */
function propertiesByType(all: readonly Standing[]): readonly string[] {
    const types = new Map<string, { values: number; readonly properties: Set<string> }>();
    for (const { type, property } of [...all].reverse()) {
        const found = types.get(type) ?? { values: 0, properties: new Set<string>() };
        found.values += 1;
        found.properties.add(property);
        types.set(type, found);
    }
    return [...types].map(
        ([type, { values, properties }]) =>
            `${type}: ${firstOf([...properties].sort(), mostNamed)} (${count(values, "value")})`,
    );
}

/** Writes the rehearsed plan for its owner alone; false if that is not possible, which is said. */
async function keep(file: string, rehearsed: Rehearsed, io: Io): Promise<boolean> {
    const recording = onlyRecording(rehearsed);
    if (typeof recording === "string") {
        complain(io, `${file}: not written: ${recording}`);
        return false;
    }
    const text = `${JSON.stringify(recording.withoutSecrets(), undefined, 1)}\n`;
    return isFine(file, io, () => writeWhole(file, text, 0o600));
}

/** The plan of a rehearsal; or that there is not just one, for what takes one. */
export function onlyRecording({ recordings }: Rehearsed): Recording | string {
    const [recording, ...others] = recordings;
    return recording === undefined || others.length > 0
        ? `it is for one plan, and the command made ${String(recordings.length)}`
        : recording;
}
