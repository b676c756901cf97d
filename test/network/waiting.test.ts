import { deepEqual, equal } from "node:assert/strict";
import { isCreated, isLate, madeBefore, type Node } from "../../src/network";
import { graphOf, nodeOf } from "../support/graph";
import { Network } from "../support/networks";
import type { Form, Options, Resource } from "../support/program";

/** A VPC that something has to wait for, by its name. */
function vpc(n: Network, name: string, options: Options = {}): Resource {
    return n.vpc(name, {}, options);
}

function component(
    n: Network,
    name: string,
    options: Options = {},
    type = "own:index:Part",
): Resource {
    return n.add(type, name, {}, { ...options, component: true });
}

describe("what is made before", () => {
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => Resource,
        expected: readonly string[],
    ])[] = [
        ["nothing", (n) => (vpc(n, "other"), vpc(n, "last")), []],
        ["what it depends on", (n) => vpc(n, "last", { dependsOn: [vpc(n, "a")] }), ["a"]],
        ["what it takes a value of", (n) => n.subnet("last", vpc(n, "a")), ["a"]],
        [
            "what that depends on",
            (n) => vpc(n, "last", { dependsOn: [vpc(n, "b", { dependsOn: [vpc(n, "a")] })] }),
            ["a", "b"],
        ],
        [
            "each once",
            (n) => {
                const a = vpc(n, "a");
                const [b, c] = ["b", "c"].map((name) => vpc(n, name, { dependsOn: [a] }));
                return vpc(n, "last", {
                    dependsOn: b === undefined || c === undefined ? [] : [b, c],
                });
            },
            ["a", "b", "c"],
        ],
        [
            "of a component all that is in it",
            (n) => {
                const part = component(n, "part");
                vpc(n, "a", { parent: part });
                vpc(n, "b", { parent: component(n, "inner", { parent: part }) });
                vpc(n, "beside");
                return vpc(n, "last", { dependsOn: [part] });
            },
            ["a", "b", "inner", "part"],
        ],
        [
            "of a resource not what has it as its parent",
            (n) => {
                const parent = vpc(n, "parent");
                vpc(n, "child", { parent });
                return vpc(n, "last", { dependsOn: [parent] });
            },
            ["parent"],
        ],
        [
            "its parent, if that is a resource",
            (n) => vpc(n, "last", { parent: vpc(n, "parent") }),
            ["parent"],
        ],
        [
            "what its parent depends on",
            (n) => vpc(n, "last", { parent: vpc(n, "parent", { dependsOn: [vpc(n, "a")] }) }),
            ["a", "parent"],
        ],
        [
            "not the component in which it is",
            (n) => vpc(n, "last", { parent: component(n, "part") }),
            [],
        ],
        [
            "nor what is beside it there",
            (n) => {
                const part = component(n, "part");
                vpc(n, "sister", { parent: part });
                return vpc(n, "last", { parent: part });
            },
            [],
        ],
        [
            "what the component depends on in which it is",
            (n) => vpc(n, "last", { parent: component(n, "part", { dependsOn: [vpc(n, "a")] }) }),
            ["a"],
        ],
        [
            "what the component around that one depends on",
            (n) => {
                const outer = component(n, "outer", { dependsOn: [vpc(n, "a")] });
                return vpc(n, "last", { parent: component(n, "inner", { parent: outer }) });
            },
            ["a"],
        ],
        [
            "a resource around the component in which it is",
            (n) => {
                const parent = vpc(n, "parent");
                return vpc(n, "last", { parent: component(n, "part", { parent }) });
            },
            ["parent"],
        ],
        [
            "what is around that, too",
            (n) => {
                const outer = component(n, "outer", { dependsOn: [vpc(n, "a")] });
                const parent = vpc(n, "parent", { parent: outer });
                return vpc(n, "last", { parent: component(n, "part", { parent }) });
            },
            ["a", "parent"],
        ],
    ];
    for (const [name, build, expected] of rows) {
        it(name, () => {
            const n = new Network();
            const last = build(n);
            const graph = graphOf(n, "first preview");
            const before = madeBefore(graph, nodeOf<Node>(graph, last));
            deepEqual([...before].map((urn) => urn.split("::").at(-1)).sort(), expected);
        });
    }
});

describe("what may be missing when another thing is made", () => {
    const rows: readonly (readonly [
        name: string,
        build: (n: Network) => readonly [first: Resource, last: Resource],
        expected: boolean,
        form?: Form,
    ])[] = [
        ["what nothing waits for", (n) => [vpc(n, "first"), vpc(n, "last")], true],
        ["nothing that exists", (n) => [vpc(n, "first"), vpc(n, "last")], false, "deployed"],
        [
            "nothing that is left out",
            (n) => [vpc(n, "first", { skipped: true }), vpc(n, "last")],
            false,
        ],
        [
            "nothing that it waits for",
            (n) => {
                const first = vpc(n, "first");
                return [first, vpc(n, "last", { dependsOn: [first] })];
            },
            false,
        ],
        [
            "itself is never",
            (n) => {
                const first = vpc(n, "first");
                return [first, first];
            },
            false,
        ],
        [
            "what is in the same component",
            (n) => {
                const parent = component(n, "part");
                return [vpc(n, "first", { parent }), vpc(n, "last", { parent })];
            },
            true,
        ],
        [
            "not in one of awsx: nothing there can be told to wait",
            (n) => {
                const parent = component(n, "part", {}, "awsx:ec2:Vpc");
                return [vpc(n, "first", { parent }), vpc(n, "last", { parent })];
            },
            false,
        ],
        [
            "nor in others that it is made of",
            (n) => {
                const parent = component(n, "outer", {}, "awsx:ecs:FargateService");
                const inner = component(n, "inner", { parent }, "awsx:ecs:FargateTaskDefinition");
                return [vpc(n, "first", { parent }), vpc(n, "last", { parent: inner })];
            },
            false,
        ],
        [
            "what is beside it",
            (n) => {
                const parent = component(n, "part", {}, "awsx:ec2:Vpc");
                return [vpc(n, "first"), vpc(n, "last", { parent })];
            },
            true,
        ],
    ];
    for (const [name, build, expected, form = "first preview"] of rows) {
        it(name, () => {
            const n = new Network();
            const [first, last] = build(n);
            const graph = graphOf(n, form);
            const { resource } = nodeOf<Node>(graph, first);
            equal(isLate(graph, nodeOf<Node>(graph, last), resource), expected);
            if (expected) equal(isCreated(resource), true);
        });
    }
});
