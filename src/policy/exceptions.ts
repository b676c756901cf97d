import { closest, distance } from "fastest-levenshtein";
import { violated } from "../knowable";
import { nameInUrn, oneLine, problemsIn, typeInUrn } from "../plan";
import { faults, stopOf, type Path } from "../reach";
import { decidingOf } from "./causes";
import { exceptionsSchema } from "./exceptions-schema";
import { policyFaults } from "./faults";
import type { Model } from "./model";
import { policyNamed } from "./names";
import type { Judgement, Policy } from "./policy";

/** Findings that somebody accepts, as a person wrote it (`docs/exceptions.md`). */
export interface Exception {
    readonly policy?: string;
    readonly code?: string;
    /** Patterns. */
    readonly resource?: string;
    readonly project?: string;
    readonly stack?: string;
    readonly reason: string;
    readonly owner?: string;
    /** The last day on which it holds, in UTC: `2026-12-31`. */
    readonly until?: string;
}

/** An exception, with the place where it is written, such as `exceptions.yaml: exceptions[2]`. */
export interface NamedException extends Exception {
    readonly place: string;
}

/** What was given as exceptions; plain, for it is sent to other threads. */
export interface GivenExceptions {
    readonly all: readonly NamedException[];
    /** What is wrong with others, which do not count: where, what, and what was expected. */
    readonly problems: readonly string[];
    /** The day in UTC, to which their last days are compared: `2026-11-28`. */
    readonly today: string;
}

export const noExceptions: GivenExceptions = { all: [], problems: [], today: "1970-01-01" };

/**
 * Reads exceptions, of the setting or of a file. One that is wrong does not count.
 *
 * @param where what the list is called in messages, such as `preflight-settings`
 */
export function readExceptions(
    given: unknown,
    where: string,
    policies: readonly Policy[],
    now: Date,
): GivenExceptions {
    const today = now.toISOString().slice(0, 10);
    const list = Array.isArray(given) ? (given as unknown[]) : [];
    const all: NamedException[] = [];
    const problems: string[] = [];
    for (const [i, one] of list.entries()) {
        const place = `${where}exceptions[${String(i)}]`;
        const wrong = problemsIn({ exceptions: [one] }, exceptionsSchema, shapes);
        const told =
            wrong.length > 0
                ? wrong.map((each) => each.replace("exceptions[0]", ""))
                : [...oddities(one as Exception, policies)];
        if (told.length === 0) all.push({ ...inNewNames(one as Exception, policies), place });
        for (const each of told) problems.push(`${place}${each}`);
    }
    return { all, problems, today };
}

function inNewNames(exception: Exception, policies: readonly Policy[]): Exception {
    const { policy = "" } = exception;
    const named = policyNamed(policies, policy);
    return named === undefined ? exception : { ...exception, policy: named.name };
}

/** Of several sources, in their order. */
export function joinExceptions(...given: readonly GivenExceptions[]): GivenExceptions {
    return {
        all: given.flatMap(({ all }) => all),
        problems: given.flatMap(({ problems }) => problems),
        today: given[0]?.today ?? noExceptions.today,
    };
}

const shapes: Readonly<Record<string, string>> = {
    reason: "a text that says why",
    owner: "a text that says who",
    until: aDay(),
};

function aDay(): string {
    return "the last day on which it holds, such as 2026-12-31";
}

/** What no schema can say. */
function* oddities(
    { policy, code, resource, project, stack, until }: Exception,
    policies: readonly Policy[],
): Iterable<string> {
    if (policy === undefined && code === undefined) {
        yield ": it is too broad; expected a policy or a code";
    }
    if (policy !== undefined) {
        const kind = policyNamed(policies, policy)?.kind;
        const judging = policies.filter((each) => judges(each.kind)).map(({ name }) => name);
        if (kind === undefined) yield `.policy: there is no such policy${meant(policy, judging)}`;
        else if (!judges(kind)) {
            yield `.policy: ${policy} tells of the check, not of the network, and takes no exception`;
        }
    }
    if (code !== undefined && !codes.includes(code)) {
        yield `.code: there is no such code${meant(code, codes)}`;
    }
    for (const [name, pattern] of Object.entries({ resource, project, stack })) {
        if (pattern !== undefined && !isPattern(pattern)) {
            yield `.${name}: this is no pattern; expected one with at most ${String(mostStars)} stars`;
        }
    }
    if (!isNarrow(resource, anyResource) && !isNarrow(project, [anyName])) {
        yield ": it is too broad; expected a resource or a project, not just any";
    }
    if (until !== undefined && !isDay(until)) yield `.until: expected ${aDay()}`;
}

