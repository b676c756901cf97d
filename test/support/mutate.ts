import fc from "fast-check";
import { encrypted, plaintext, secret, unknown } from "../plan/support";
import type { Raw } from "../../src/plan";

/*
 * Changes JSON as nobody would write it, and as it may reach a reader all the same: parts are lost, doubled,
 * moved, taken from elsewhere, or replaced by anything. JSON that is kept as text is changed inside too.
 */

/** A secret that no output may show. */
export const marker = "hunter2";

export const signatureKey = Object.keys(encrypted)[0] ?? "";

/** JSON kept as text, opened. */
class JsonText {
    constructor(public value: Tree) {}
}

type Tree = null | boolean | number | string | Tree[] | { [key: string]: Tree } | JsonText;

/** Something in a tree: what holds it, and how it is called there. */
interface Place {
    readonly key: string;
    readonly get: () => Tree;
    readonly set: (value: Tree) => void;
    readonly remove: () => void;
    /** Puts something beside it. */
    readonly add: (key: string, value: Tree) => void;
    /** A property of a resource, or in one: not what the engine itself says of it. */
    readonly isProperty: boolean;
}

export type Kind = keyof typeof changes;

/** One change, in numbers: they choose among what is there. */
export interface Change {
    readonly kind: Kind;
    readonly place: number;
    readonly other: number;
    readonly odd: Raw;
}

/** Where changes are made. */
export interface Where {
    /** What a place, or something around it, is called. */
    readonly in?: RegExp;
    /** Only properties of resources: what a program can write, and not the engine. */
    readonly onlyProperties?: boolean;
}

/** A text in JSON, changed. */
export function mutated(text: string, list: readonly Change[], where: Where = {}): Raw {
    const root = { json: unfold(JSON.parse(text) as Raw) };
    for (const { kind, place, other, odd } of list) {
        const places = placesIn(root, where);
        const chosen = at(places, place);
        // Only a property may be secret: what the engine says itself, such as an id, is plain text.
        const isSecret = kind === "seal" || textOf(odd as Tree).includes(marker);
        if (chosen === undefined || (isSecret && !chosen.isProperty)) continue;
        changes[kind](chosen, { places, other, odd: unfold(odd), root });
    }
    return fold(root.json);
}

interface With {
    readonly places: readonly Place[];
    readonly other: number;
    readonly odd: Tree;
    readonly root: { json: Tree };
}

const changes = {
    drop: ({ remove }: Place) => {
        remove();
    },
    put: ({ set }: Place, { odd }: With) => {
        set(odd);
    },
    add: ({ add }: Place, { odd, other }: With) => {
        add(at(names, other) ?? "", odd);
    },
    /** What something else of this name has: another id, type, parent, port, CIDR block. */
    borrow: ({ key, set }: Place, { places, other }: With) => {
        const alike = places.filter((each) => each.key === key);
        set(copy(at(alike, other)?.get() ?? null));
    },
    swap: ({ get, set, key }: Place, { places, other }: With) => {
        const alike = places.filter((each) => each.key === key);
        const twin = at(alike, other);
        if (twin === undefined) return;
        const [one, two] = [copy(get()), copy(twin.get())];
        set(two);
        twin.set(one);
    },
    /** From anywhere: mostly of another kind. */
    misplace: ({ set }: Place, { places, other }: With) => {
        set(copy(at(places, other)?.get() ?? null));
    },
    rename: ({ get, add, remove }: Place, { other }: With) => {
        add(at(names, other) ?? "", copy(get()));
        remove();
    },
    double: ({ get, add, key }: Place) => {
        add(key, copy(get()));
    },
    many: ({ get, set }: Place, { other }: With) => {
        const value = get();
        const list = Array.isArray(value) ? value : [value];
        const most = Math.min(1 + (other % 300), Math.ceil(200_000 / textOf(value).length));
        set(Array.from({ length: most }, (_, i) => copy(list[i % list.length] ?? null)));
    },
    wrap: ({ get, set, key }: Place, { other }: With) => {
        const value = copy(get());
        set(other % 2 === 0 ? [value] : { [key]: value });
    },
    unwrap: ({ get, set }: Place) => {
        const value = get();
        const inner = value instanceof JsonText ? value.value : value;
        if (typeof inner !== "object" || inner === null) return;
        const [first = null] = Object.values(inner as Record<string, Tree>);
        set(first);
    },
    asText: ({ get, set }: Place) => {
        const text = textOf(get());
        if (!text.includes(marker)) set(text);
    },
    asNumber: ({ get, set }: Place) => {
        const number = Number(get());
        set(Number.isNaN(number) ? 0 : -number);
    },
    spoil: ({ get, set }: Place, { other }: With) => {
        const text = textOf(get());
        // What was secret stays so.
        if (!text.includes(marker)) set(spoilt(text, other));
    },
    seal: ({ get, set }: Place, { other }: With) => {
        const value = fold(get());
        const content = typeof value === "string" ? `${value}${marker}` : value;
        set(unfold(other % 2 === 0 ? secret({ value: content }) : plaintext(content)));
    },
    /** One text for another, wherever it stands: URNs stay those of their types, and references whole. */
    everywhere: ({ get, key }: Place, { places, other, odd, root }: With) => {
        const from = get();
        if (typeof from !== "string" || from.length < 3) return;
        const alike = places.filter((each) => each.key === key);
        const found = other % 4 === 0 ? odd : at(alike, other)?.get();
        const to = typeof found === "string" ? found : "";
        root.json = replaced(root.json, from, to);
    },
} satisfies Record<string, (place: Place, by: With) => void>;

