/*
 * The few parts of the protocol buffers' wire format that a message is taken apart with. What is not asked
 * for is never decoded, and goes on as the bytes that came.
 */

/** How a field's value is written. */
const wire = { varint: 0, fixed64: 1, delimited: 2, fixed32: 5 } as const;

export interface Field {
    readonly number: number;
    /** The value's bytes: of what has a length, without it. */
    readonly value: Buffer;
    /** The whole field, tag and all. */
    readonly raw: Buffer;
}

/** @throws RangeError if this is no message. */
export function* fieldsOf(message: Buffer): Generator<Field> {
    let at = 0;
    const varint = (): number => {
        let value = 0;
        for (let scale = 1; ; scale *= 128) {
            const byte = message[at];
            if (byte === undefined || scale > 2 ** 63) throw new RangeError("no message");
            at += 1;
            value += (byte & 127) * scale;
            if (byte < 128) return value;
        }
    };
    while (at < message.length) {
        const start = at;
        const tag = varint();
        let from = at;
        switch (tag % 8) {
            case wire.varint:
                varint();
                break;
            case wire.fixed64:
                at += 8;
                break;
            case wire.delimited: {
                const length = varint();
                from = at;
                at += length;
                break;
            }
            case wire.fixed32:
                at += 4;
                break;
            default:
                throw new RangeError("no message");
        }
        if (at > message.length) throw new RangeError("no message");
        yield {
            number: Math.floor(tag / 8),
            value: message.subarray(from, at),
            raw: message.subarray(start, at),
        };
    }
}

/** The value of a field; of several the last one counts. */
export function bytesIn(message: Buffer, number: number): Buffer | undefined {
    let found: Buffer | undefined;
    for (const field of fieldsOf(message)) if (field.number === number) found = field.value;
    return found;
}

export function textIn(message: Buffer, number: number): string {
    return bytesIn(message, number)?.toString() ?? "";
}

export function flagIn(message: Buffer, number: number): boolean {
    return bytesIn(message, number)?.some((byte) => (byte & 127) !== 0) ?? false;
}

/** All values of a repeated field. */
export function allIn(message: Buffer, number: number): Buffer[] {
    const found: Buffer[] = [];
    for (const field of fieldsOf(message)) if (field.number === number) found.push(field.value);
    return found;
}

/** A field with text or a message in it. */
export function field(number: number, value: Buffer | string): Buffer {
    const bytes = typeof value === "string" ? Buffer.from(value) : value;
    return Buffer.concat([varintOf(number * 8 + wire.delimited), varintOf(bytes.length), bytes]);
}

export function flag(number: number, value: boolean): Buffer {
    return Buffer.concat([varintOf(number * 8 + wire.varint), varintOf(value ? 1 : 0)]);
}

export function fixed64(number: number, value: Buffer): Buffer {
    return Buffer.concat([varintOf(number * 8 + wire.fixed64), value]);
}

/** The same message with other fields in place of those with their numbers. */
export function replaced(message: Buffer, fields: Readonly<Record<number, Buffer>>): Buffer {
    const kept = [...fieldsOf(message)].filter(({ number }) => !Object.hasOwn(fields, number));
    return Buffer.concat([...kept.map(({ raw }) => raw), ...Object.values(fields)]);
}

function varintOf(value: number): Buffer {
    const bytes: number[] = [];
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    return Buffer.from([...bytes, rest]);
}