function judges(kind: Policy["kind"]): boolean {
    return kind === "resource" || kind === "stack";
}

const codes: readonly string[] = [
    ...new Set([...Object.values(faults), ...Object.values(policyFaults)].map(({ code }) => code)),
].sort();

/** Which of the names was probably meant; what is far from all of them is not guessed. */
function meant(name: string, names: readonly string[]): string {
    if (names.length === 0) return "";
    const guess = closest(name, names);
    return distance(name, guess) > name.length / 2 ? "" : `; expected perhaps ${guess}`;
}

function isDay(text: string): boolean {
    const time = Date.parse(`${text}T00:00:00Z`);
    // The 31st of a short month would be read as a day of the next.
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What nobody would call anything: a pattern that matches it matches everything. */
const anyName = "qzxjkv";
const anyResource: readonly string[] = [
    anyName,
    `${anyName}:${anyName}/${anyName}:${anyName}`,
    `aws:${anyName}/${anyName}:${anyName}`,
    `aws-native:${anyName}:${anyName}`,
    ...[
        `${anyName}:${anyName}/${anyName}:${anyName}`,
        `aws:${anyName}/${anyName}:${anyName}`,
        `aws-native:${anyName}:${anyName}`,
    ].map((type) => `urn:pulumi:${anyName}::${anyName}::${type}::${anyName}`),
];

function isNarrow(pattern: string | undefined, anything: readonly string[]): boolean {
    if (pattern === undefined || !isPattern(pattern)) return false;
    const matches = matcher(pattern);
    return !anything.some((each) => matches(each));
}

type Matches = (text: string) => boolean;

const matchers = new Map<string, Matches>();

/** A star, and what stands beside it without a letter between: it is tried once, not in each way to part a text. */
const starred = /(?<!\\)[*?]*\*[*?]*/g;

/**
 * Patterns are those of picomatch, by which files are found too. A star stands for slashes as well: in a
 * URN they part nothing. What is written as it is called matches, whatever a pattern would make of it.
 */
function matcher(pattern: string): Matches {
    let matches = matchers.get(pattern);
    if (matches === undefined) {
        // Most plans are checked without any exception.
        // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it always
        const picomatch = require("picomatch") as typeof import("picomatch");
        const options = { bash: true, dot: true, nonegate: true, noextglob: true, windows: false };
        // It would take them for parts of a regular expression.
        const literal = pattern
            .replace(starred, (signs) => `${signs.replaceAll("*", "")}*`)
            .replace(/\\.|[()|+$]/g, (sign) => (sign.length > 1 ? sign : `\\${sign}`));
        const isMatch = picomatch(literal, options);
        matches = (text) => text === pattern || isMatch(text);
        matchers.set(pattern, matches);
    }
    return matches;
}

/** Of more stars than this a text is tried in so many ways that nobody can wait for it. */
const mostStars = 4;

function isPattern(pattern: string): boolean {
    if ((pattern.match(starred)?.length ?? 0) > mostStars) return false;
    try {
        matcher(pattern);
        return true;
    } catch {
        return false;
    }
}

/** What is wrong with exceptions, on the stack. */
export function* judgeExceptions({ stack, exceptions }: Model): Iterable<Judgement> {
    if (stack === undefined) return;
    for (const problem of exceptions.given.problems) {
        yield {
            resource: stack,
            answer: violated(),
            problem: `an exception that does not count: ${problem}`,
            about: [problem],
            fix: "correct it in the setting exceptions of preflight-settings",
        };
    }
}

/** Where something is found: a resource of a stack, as it is read, and as the program declares it. */
export interface Excepted {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    readonly declaredUrn: string;
    readonly declaredType: string;
}

/** What exceptions say of a finding. */
export interface Excepting {
    /** Those by which it is accepted; if there are none, it is not. */
    readonly holding: readonly NamedException[];
    /** Those by which it would be, had their last day not passed. */
    readonly ended: readonly NamedException[];
}

const nothing: Excepting = { holding: [], ended: [] };

/** The exceptions as they count for one plan. */
export class Exceptions {
    /** The places of those that concerned a finding. */
    readonly used = new Set<string>();

    /** @param stack the URN of the stack, which all of the plan is of */
    constructor(
        readonly given: GivenExceptions = noExceptions,
        private readonly stack?: string,
    ) {}

    /** What they say of a finding of a policy, whose packets take these paths. */
    of(policy: string, resource: Excepted, paths: readonly Path[]): Excepting {
        const { all, today } = this.given;
        if (all.length === 0) return nothing;
        const near = all.filter(
            (each) => (each.policy ?? policy) === policy && isAt(each, resource, this.stack),
        );
        if (near.length === 0) return nothing;
        const holds = near.filter(({ until }) => until === undefined || until >= today);
        const holding = accepting(holds, paths);
        const ended =
            holding.length > 0
                ? []
                : accepting(near, paths).filter((each) => !holds.includes(each));
        for (const { place } of [...holding, ...ended]) this.used.add(place);
        return { holding, ended };
    }
}

/** By policy alone one is enough; by code, all that stops the packets must be excepted. */
function accepting(
    near: readonly NamedException[],
    paths: readonly Path[],
): readonly NamedException[] {
    const whole = near.filter(({ code }) => code === undefined);
    if (whole.length > 0) return whole;
    const stops = decidingOf(paths).map((path) => stopOf(path)?.code);
    const isCovered = stops.every((stop) => near.some(({ code }) => code === stop));
    return stops.length > 0 && isCovered ? near.filter(({ code }) => stops.includes(code)) : [];
}

/** Exceptions by code are for the cause, whoever tells it; those that name a policy are for that alone. */
export function areOfCause(holding: readonly Exception[]): boolean {
    return holding.every(({ policy }) => policy === undefined);
}

function isAt(exception: Exception, at: Excepted, own?: string): boolean {
    const { name, urn, type, declaredUrn, declaredType } = at;
    // What only facts tell has a URN of its own.
    return (
        fits(exception.resource, name, urn, type, declaredUrn, declaredType) &&
        isIn(exception, homeOf(own) ?? homeOf(urn))
    );
}

function isIn({ project, stack }: Exception, home: Home | undefined): boolean {
    return fits(project, home?.project) && fits(stack, home?.stack);
}

function fits(pattern: string | undefined, ...texts: readonly (string | undefined)[]): boolean {
    if (pattern === undefined) return true;
    const matches = matcher(pattern);
    return texts.some((text) => text !== undefined && matches(text));
}

/** Which stack something is in. */
export interface Home {
    readonly project: string;
    readonly stack: string;
}

/** `urn:pulumi:<stack>::<project>::…`; what is outside a plan has another. */
export function homeOf(urn: string | undefined): Home | undefined {
    const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(urn ?? "") ?? [];
    return stack === undefined || project === undefined ? undefined : { project, stack };
}

/**
 * Those that accept nothing, though nothing is left open that they may be for.
 *
 * @param used the places of those that do
 * @param open questions without an answer
 * @param hidden stacks of which the plan does not show all
 */
export function idleExceptions(
    all: readonly NamedException[],
    used: ReadonlySet<string>,
    open: readonly { readonly policy: string; readonly urn: string }[],
    hidden: readonly (Home | undefined)[] = [],
): readonly NamedException[] {
    return all.filter((exception) => {
        const { policy, place } = exception;
        const mayMean = (question: (typeof open)[number]): boolean =>
            (policy ?? question.policy) === question.policy &&
            isAt(exception, placeOf(question.urn));
        const isHidden = hidden.some((home) => home === undefined || isIn(exception, home));
        return !used.has(place) && !isHidden && !open.some(mayMean);
    });
}

/** The same for one stack: only what is meant for its project can be missed there. */
export function idleIn(
    stack: string | undefined,
    all: readonly NamedException[],
    used: ReadonlySet<string>,
    open: readonly { readonly policy: string; readonly urn: string }[],
): readonly NamedException[] {
    const meant = all.filter(
        (each) => isNarrow(each.project, [anyName]) && isIn(each, homeOf(stack)),
    );
    return idleExceptions(meant, used, open);
}

function placeOf(urn: string): Excepted {
    const type = typeInUrn(urn);
    return { urn, type, name: nameInUrn(urn), declaredUrn: urn, declaredType: type };
}

/** `excepted until 2026-12-31, by the platform team: the registry moves`; one line. */
export function exceptionText({ reason, owner, until }: Exception): string {
    const terms = [
        ...(until === undefined ? [] : [`until ${until}`]),
        ...(owner === undefined ? [] : [`by ${owner}`]),
    ];
    return oneLine(`${["excepted", terms.join(", ")].join(" ").trim()}: ${reason}`);
}

/** That an exception's last day has passed; one line. */
export function endedText({ reason, owner, until = "" }: Exception): string {
    const by = owner === undefined ? "" : ` by ${owner}`;
    return oneLine(`the exception${by} for it ended on ${until}: ${reason}`);
}

/** That one accepts nothing; one line. */
export function idleText(exception: NamedException): string {
    const { place, policy, code } = exception;
    const what = [policy, code].filter((each) => each !== undefined).join(", ");
    return oneLine(
        `${place} (${what}) accepts nothing: no such finding is there, or not by this cause alone; remove it, or correct it`,
    );
}
