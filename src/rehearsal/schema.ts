import { isObject, own, parseJson, type RawProperties } from "../plan";
import type { Client } from "./grpc";
import { textIn } from "./wire";

/** What a provider's schema says of each resource type and function, and of each object type as `#/types/…`. */
export type Schema = Readonly<Record<string, RawProperties>>;

/** Asks a plugin for its schema; an empty one if it has none. */
export async function schemaOf(client: Client): Promise<Schema> {
    const answer = await client
        .ask("pulumirpc.ResourceProvider", "GetSchema", Buffer.alloc(0))
        .catch(() => Buffer.alloc(0));
    const schema = parseJson(textIn(answer, 1));
    if (!isObject(schema)) return {};
    const of = (part: string): [string, RawProperties][] => {
        const found = own(schema, part);
        return isObject(found)
            ? Object.entries(found).filter((pair): pair is [string, RawProperties] =>
                  isObject(pair[1]),
              )
            : [];
    };
    return Object.fromEntries([
        ...of("resources"),
        ...of("functions"),
        ...of("types").map(([token, type]): [string, RawProperties] => [`#/types/${token}`, type]),
    ]);
}
