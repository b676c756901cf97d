import {
    isObject,
    isSecret,
    own,
    parseJson,
    revealed,
    sealed,
    unknownText,
    type Raw,
    type RawProperties,
} from "../raw";
import type { PlanRecord } from "../resource";
import { isUnreadable } from "./template";

/** A state machine of Step Functions, in the words of the `aws` provider. */
export const stateMachineType = "aws:sfn/stateMachine:StateMachine";

/**
 * A state machine once for each of its states that run tasks of ECS (AWS rule 22): each has of the definition
 * what its state says. One whose definition cannot be read stays as it is.
 */
export function withItsStates(record: PlanRecord): readonly PlanRecord[] {
    const { inputs, outputs, declared } = record;
    const given = own(inputs ?? outputs, "definition") ?? null;
    if (given === null) return [record];
    const read = (raw: Raw): Definition | undefined => definitionIn(raw, declared !== undefined);
    const definition = read(given);
    if (definition === undefined) {
        return [declared === undefined ? record : withDefinition(record, () => unknownText)];
    }
    const { found, property } = definition;
    if (found.length === 0) return [withDefinition(record, () => ({}))];
    const returned = read(own(outputs, "definition") ?? null);
    return found.map((one, i) => {
        const same = returned?.found.find(({ place }) => place === one.place);
        const made = withDefinition(record, (from) =>
            saidOf(from === inputs || inputs === undefined ? one : same),
        );
        return {
            ...made,
            // The first is found by the machine's own URN.
            urn: i === 0 ? record.urn : `${record.urn}#${one.place}`,
            declared: {
                type: declared?.type ?? record.type,
                urn: declared?.urn ?? record.urn,
                spell: (path) => placeIn(`${property}.${one.place}`, path) ?? property,
                word: (_, value) => value,
            },
        };
    });
}

function withDefinition(
    record: PlanRecord,
    definitionOf: (from: RawProperties) => Raw,
): PlanRecord {
    const made = (from: RawProperties | undefined): RawProperties | undefined =>
        from && { ...from, definition: definitionOf(from) };
    return { ...record, inputs: made(record.inputs), outputs: made(record.outputs) };
}

/** What is read as `definition.task.launchType` stands in the arguments of the state, with a capital letter. */
function placeIn(state: string, path: string): string | undefined {
    const inside = /^definition\.task(.*)$/s.exec(path)?.[1];
    return inside === undefined
        ? undefined
        : `${state}${inside.replace(/\.[a-z]/g, (start) => start.toUpperCase())}`;
}

/** A state that runs tasks of ECS; without `task`, a place of which it is not known whether there are such. */
interface Found {
    /** Where its arguments stand: `States.All.Branches[0].States.Report.Parameters`. */
    readonly place: string;
    readonly name?: string | undefined;
    readonly task?: Raw | undefined;
    /** How many iterations of the Maps around it run at once, if it is in any: `null` where no page tells a limit. */
    readonly atOnce?: number | null | undefined;
    readonly isHidden: boolean;
}

function saidOf(found: Found | undefined): Raw {
    if (found?.task === undefined) return unknownText;
    const { name = null, task, atOnce, isHidden } = found;
    const block = {
        runsTasks: true,
        name,
        task,
        isRepeated: atOnce !== undefined,
        atOnce: atOnce ?? null,
    };
    return isHidden ? sealed(block) : block;
}

interface Definition {
    /** The property that has it. */
    readonly property: string;
    readonly found: readonly Found[];
}

/** The states of a definition that can be read. */
function definitionIn(raw: Raw, isNative: boolean): Definition | undefined {
    const { property, text, isHidden } = isNative ? ofCloudFormation(raw) : ofAws(raw);
    const machine = text === undefined ? undefined : parseJson(text);
    if (!isObject(machine)) return undefined;
    const found = [...tasksIn(machine)];
    return {
        property,
        found: found.map((each, i) => (isHidden ? hidden(each, i) : { ...each, isHidden })),
    };
}

/** The names in what is secret are not told. */
function hidden({ task, atOnce }: Omit<Found, "isHidden">, i: number): Found {
    return { place: `States[${String(i)}]`, task, atOnce, isHidden: true };
}

interface Written {
    readonly property: string;
    /** JSON, in which unknown values may stand. */
    readonly text: string | undefined;
    readonly isHidden: boolean;
}

function ofAws(raw: Raw): Written {
    const value = revealed(raw);
    const text = typeof value === "string" ? value : undefined;
    return { property: "definition", text, isHidden: isSecret(raw) };
}

