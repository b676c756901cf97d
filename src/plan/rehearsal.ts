import { addTo } from "../knowable";
import { PlanError } from "./error";
import { makePlan, type Interest, type Plan } from "./plan";
import { isObject, own, revealed, textsIn, unknownText, type Raw, type RawProperties } from "./raw";
import { object, objectsIn, stateAt, text, texts, unreadable } from "./records";
import { recordsOf } from "./recording";
import type { PlanRecord } from "./resource";

/** A place in a resource's outputs: `["cacheNodes", 0, "address"]`. */
type Path = readonly (string | number)[];

/**
 * How far a stand-in is read:
 *
 * - `believed`: it names something, and is as good as the name to come
 * - `doubted`: it is there for the program alone, and reads as without it
 * - `old`: what a resource had before a change, which may have another value afterwards
 */
const kinds = ["believed", "doubted", "old"] as const;

interface StandIn {
    readonly urn: string;
    readonly path: Path;
    readonly as: (typeof kinds)[number];
}

/** What a rehearsed plan says of its stand-ins. */
interface Rehearsal {
    readonly standIns: readonly StandIn[];
    /** Texts with which data sources were answered and that are not to be believed. */
    readonly answers: readonly string[];
    /** Account that stands in → the real one, if it is known. */
    readonly accounts: ReadonlyMap<string, string | undefined>;
}

/**
 * The plan of a rehearsed preview: a recording, and beside it what stands in. An id, an ARN, a name or an
 * address that stands in is as good as the real one. Anything else that stood in, so that the program could
 * go on, reads as without a rehearsal, wherever the program carried it.
 *
 * @throws PlanError if it does not say what stands in, or holds what cannot be read.
 */
export function planFromRehearsal(file: RawProperties, interest: Interest): Plan {
    const rehearsal = rehearsalIn(own(file, "rehearsal"));
    const all = own(file, "resources");
    if (!Array.isArray(all)) throw unreadable(all, "resources", "a list of objects");
    const states = objectsIn(all, "resources").map(({ state, place }) => stateAt(state, place));
    const isNew = new Set(
        rehearsal.standIns.filter(({ path }) => path.join() === "id").map(({ urn }) => urn),
    );
    const read = states.map(rereader(rehearsal, states, isNew));
    const records = recordsOf(read, interest, "resources").map((record): PlanRecord => ({
        ...record,
        isRehearsed: isNew.has(record.urn),
    }));
    const made = namesIn(rehearsal, read);
    return { ...makePlan(records), standIns: rehearsal.standIns.length, made };
}

/** The texts that are believed to name something. */
function namesIn({ standIns }: Rehearsal, states: readonly RawProperties[]): ReadonlySet<string> {
    const byUrn = new Map(states.map((state) => [text(state, "urn") ?? "", state]));
    const found = new Set<string>();
    for (const { urn, path, as } of standIns) {
        if (as !== "believed") continue;
        for (const leaf of leavesOf(at(object(byUrn.get(urn) ?? {}, "outputs") ?? {}, path))) {
            if (typeof leaf === "string") found.add(leaf);
        }
    }
    return found;
}

function rehearsalIn(raw: Raw | undefined): Rehearsal {
    const standIns = isObject(raw) ? own(raw, "standIns") : undefined;
    const answers = (isObject(raw) ? own(raw, "answers") : undefined) ?? [];
    const accounts = (isObject(raw) ? own(raw, "accounts") : undefined) ?? {};
    const isWhole =
        Array.isArray(standIns) &&
        (standIns as readonly Raw[]).every(isStandIn) &&
        Array.isArray(answers) &&
        isObject(accounts) &&
        Object.keys(accounts).every((account) => accountOnly.test(account));
    if (!isWhole) {
        throw new PlanError(
            "this is a rehearsed plan that does not say what stands in; expected one that `npx --no-install fargate-preflight rehearse --save` wrote",
        );
    }
    return {
        standIns: standIns,
        answers: texts(answers),
        accounts: new Map(
            Object.keys(accounts).map((account) => [account, text(accounts, account)]),
        ),
    };
}

function isStandIn(raw: Raw): boolean {
    if (!isObject(raw)) return false;
    const path = own(raw, "path");
    return (
        text(raw, "urn") !== undefined &&
        Array.isArray(path) &&
        path.length > 0 &&
        (path as readonly Raw[]).every((key) => ["string", "number"].includes(typeof key)) &&
        (kinds as readonly Raw[]).includes(own(raw, "as") ?? null)
    );
}

