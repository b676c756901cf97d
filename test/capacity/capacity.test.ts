import assert from "node:assert/strict";
import fc from "fast-check";
import { planFromJson, type Raw } from "../../src/plan";
import { interest, Model } from "../../src/policy";
import { shortOf, subsets, type Wish } from "../support/hall";
import { Network } from "../support/networks";
import type { Inputs, Resource, Value } from "../support/program";
import { runs } from "../support/random";

/*
 * Whether tasks find addresses, against every way in which what is unknown may turn out. A long run:
 * `RANDOM_TIMES=40 npm run t -- -t 600000 test/capacity/capacity.test.ts`.
 */
const { numRuns } = runs(120);

const names = ["a", "b", "c"] as const;
type Name = (typeof names)[number];
/** A subnet outside the plan, and one that nobody names. */
const outside = "subnet-0123456789abcdef0";
const elsewhere = "elsewhere";

type Block = "/28" | "/27" | "later";
/** What is in a subnet besides tasks: nothing, a load balancer, or one that may be there. */
type Beside = "nothing" | "balancer" | "perhaps";

interface Chosen {
    /** Listed one by one, these and an unknown one, an unknown list of these, or one of any. */
    readonly list: "known" | "partly" | "unknown" | "open";
    readonly subnets: readonly Name[];
    readonly alsoOutside: boolean;
    readonly count: number | "later";
    readonly maybe: boolean;
}

interface Choices {
    readonly blocks: readonly Block[];
    readonly beside: Beside;
    readonly services: readonly Chosen[];
}

const often = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(usual) }, fc.constantFrom(usual, ...others));

const services: fc.Arbitrary<Chosen> = fc.record({
    list: fc.constantFrom("known", "known", "partly", "unknown", "open"),
    subnets: fc.subarray([...names], { minLength: 1 }),
    alsoOutside: often(false, true),
    count: fc.oneof(
        { weight: 2, arbitrary: fc.integer({ min: 1, max: 24 }) },
        fc.constantFrom("later" as const, 2, 5, 6, 11, 12, 22, 23, 27, 28),
    ),
    maybe: often(false, true),
});

const choices: fc.Arbitrary<Choices> = fc.record({
    blocks: fc.tuple(...names.map(() => often<Block>("/28", "/27", "later"))),
    beside: fc.constantFrom("nothing", "balancer", "perhaps"),
    services: fc.array(services, { minLength: 1, maxLength: 3 }),
});

/** The program. */
function build({ blocks, beside, services: chosen }: Choices): Network {
    const n = new Network();
    const vpc = n.vpc();
    const later = (property: string): Value =>
        n.add("test:index:Choice", `${property}-${String(n.resources.length)}`).get(property);
    const subnets = names.map((name, i) => {
        const block = blocks[i] ?? "/28";
        const cidrBlock = block === "later" ? later("block") : `10.0.${String(i)}.0${block}`;
        return n.subnet(name, vpc, { cidrBlock });
    });
    const [first] = subnets;
    if (beside !== "nothing" && first !== undefined) {
        const far = n.subnet("far", n.vpc("other"));
        const either = { feeds: { subnets: [first, far] } };
        if (beside === "balancer") n.loadBalancer("alb", [first, far]);
        else n.add("aws:lb/loadBalancer:LoadBalancer", "alb", { subnets: later("ids") }, either);
    }
    chosen.forEach((each, i) => {
        const meant = subnets.filter((_, at) => each.subnets.some((name) => name === names[at]));
        const inputs: Inputs = {
            desiredCount: each.count === "later" ? later("count") : each.count,
            ...(each.maybe ? { launchType: null, cluster: "shared" } : {}),
        };
        const name = `s${String(i)}`;
        if (each.list === "known" || each.list === "partly") {
            const ids: Value[] = meant.map(({ id }) => id);
            if (each.alsoOutside) ids.push(outside);
            if (each.list === "partly") ids.push(later("id"));
            n.service(name, ids, inputs);
        } else {
            const feeds: Record<string, readonly Resource[]> =
                each.list === "open" ? {} : { networkConfiguration: meant };
            n.service(name, later("ids"), inputs, { feeds });
        }
    });
    return n;
}

/** One way in which all may turn out. */
interface Case {
    /** Of each service the number of its tasks, and where they may run. */
    readonly wanted: readonly Wish[];
    readonly rooms: ReadonlyMap<string, number>;
    readonly reserved: ReadonlyMap<string, number>;
}

const many = 1000;

