import assert from "node:assert/strict";
import fc from "fast-check";
import { all, known, map, unknown, unless, type Answer, type Knowable } from "../../src/knowable";
import type { Discovery, DiscoveryService } from "../../src/network";
import {
    hasContainer,
    hasPortNamed,
    mapsOnce,
    mapsPort,
    mapsProtocol,
    portNamed,
    takesPort,
    type PortOfContainer,
} from "../../src/workload/container-ports";
import type { ContainerPorts, PortMapping } from "../../src/workload/port-mappings";
import { someGap } from "../support/in-words";
import { runs } from "../support/random";

/*
 * Each question is asked of every network in which each value that is not known is one of those that it can be.
 * Where all is known a few lines say what is right; elsewhere an answer has to hold for all of these networks.
 */

/** A value, or those that it may be. */
type Maybe<T> = { readonly is: T } | { readonly oneOf: readonly T[] };

const maybe = <T>(...values: readonly T[]): fc.Arbitrary<Maybe<T>> =>
    fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom(...values).map((is) => ({ is })) },
        { weight: 1, arbitrary: fc.constant({ oneOf: values }) },
    );

const knowable = <T>(value: Maybe<T>): Knowable<T> =>
    "is" in value ? known(value.is) : unknown(someGap);

/** All things in which each value is one of those that it may be. */
function* completions<T>(thing: T): Iterable<T> {
    if (typeof thing !== "object" || thing === null) {
        yield thing;
        return;
    }
    if ("oneOf" in thing) {
        for (const is of thing.oneOf as readonly unknown[])
            for (const whole of completions({ is })) yield whole as T;
        return;
    }
    const [[name, first] = [], ...others] = Object.entries(thing as Record<string, unknown>);
    if (name === undefined) {
        yield thing;
        return;
    }
    const isList = Array.isArray(thing);
    for (const value of completions(first))
        for (const rest of completions<Record<string, unknown>>(Object.fromEntries(others)))
            yield (isList ? [value, ...Object.values(rest)] : { [name]: value, ...rest }) as T;
}

interface Mapping {
    readonly name: Maybe<string | undefined>;
    readonly ports: Maybe<readonly [number, number] | undefined>;
    readonly protocol: Maybe<string>;
}

interface Container {
    readonly name: Maybe<string | undefined>;
    readonly mappings: Maybe<readonly Mapping[]>;
}

interface Question {
    readonly containers: readonly Container[];
    readonly name: Maybe<string | undefined>;
    readonly port: Maybe<number | undefined>;
}

const sure = <T>(is: T): { readonly is: T } => ({ is });
const someMappings: readonly (readonly Mapping[])[] = [
    [],
    [{ name: sure("a"), ports: sure([80, 80]), protocol: sure("tcp") }],
    [
        { name: sure("b"), ports: sure([80, 81]), protocol: sure("udp") },
        { name: sure("a"), ports: sure([81, 82]), protocol: sure("tcp") },
    ],
];
const mapping = fc.record({
    name: maybe<string | undefined>("a", "b", undefined),
    ports: maybe<readonly [number, number] | undefined>([80, 80], [79, 81], [82, 90], undefined),
    protocol: maybe("tcp", "udp"),
});
const container = fc.record({
    name: maybe<string | undefined>("a", "b", undefined),
    mappings: fc.oneof(
        { weight: 5, arbitrary: fc.array(mapping, { maxLength: 2 }).map(sure) },
        { weight: 1, arbitrary: fc.constant({ oneOf: someMappings }) },
    ),
});
const question: fc.Arbitrary<Question> = fc.record({
    containers: fc.array(container, { maxLength: 2 }),
    name: fc.oneof(maybe<string | undefined>("a", "b"), fc.constant({ is: undefined })),
    port: fc.oneof(maybe<number | undefined>(80, 81), fc.constant({ is: undefined })),
});

const portsOf = ({ name, mappings }: Container): ContainerPorts => ({
    name: knowable(name),
    mappings: "is" in mappings ? known(mappings.is.map(mappingOf)) : unknown(someGap),
});

