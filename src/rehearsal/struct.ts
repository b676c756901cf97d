import { isObject, own, type Raw, type RawProperties } from "../plan";
import { bytesIn, field, fieldsOf, fixed64, flag, textIn } from "./wire";

/*
 * `google.protobuf.Struct`, in which properties travel. `Struct { map<string, Value> fields = 1 }`,
 * `ListValue { repeated Value values = 1 }`, and a Value is one of the fields below.
 */
const kind = { none: 1, number: 2, string: 3, bool: 4, struct: 5, list: 6 } as const;

/** What a Struct holds. */
export function propertiesOf(struct: Buffer): RawProperties {
    const properties: Record<string, Raw> = {};
    for (const [key, value] of entriesOf(struct)) set(properties, key, valueOf(value));
    return properties;
}

/** A Struct that holds these properties. */
export function structOf(properties: RawProperties): Buffer {
    return Buffer.concat(
        Object.keys(properties).map((key) => entry(key, bytesOf(own(properties, key) ?? null))),
    );
}

/**
 * The Struct with these properties instead of its own. What is the same in both stays as it is, byte
 * for byte, whatever it is.
 */
export function withProperties(struct: Buffer, properties: RawProperties): Buffer {
    const left = new Set(Object.keys(properties));
    const parts: Buffer[] = [];
    let isSame = true;
    for (const { number, value: pair, raw } of fieldsOf(struct)) {
        if (number !== 1) {
            parts.push(raw);
            continue;
        }
        const key = textIn(pair, 1);
        const before = bytesIn(pair, 2) ?? Buffer.alloc(0);
        const wanted = left.delete(key) ? own(properties, key) : undefined;
        const after = wanted === undefined ? undefined : withValue(before, wanted);
        isSame &&= after === before;
        if (after !== undefined) parts.push(after === before ? raw : entry(key, after));
    }
    if (isSame && left.size === 0) return struct;
    for (const key of left) parts.push(entry(key, bytesOf(own(properties, key) ?? null)));
    return Buffer.concat(parts);
}

/** The very same bytes if nothing changes. */
function withValue(before: Buffer, wanted: Raw): Buffer {
    const [only] = fieldsOf(before);
    if (only?.number === kind.struct && isObject(wanted)) {
        const after = withProperties(only.value, wanted);
        return after === only.value ? before : field(kind.struct, after);
    }
    if (only?.number === kind.list && Array.isArray(wanted)) {
        const elements = [...fieldsOf(only.value)].map(({ value }) => value);
        const list = wanted as readonly Raw[];
        const after = list.map((each, i) => {
            const element = elements[i];
            return element === undefined ? bytesOf(each) : withValue(element, each);
        });
        const isSame =
            after.length === elements.length && after.every((each, i) => each === elements[i]);
        return isSame
            ? before
            : field(kind.list, Buffer.concat(after.map((each) => field(1, each))));
    }
    const isLeaf = typeof wanted !== "object" || wanted === null;
    return isLeaf && Object.is(valueOf(before), wanted) ? before : bytesOf(wanted);
}

function* entriesOf(struct: Buffer): Generator<readonly [string, Buffer]> {
    for (const { number, value } of fieldsOf(struct)) {
        if (number === 1) yield [textIn(value, 1), bytesIn(value, 2) ?? Buffer.alloc(0)];
    }
}

function valueOf(bytes: Buffer): Raw {
    let found: Raw = null;
    for (const { number, value } of fieldsOf(bytes)) {
        switch (number) {
            case kind.none:
                found = null;
                break;
            case kind.number:
                found = value.readDoubleLE();
                break;
            case kind.string:
                found = value.toString();
                break;
            case kind.bool:
                found = value.some((byte) => byte !== 0);
                break;
            case kind.struct:
                found = propertiesOf(value);
                break;
            case kind.list:
                found = [...fieldsOf(value)].map((each) => valueOf(each.value));
                break;
        }
    }
    return found;
}

function bytesOf(value: Raw): Buffer {
    if (value === null) return flag(kind.none, false);
    if (typeof value === "string") return field(kind.string, value);
    if (typeof value === "boolean") return flag(kind.bool, value);
    if (typeof value === "number") {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleLE(value);
        return fixed64(kind.number, bytes);
    }
    if (isObject(value)) return field(kind.struct, structOf(value));
    const elements = value.map((each) => field(1, bytesOf(each)));
    return field(kind.list, Buffer.concat(elements));
}

function entry(key: string, value: Buffer): Buffer {
    return field(1, Buffer.concat([field(1, key), field(2, value)]));
}

/** Assigned, a property of the name `__proto__` would change the prototype. */
function set(properties: Record<string, Raw>, key: string, value: Raw): void {
    if (key !== "__proto__") properties[key] = value;
    else Object.defineProperty(properties, key, { value, enumerable: true, configurable: true });
}