const accountOnly = /^\d{12}$/;

/** What is not to be believed of one resource. */
interface Doubts {
    readonly paths: readonly Path[];
    readonly values: ReadonlySet<Raw>;
}

/** Makes each state what it would be if only what is believed stood in. */
function rereader(
    rehearsal: Rehearsal,
    states: readonly RawProperties[],
    isNew: ReadonlySet<string>,
): (state: RawProperties) => RawProperties {
    const byUrn = new Map(states.map((state) => [text(state, "urn") ?? "", state]));
    const doubts = new Map<string, Doubts>();
    const everywhere = new Set(rehearsal.answers);
    for (const [urn, all] of grouped(rehearsal.standIns)) {
        const outputs = object(byUrn.get(urn) ?? {}, "outputs") ?? {};
        const believed = new Set(
            all
                .filter(({ as }) => as === "believed")
                .flatMap(({ path }) => [...leavesOf(at(outputs, path))]),
        );
        const doubted = all.filter(({ as }) => as !== "believed");
        const values = new Set<Raw>();
        for (const { path, as } of doubted) {
            for (const value of leavesOf(at(outputs, path))) {
                if (believed.has(value)) continue;
                values.add(value);
                const isFree = isUnmistakable(value) && !rehearsal.accounts.has(value);
                if (as === "doubted" && isFree) everywhere.add(value);
            }
        }
        doubts.set(urn, { paths: doubted.map(({ path }) => path), values });
    }
    const accounts = accountsIn(rehearsal.accounts, states, isNew);
    const retext = retexter(everywhere, accounts, states);
    return (state) => {
        const own = doubts.get(text(state, "urn") ?? "");
        const feeding = object(state, "propertyDependencies") ?? {};
        const carried = (properties: RawProperties): RawProperties =>
            mapped(properties, (value, key) =>
                veiled(value, valuesFrom(texts(feeding[key]), doubts), retext),
            );
        const inputs = object(state, "inputs");
        const outputs = object(state, "outputs");
        return {
            ...state,
            ...(inputs === undefined ? {} : { inputs: carried(inputs) }),
            ...(outputs === undefined
                ? {}
                : {
                      outputs: (own?.paths ?? []).reduce<RawProperties>(
                          (all, path) => without(all, path) as RawProperties,
                          carried(outputs),
                      ),
                  }),
        };
    };
}

function grouped(standIns: readonly StandIn[]): Map<string, StandIn[]> {
    const found = new Map<string, StandIn[]>();
    for (const each of standIns) {
        addTo(found, each.urn, each);
    }
    return found;
}

/** Long enough to be nothing else by chance. */
function isUnmistakable(value: Raw): value is string {
    return typeof value === "string" && value.length >= 12;
}

/** What is not to be believed of the resources that feed a property. */
function valuesFrom(
    urns: readonly string[],
    doubts: ReadonlyMap<string, Doubts>,
): readonly ReadonlySet<Raw>[] {
    return urns.flatMap((urn) => {
        const values = doubts.get(urn)?.values;
        return values === undefined || values.size === 0 ? [] : [values];
    });
}

/** Values that are not to be believed become unknown again; texts are read anew. */
function veiled(
    raw: Raw,
    doubted: readonly ReadonlySet<Raw>[],
    retext: (text: string) => string,
): Raw {
    if (Array.isArray(raw)) {
        return (raw as readonly Raw[]).map((each) => veiled(each, doubted, retext));
    }
    if (isObject(raw)) return mapped(raw, (each) => veiled(each, doubted, retext));
    if (doubted.some((values) => values.has(raw))) return unknownText;
    return typeof raw === "string" ? retext(raw) : raw;
}