/** Names that mean something to readers, and those that mean something to JavaScript. */
const names = [
    ...["__proto__", "constructor", "toString", "hasOwnProperty", "length", "then", ""],
    ...["id", "arn", "urn", "type", "name", "parent", "provider", "delete", "external", "region"],
    ...["inputs", "outputs", "dependencies", "propertyDependencies", "ignoreChanges", "custom"],
    ...[signatureKey, "plaintext", "ciphertext", "value", "__defaults"],
    ...["subnets", "Image", "image", "portMappings", "Statement", "Action", "NotAction", "op"],
];

/** A number's place among what is there, from the beginning again after the end. */
function at<T>(list: readonly T[], i: number): T | undefined {
    return list[i % list.length];
}

/** What holds the properties of resources, and of facts. */
const holders: ReadonlySet<string> = new Set([
    "inputs",
    "outputs",
    "props",
    "properties",
    "copied",
]);

/** No deeper than anybody can look. */
const deepest = 100;

function placesIn(root: { json: Tree }, where: Where): readonly Place[] {
    const places: Place[] = [];
    const { in: isIn = /(?:)/, onlyProperties = false } = where;
    const visit = (holder: Holder, isNear: boolean, isProperty: boolean, depth: number): void => {
        for (const key of Object.keys(holder)) {
            const isHere = isNear || isIn.test(key);
            if (isHere && (isProperty || !onlyProperties)) {
                places.push(placeIn(holder, key, isProperty));
            }
            const value = holder[key as never] as Tree;
            const inner = value instanceof JsonText ? value.value : value;
            if (typeof inner !== "object" || inner === null || depth > deepest) continue;
            // A part of a secret, put elsewhere, would be none.
            if (Object.hasOwn(inner, signatureKey)) continue;
            if (value instanceof JsonText && isHere && (isProperty || !onlyProperties)) {
                places.push(placeIn(value as unknown as Holder, "value", isProperty));
            }
            const isNext = isProperty || holders.has(key);
            visit(inner as Holder, isHere, isNext, depth + 1);
        }
    };
    visit(root.json as unknown as Holder, false, false, 0);
    return places;
}

type Holder = Tree[] & Record<string, Tree>;

function placeIn(given: Holder, key: string, isProperty: boolean): Place {
    const holder: object = given;
    return {
        key: Array.isArray(holder) ? "[]" : key,
        isProperty,
        get: () => (Object.hasOwn(holder, key) ? (given[key as never] as Tree) : null),
        set: (value) => {
            put(holder, key, value);
        },
        remove: () => {
            if (Array.isArray(holder)) holder.splice(Number(key), 1);
            else if (holder instanceof JsonText) holder.value = null;
            else Reflect.deleteProperty(holder, key);
        },
        add: (name, value) => {
            if (Array.isArray(holder)) holder.push(value);
            else if (!(holder instanceof JsonText)) put(holder, name, value);
        },
    };
}

/** As `JSON.parse` does: `__proto__` is a property like any other. */
function put(holder: object, key: string, value: Tree): void {
    const whole = { value, enumerable: true, configurable: true, writable: true };
    Object.defineProperty(holder, key, whole);
}

function mapped(tree: Tree, change: (text: string) => Tree): Tree {
    if (typeof tree === "string") return change(tree);
    if (tree instanceof JsonText) return new JsonText(mapped(tree.value, change));
    if (Array.isArray(tree)) return tree.map((each) => mapped(each, change));
    if (typeof tree !== "object" || tree === null) return tree;
    const made = {};
    for (const [key, value] of Object.entries(tree)) put(made, key, mapped(value, change));
    return made;
}

function copy(tree: Tree): Tree {
    return mapped(tree, (text) => text);
}

function replaced(tree: Tree, from: string, to: string): Tree {
    return mapped(tree, (text) => text.replaceAll(from, to));
}