function* casesOf({ blocks, beside, services: chosen }: Choices): Iterable<Case> {
    const sizes = blocks.map((block) =>
        block === "later" ? [11, many] : [block === "/28" ? 11 : 27],
    );
    const balancers = beside === "nothing" ? [0] : beside === "balancer" ? [8] : [0, 8];
    const wanted = chosen.map(({ list, subnets, alsoOutside, count, maybe }) => {
        const counts = [...(count === "later" ? [0, many] : [count]), ...(maybe ? [0] : [])];
        const lists = listsOf(list, alsoOutside ? [...subnets, outside] : subnets);
        return counts.flatMap((number) => lists.map((places) => ({ count: number, places })));
    });
    for (const [balancer = 0, ...found] of product([balancers, [11, many], [11], ...sizes])) {
        const places = [outside, elsewhere, ...names];
        const rooms = new Map(places.map((place, i) => [place, found[i] ?? 0] as const));
        const reserved = new Map([["a", balancer]]);
        for (const each of product(wanted)) yield { wanted: each, rooms, reserved };
    }
}

/** What a list may turn out to be, which names these or is made of these. */
function listsOf(list: Chosen["list"], named: readonly string[]): readonly (readonly string[])[] {
    const any = [...names, elsewhere];
    switch (list) {
        case "known":
            return [named];
        case "partly":
            return any.map((one) => [...named, one]);
        case "unknown":
            return subsets(named.filter((each) => each !== outside));
        case "open":
            return subsets(any);
    }
}

/** One of each list, in every way. */
function product<T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] {
    return lists.reduce<readonly (readonly T[])[]>(
        (all, list) => all.flatMap((some) => list.map((each) => [...some, each])),
        [[]],
    );
}

type Verdict = "ok" | "violated" | "cannot-know";

function answersOf(model: Model, count: number): Record<"tasks" | "peaks", Verdict[]> {
    const verdicts = (crowds: Model["capacity"]["tasks"]): Verdict[] =>
        Array.from({ length: count }, (_, i) => {
            const its = crowds.filter(({ workloads }) =>
                workloads.some(({ launcher }) => launcher.name === `s${String(i)}`),
            );
            const found = new Set(its.map(({ answer }) => answer.verdict));
            assert.ok(found.size < 2, `both said of s${String(i)}`);
            return [...found][0] ?? "ok";
        });
    return { tasks: verdicts(model.capacity.tasks), peaks: verdicts(model.capacity.peaks) };
}

/** What holds in every case, and what in some. */
function judged(cases: readonly (readonly boolean[])[], i: number): Verdict {
    if (cases.every((each) => each[i] === true)) return "violated";
    return cases.some((each) => each[i] === true) ? "cannot-know" : "ok";
}

describe("addresses for tasks", () => {
    it("are lacking, or there, however what is unknown turns out", () => {
        fc.assert(
            fc.property(choices, (chosen) => {
                const n = build(chosen);
                const { plan } = planFromJson(
                    n.record("first preview") as unknown as Raw,
                    interest,
                );
                const said = answersOf(new Model(plan), chosen.services.length);
                const tasks: (readonly boolean[])[] = [];
                const peaks: (readonly boolean[])[] = [];
                for (const { wanted, rooms, reserved } of casesOf(chosen)) {
                    const roomOf = (place: string): number => rooms.get(place) ?? 0;
                    const short = shortOf(wanted, roomOf);
                    tasks.push(short);
                    // Of those that lack room already nothing more is said, and nothing is counted.
                    const peak = wanted.map(({ count, places }, i) => ({
                        count: short[i] === true ? 0 : 2 * count,
                        places,
                    }));
                    peaks.push(
                        shortOf(peak, (place) =>
                            Math.max(0, roomOf(place) - (reserved.get(place) ?? 0)),
                        ),
                    );
                }
                chosen.services.forEach((_, i) => {
                    const what = `s${String(i)} of\n${String(n)}`;
                    agree(said.tasks[i], judged(tasks, i), `tasks of ${what}`);
                    if (said.tasks[i] === "violated") assert.equal(said.peaks[i], "ok");
                    else if (said.tasks[i] === "ok")
                        agree(said.peaks[i], judged(peaks, i), `peak of ${what}`);
                    else assert.notEqual(said.peaks[i], "violated", `peak of ${what}`);
                });
            }),
            { numRuns },
        );
    });
});

/** What is known must be so; not to know is allowed. */
function agree(said: Verdict | undefined, is: Verdict, what: string): void {
    if (said !== "cannot-know") assert.equal(said, is, what);
}