const mappingOf = ({ name, ports, protocol }: Mapping): PortMapping => ({
    path: "",
    name: knowable(name),
    ports:
        "is" in ports
            ? known(ports.is && { from: ports.is[0], to: ports.is[1] })
            : unknown(someGap),
    hostPort: known(undefined),
    protocol: knowable(protocol),
});

/** What is asked, and what is right where all is known. */
interface Asked {
    readonly ask: (
        containers: readonly ContainerPorts[],
        of: PortOfContainer,
    ) => Answer<unknown>["verdict"];
    readonly isRight: (
        containers: readonly KnownContainer[],
        name: string | undefined,
        port: number | undefined,
    ) => boolean | undefined;
}

interface KnownContainer {
    readonly name: string | undefined;
    readonly mappings: readonly KnownMapping[];
}

interface KnownMapping {
    readonly name: string | undefined;
    readonly ports: readonly [number, number] | undefined;
    readonly protocol: string;
}

const valueOf = <T>(value: Maybe<T>): T => {
    assert.ok("is" in value);
    return value.is;
};

const covers = ({ ports }: KnownMapping, port = 0): boolean =>
    ports !== undefined && ports[0] <= port && port <= ports[1];

/** That AWS refuses it is not documented. */
const perhaps = (answer: Answer<never>): Answer<never> => unless(answer, [someGap]);

const asked: Readonly<Record<string, Asked>> = {
    "a container of the name": {
        ask: (containers, { containerName }) => hasContainer(containers, containerName).verdict,
        isRight: (containers, name) =>
            name === undefined || containers.some((each) => each.name === name),
    },
    "a mapping of the name": {
        ask: (containers, { containerName }) => hasPortNamed(containers, containerName).verdict,
        isRight: (containers, name) =>
            name === undefined ||
            containers.some(({ mappings }) => mappings.some((each) => each.name === name)),
    },
    "a mapping of the port": {
        ask: (containers, of) => mapsPort(containers, of).verdict,
        isRight: (containers, name, port) =>
            port === undefined ||
            ofThose(containers, name, (mappings) => mappings.some((each) => covers(each, port))),
    },
    "a mapping of the port for TCP": {
        ask: (containers, of) =>
            all([mapsPort(containers, of), perhaps(mapsProtocol(containers, of, "HTTP"))]).verdict,
        isRight: (containers, name, port) =>
            ofThose(containers, name, (mappings) => {
                const those = mappings.filter((each) => covers(each, port));
                return port === undefined || those.some(({ protocol }) => protocol === "tcp");
            }),
    },
    "the port no more than once": {
        ask: (containers, of) => perhaps(mapsOnce(containers, of)).verdict,
        isRight: (containers, name, port) =>
            ofThose(
                containers,
                name,
                (mappings) => mappings.filter((each) => covers(each, port)).length < 2,
            ),
    },
};

/** Of a container that has a name; `undefined` if none has, which another policy tells. */
function ofThose(
    containers: readonly KnownContainer[],
    name: string | undefined,
    isRight: (mappings: readonly KnownMapping[]) => boolean,
): boolean | undefined {
    if (name === undefined) return true;
    const those = containers.filter((each) => each.name === name);
    return those.length === 0 ? undefined : those.every(({ mappings }) => isRight(mappings));
}

describe("ports of containers, of which some is not known", () => {
    for (const [what, { ask, isRight }] of Object.entries(asked))
        it(`${what}: an answer holds for all that may be`, () => {
            fc.assert(
                fc.property(question, (q) => {
                    const open = JSON.stringify(q).split('"oneOf"').length - 1;
                    fc.pre(open < 4);
                    const answer = ask(q.containers.map(portsOf), {
                        containerName: knowable(q.name),
                        containerPort: knowable(q.port),
                    });
                    const right = new Set<boolean | undefined>();
                    for (const whole of completions(q)) {
                        const names = whole.containers.flatMap(({ name }) => valueOf(name) ?? []);
                        // Of one name a task has one container.
                        if (new Set(names).size < names.length) continue;
                        const containers = whole.containers.map(({ name, mappings }) => ({
                            name: valueOf(name),
                            mappings: valueOf(mappings).map((each) => ({
                                name: valueOf(each.name),
                                ports: valueOf(each.ports),
                                protocol: valueOf(each.protocol),
                            })),
                        }));
                        right.add(isRight(containers, valueOf(whole.name), valueOf(whole.port)));
                    }
                    fc.pre(right.size > 0);
                    if (answer === "cannot-know") assert.ok(open > 0 || right.has(false));
                    else assert.ok(!right.has(answer !== "ok"));
                }),
                runs(300),
            );
        });
});