/** A text where what is not to be believed is unknown, be it a part, and accounts are the real ones. */
function retexter(
    doubted: ReadonlySet<string>,
    accounts: ReadonlyMap<string, string | undefined>,
    states: readonly RawProperties[],
): (text: string) => string {
    const steps: ((text: string) => string)[] = [];
    if (doubted.size > 0) {
        // The longest first: one may be a part of another.
        const all = [...doubted].sort((a, b) => b.length - a.length).map(escaped);
        const pattern = new RegExp(all.join("|"), "g");
        steps.push((text) => text.replace(pattern, unknownText));
    }
    for (const [account, real] of accounts) {
        if (real !== undefined) {
            const pattern = new RegExp(`(?<!\\d)${account}(?!\\d)`, "g");
            steps.push((text) => text.replace(pattern, real));
            continue;
        }
        // Whose account it is nobody knows, so it is the same as any.
        const inArn = new RegExp(`(arn:[\\w-]*:[\\w-]*:[\\w-]*:)${account}(?=:)`, "g");
        steps.push((text) => text.replace(inArn, "$1*"));
        if (!namesAccounts(states, accounts)) continue;
        const inHost = new RegExp(`(?<!\\d)${account}(?=\\.dkr[.-])`, "g");
        steps.push((text) => text.replace(inHost, unknownText));
    }
    return (text) => steps.reduce((now, step) => step(now), text);
}

/** Whether the program names an account that does not stand in, which may be the same one. */
function namesAccounts(
    states: readonly RawProperties[],
    accounts: ReadonlyMap<string, string | undefined>,
): boolean {
    return states.some((state) => {
        for (const each of textsIn(own(state, "inputs"))) {
            for (const [, account = ""] of each.matchAll(arns)) {
                if (!accounts.has(account)) return true;
            }
        }
        return false;
    });
}

const arns = /arn:[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g;

/** Accounts that nobody told may be those of what each provider has made before. */
function accountsIn(
    told: ReadonlyMap<string, string | undefined>,
    states: readonly RawProperties[],
    isNew: ReadonlySet<string>,
): ReadonlyMap<string, string | undefined> {
    if ([...told.values()].every((account) => account !== undefined)) return told;
    const providersOf = new Map<string, Set<string>>();
    const realOf = new Map<string, Set<string>>();
    for (const state of states) {
        const provider = text(object(state, "provider") ?? {}, "urn");
        const arn = text(object(state, "outputs") ?? {}, "arn") ?? "";
        const account = new RegExp(`^${arns.source}`).exec(arn)?.[1];
        if (provider === undefined || account === undefined) continue;
        if (own(state, "external") === true) continue;
        const isOurs = isNew.has(text(state, "urn") ?? "");
        if (isOurs) add(providersOf, account, provider);
        else add(realOf, provider, account);
    }
    return new Map(
        [...told].map(([account, real]) => {
            const found = [...(providersOf.get(account) ?? [])].flatMap((provider) => [
                ...(realOf.get(provider) ?? []),
            ]);
            const [only, ...others] = new Set(found);
            return [account, real ?? (others.length === 0 ? only : undefined)];
        }),
    );
}

function add(to: Map<string, Set<string>>, key: string, value: string): void {
    to.set(key, (to.get(key) ?? new Set<string>()).add(value));
}

function escaped(text: string): string {
    return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function mapped(from: RawProperties, map: (value: Raw, key: string) => Raw): RawProperties {
    return Object.fromEntries(Object.entries(from).map(([key, value]) => [key, map(value, key)]));
}

/** What is at a place, if anything is. */
function at(raw: Raw, path: Path): Raw | undefined {
    return path.reduce<Raw | undefined>((outer, key) => {
        const from = outer === undefined ? undefined : revealed(outer);
        if (Array.isArray(from)) return (from as readonly Raw[])[Number(key)];
        return isObject(from) ? own(from, String(key)) : undefined;
    }, raw);
}

/** The same, where what is at a place is unknown. What has no such place is left as it is. */
function without(given: Raw, [key, ...rest]: Path): Raw {
    if (key === undefined) return unknownText;
    const raw = revealed(given);
    if (Array.isArray(raw)) {
        return (raw as readonly Raw[]).map((each, i) => (i === key ? without(each, rest) : each));
    }
    if (!isObject(raw) || own(raw, String(key)) === undefined) return raw;
    return mapped(raw, (each, name) => (name === String(key) ? without(each, rest) : each));
}

/** The single values in a value. `true` and `false` may be anything, wherever they stand. */
function* leavesOf(given: Raw | undefined): Iterable<Exclude<Raw, null>> {
    const raw = given === undefined ? undefined : revealed(given);
    if (Array.isArray(raw)) {
        for (const each of raw as readonly Raw[]) yield* leavesOf(each);
    } else if (isObject(raw)) {
        for (const each of Object.values<Raw>(raw)) yield* leavesOf(each);
    } else if (raw !== undefined && raw !== null && raw !== "" && typeof raw !== "boolean") {
        yield raw;
    }
}