function unfold(json: Raw): Tree {
    return mapped(json as Tree, (text) => {
        if (!/^\s*[[{]/.test(text)) return text;
        try {
            return new JsonText(JSON.parse(text) as Tree);
        } catch {
            return text;
        }
    });
}

function fold(tree: Tree): Raw {
    if (tree instanceof JsonText) return JSON.stringify(fold(tree.value));
    if (Array.isArray(tree)) return tree.map(fold);
    if (typeof tree !== "object" || tree === null) return tree;
    const made = {};
    for (const [key, value] of Object.entries(tree)) put(made, key, fold(value) as Tree);
    return made;
}

function textOf(tree: Tree): string {
    const folded = fold(tree);
    return typeof folded === "string" ? folded : JSON.stringify(folded);
}

/** A text with one part cut out, put in, doubled, or written otherwise. */
export function spoilt(text: string, by: number): string {
    const from = by % (text.length + 1);
    const to = from + (by % 7);
    const [begin, part, end] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
    switch (by % 6) {
        case 0:
            return begin;
        case 1:
            return begin + end;
        case 2:
            return begin + part + part + end;
        case 3:
            return begin + part.toUpperCase() + end;
        case 4:
            return end + part + begin;
        default:
            return begin + (at(signs, by) ?? "") + end;
    }
}

/** JSON in which something single is a list or an object, so deep that recursion does not come back. */
export function deepened(text: string, by: number): string {
    const singles = [...text.matchAll(/(?<=[:[,])(null|true|false|-?\d+|"[^"\\]*")(?=[,\]}])/g)];
    const { index = 0, 0: found = text } = at(singles, by) ?? {};
    const [begin, end] = by % 2 === 0 ? ["[", "]"] : ['{"a":', "}"];
    const deep = `${begin.repeat(tooDeep)}null${end.repeat(tooDeep)}`;
    return text.slice(0, index) + deep + text.slice(index + found.length);
}

const tooDeep = 30_000;

const signs = [
    ...['"', "\\", "{", "}", "[", "]", ",", ":", "::", "$", "*", "?", "${", "/", ".", "-", "%"],
    ...[" ", "\n", "\t", "\u0000", "\u202e", "\ud800", "\u{1f600}", "é", "٣", "1e999", "null"],
    ...["&a ", "*a", "<<: ", "!!js/function ", "//", "/*", "#", "---\n", "\ufeff", unknown],
];

function nested(depth: number, isList: boolean): Raw {
    let value: Raw = isList ? "x" : null;
    for (let i = 0; i < depth; i++) value = isList ? [value] : { a: value };
    return value;
}

const texts = [
    ...["", " ", "0", "-1", "NaN", "1e3", "0x10", "٣", "true", "*", "${a}", "[", '{"a":', "a,b"],
    ...[
        "__proto__",
        "constructor",
        "\u202ea",
        "\ud800",
        "\u0000",
        "ﬀ",
        "a\nb",
        "x".repeat(100_000),
    ],
    ...["0.0.0.0/0", "::/0", "10.0.0.0/33", "10.0.0.0/-1", "::ffff:10.0.0.0/104", "10.0/8"],
    ...["arn:aws:iam::123456789012:role/x", "arn:", "arn:aws:s3:::", "vpc-1", "subnet-1", "sg-1"],
    ...["urn:pulumi:dev::web::aws:ec2/vpc:Vpc::x", "urn:pulumi:dev::web::a", "aws:ec2/vpc:Vpc"],
    ...["FARGATE", "ip", "-1", "all", "tcp", "us-east-1", "com.amazonaws.us-east-1.s3", "[secret]"],
];

const marks = [
    ...[unknown, "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", "3eeb2bf0-c639-47a8-9e75-3b44932eb421"],
    ...["6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", "dd056dcd-154b-4c76-9bd3-c8f88648b5ff"],
    `arn:${unknown}:x`,
];

/** What stands where nobody would put it. */
export const odd: fc.Arbitrary<Raw> = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<Raw>(...texts) },
    { weight: 4, arbitrary: fc.constantFrom<Raw>(...marks) },
    {
        weight: 3,
        arbitrary: fc.constantFrom<Raw>(
            ...[null, true, false, 0, -1, 0.5, 80, 65_536, 1e21, 1e308, -1e308, 2 ** 53],
        ),
    },
    {
        weight: 3,
        arbitrary: fc.constantFrom<Raw>(
            ...[[], {}, [null], [[]], [unknown], ["a", "a"], { a: unknown }, [{}], [{ a: null }]],
        ),
    },
    {
        weight: 2,
        arbitrary: fc
            .constantFrom<Raw>(
                ...[marker, `${marker}.example.com/a:1`, `arn:aws:s3:::${marker}`, [marker]],
                ...[`[{"name":"${marker}","image":"${marker}"}]`, { [marker]: marker }],
            )
            .chain((value) => fc.constantFrom(secret({ value }), plaintext(value), encrypted)),
    },
    {
        weight: 1,
        arbitrary: fc
            .tuple(fc.integer({ min: 2, max: 100 }), fc.boolean())
            .map((each) => nested(...each)),
    },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
    { weight: 1, arbitrary: fc.double({ noNaN: true }) },
    { weight: 1, arbitrary: fc.json().map((text) => JSON.parse(text) as Raw) },
);

/** Some changes, one after the other. */
export function changesOf(
    kinds: readonly Kind[] = Object.keys(changes) as Kind[],
): fc.Arbitrary<readonly Change[]> {
    const change = fc.record({
        kind: fc.constantFrom(...kinds),
        place: fc.nat(),
        other: fc.nat(),
        odd,
    });
    return fc.array(change, { minLength: 1, maxLength: 5 });
}