describe("a port beside a registry of Cloud Map", () => {
    const values = [sure(undefined), sure(1), { oneOf: [undefined, 1] }] as const;
    const types = ["A", "SRV"];
    const records: readonly Maybe<readonly Maybe<string>[]>[] = [
        sure([]),
        sure([sure("A")]),
        sure([sure("SRV")]),
        sure([sure("A"), sure("SRV")]),
        sure([{ oneOf: types }]),
        sure([sure("A"), { oneOf: types }]),
        { oneOf: [[], [sure("A")], [sure("SRV")]] },
    ];
    /** What ECS takes (AWS rule 7). */
    const isTaken = (
        port: boolean,
        name: boolean,
        mapped: boolean,
        all: readonly string[],
    ): boolean => {
        if (port && (name || mapped)) return false;
        if (all.length === 0) return true;
        return all.includes("SRV") ? port || (name && mapped) : !port && !mapped;
    };
    const cases = values.flatMap((port) =>
        values.flatMap((name) =>
            values.flatMap((mapped) => records.map((types) => ({ port, name, mapped, types }))),
        ),
    );

    it("is taken or refused, whatever is not known", () => {
        for (const each of cases) {
            const { port, name, mapped, types } = each;
            const text = (value: number | undefined): string | undefined => value?.toString();
            const registry = {
                recordTypes: "is" in types ? known(types.is.map(knowable)) : unknown(someGap),
            } as unknown as DiscoveryService;
            const place = {
                port: knowable(port),
                containerName: map(knowable(name), text),
                containerPort: knowable(mapped),
            } as unknown as Discovery;
            const { verdict } = takesPort(place, registry);
            const right = new Set<boolean>();
            for (const whole of completions(each)) {
                const isSet = (value: Maybe<number | undefined>): boolean =>
                    valueOf(value) !== undefined;
                const [own, its, of] = [whole.port, whole.name, whole.mapped].map(isSet);
                right.add(
                    isTaken(
                        own === true,
                        its === true,
                        of === true,
                        valueOf(whole.types).map(valueOf),
                    ),
                );
            }
            const sole = right.size > 1 ? "cannot-know" : right.has(true) ? "ok" : "violated";
            const isOpen = [port, name, mapped, types].some((value) => "oneOf" in value);
            const expected = isOpen && verdict === "cannot-know" ? verdict : sole;
            assert.equal(verdict, expected, JSON.stringify(each));
        }
    });
});

describe("the port of a name", () => {
    const http: Mapping = { name: sure("http"), ports: sure([80, 80]), protocol: sure("tcp") };
    const open: Mapping = { ...http, name: { oneOf: ["http", "b"] }, ports: sure([81, 81]) };
    const other: Mapping = { ...http, name: sure("other"), ports: sure([82, 82]) };
    const rows: readonly (readonly [
        mappings: readonly (readonly Mapping[] | undefined)[],
        expected: number | "unknown" | undefined,
    ])[] = [
        [[], undefined],
        [[[]], undefined],
        [[[other]], undefined],
        [[[other], [http]], 80],
        [[[other, http]], 80],
        [[[open]], "unknown"],
        [[[open, http]], 80],
        [[undefined, [http]], 80],
        [[[http], undefined], 80],
        [[undefined, [other]], "unknown"],
        [[[other], undefined], "unknown"],
        [[[open], [other]], "unknown"],
    ];
    for (const [mappings, expected] of rows)
        it(JSON.stringify(mappings), () => {
            const containers = mappings.map((each) =>
                portsOf({ name: sure("c"), mappings: each ? sure(each) : { oneOf: [] } }),
            );
            const port = portNamed(containers, known("http"));
            assert.equal(port.known ? port.value?.from : "unknown", expected);
        });

    it("is not known of a name that is not", () => {
        assert.equal(portNamed([], unknown(someGap)).known, false);
    });
});