/** CloudFormation has it as a block, or as text, and puts values in the place of `${name}`. */
function ofCloudFormation(raw: Raw): Written {
    const block = isObject(raw) ? raw : {};
    const property = own(block, "definition") === undefined ? "definitionString" : "definition";
    const given = own(block, property) ?? null;
    const value = revealed(given);
    const text =
        typeof value === "string" ? value : value === null ? undefined : JSON.stringify(value);
    const values = own(block, "definitionSubstitutions") ?? null;
    const isHidden =
        isSecret(given) ||
        isSecret(values) ||
        (isObject(values) && Object.values(values).some(isSecret));
    return { property, text: text === undefined ? text : substituted(text, values), isHidden };
}

function substituted(text: string, values: Raw): string {
    const map = revealed(values);
    if (map === null) return text;
    return text.replace(/\$\{([^{}"]*)\}/g, (_, name: string) => {
        const value = isObject(map) ? revealed(own(map, name) ?? null) : null;
        if (value === null || typeof value === "object" || isUnreadable(value)) return unknownText;
        return typeof value === "string" ? JSON.stringify(value).slice(1, -1) : String(value);
    });
}

interface Machine {
    readonly machine: Raw;
    readonly place: string;
    readonly atOnce?: number | null;
}

/** All of them, those in the branches of a Parallel and in the iterations of a Map too. */
function* tasksIn(machine: RawProperties): Iterable<Omit<Found, "isHidden">> {
    const pending: Machine[] = [{ machine, place: "" }];
    // A list, not recursion: what a file holds may be nested as deep as it likes.
    for (const { machine: raw, place, ...map } of pending) {
        const inside = revealed(raw);
        const states = revealed((isObject(inside) ? own(inside, "States") : inside) ?? null);
        const isOpen = isUnreadable(inside) || isUnreadable(states);
        if (isOpen) yield { place, ...map };
        if (isOpen || !isObject(states)) continue;
        for (const [name, given] of Object.entries(states)) {
            const state = revealed(given);
            const at = `${place}${place === "" ? "" : "."}States.${name}`;
            const isUnknown = isUnreadable(state);
            if (isUnknown) yield { place: at, ...map };
            if (isUnknown || !isObject(state)) continue;
            const task = taskOf(state);
            if (task !== undefined)
                yield { place: `${at}.${task.field}`, name, task: task.said, ...map };
            for (const [each, branch] of branchesOf(state))
                pending.push({ machine: branch, place: `${at}.${each}`, ...map });
            for (const each of ["ItemProcessor", "Iterator"]) {
                const iteration = own(state, each);
                if (iteration === undefined) continue;
                const atOnce = timesOf(state, iteration, map.atOnce);
                pending.push({ machine: iteration, place: `${at}.${each}`, atOnce });
            }
        }
    }
}

function branchesOf(state: RawProperties): readonly (readonly [string, Raw])[] {
    const raw = own(state, "Branches");
    if (raw === undefined) return [];
    const list = revealed(raw);
    if (!Array.isArray(list)) return [["Branches", list]];
    return (list as readonly Raw[]).map((each, i) => [`Branches[${String(i)}]`, each] as const);
}

/** AWS's own integration with ECS, and that with its SDK; either may wait for the task, or for a token. */
const runTask = /:ecs:runTask(\.\w+)?$/;

/** What a state hands to RunTask; without arguments that is its own input. Of one that may call a function nothing is said. */
function taskOf(
    state: RawProperties,
): { readonly field: string; readonly said: Raw | undefined } | undefined {
    const field = own(state, "Arguments") === undefined ? "Parameters" : "Arguments";
    const said = own(state, field) ?? "{% $states.input %}";
    const resource = revealed(own(state, "Resource") ?? null);
    if (typeof resource !== "string") return undefined;
    if (runTask.test(resource)) return { field, said };
    // A function's ARN is not known yet either, and few name a task definition to a function.
    const isOpen = isUnreadable(resource) && isObject(said);
    const names = isOpen ? Object.keys(said) : [];
    const isPerhaps = names.some((name) => /^TaskDefinition(\.\$)?$/.test(name));
    return isPerhaps ? { field, said: undefined } : undefined;
}

/** How many iterations run at once: 40 in the mode INLINE, as many as the limit that is set at most. */
function timesOf(map: RawProperties, iteration: Raw, outer: number | null = 1): number | null {
    const processor = revealed(iteration);
    const settings = isObject(processor)
        ? revealed(own(processor, "ProcessorConfig") ?? null)
        : null;
    const mode = isObject(settings) ? own(settings, "Mode") : undefined;
    const inline = settings === null || mode === undefined || mode === "INLINE" ? 40 : Infinity;
    const set = own(map, "MaxConcurrency");
    const limit = typeof set === "number" && set > 0 ? Math.min(set, inline) : inline;
    const all = (outer ?? Infinity) * limit;
    return Number.isFinite(all) ? all : null;
}
