import { isObject, own, rulesFor, type Raw, type RawProperties } from "../../plan";
import { partitionOf } from "../../network";
import type { SchemaOf } from "../filling";
import type { Made } from "./forms";
import { digitsOf, numberOf } from "./marks";

/*
 * A value of the type that the provider's schema says, for what has no form of its own. It is for the program
 * alone: nobody knows what it will be.
 */

/** Of AWS's: what steers a program, or shapes the network, so that nothing may stand in for it. */
const steering =
    /availabilityZone|cidr|ipv6|privateIp|privateDns|ipAddress|^vpcId$|subnetId|securityGroup|networkInterface|instanceId$/i;

/** A value for one place. `property` is the last name on the way to it. */
export function generalFor(
    made: Made,
    property: string,
    declared: Raw | undefined,
    schema: SchemaOf,
): Raw | undefined {
    if (made.type.startsWith("aws:")) {
        // What AWS makes of what is left unset is certain of these.
        const value = rulesFor(made.type, property)?.value;
        if (value !== undefined && value !== null) return value;
        if (steering.test(property)) return undefined;
    }
    return valueOf({ made, schema }, property, declared, []);
}

interface Context {
    readonly made: Made;
    readonly schema: SchemaOf;
}

/** Deeper than this nobody reads, and a type may hold itself. */
const deepest = 5;

function valueOf(
    context: Context,
    property: string,
    declared: Raw | undefined,
    path: readonly string[],
): Raw | undefined {
    const { made } = context;
    const place = [...path, property];
    // Without a schema it is taken for what most properties are.
    if (!isObject(declared)) return path.length === 0 ? textFor(made, place) : undefined;
    const value = own(declared, "const") ?? own(declared, "default");
    if (value !== undefined && value !== null && typeof value !== "object") return value;
    const reference = own(declared, "$ref");
    if (typeof reference === "string") return referred(context, place, reference);
    const either = own(declared, "oneOf");
    if (Array.isArray(either)) {
        for (const each of either as readonly Raw[]) {
            const found = valueOf(context, property, each, path);
            if (found !== undefined) return found;
        }
        return undefined;
    }
    switch (own(declared, "type")) {
        case "string":
            return textFor(made, place);
        case "integer":
        case "number":
            return numberFor(made, place);
        case "array": {
            // Of plain values one would be as good as none: how many there are steers a program.
            const items = own(declared, "items");
            const isOfObjects = isObject(items) && own(items, "$ref") !== undefined;
            const element = isOfObjects ? valueOf(context, property, items, path) : undefined;
            return isObject(element) ? [element] : undefined;
        }
        default:
            // `true` or `false` decides something; a map may have any keys.
            return undefined;
    }
}

function referred(context: Context, place: readonly string[], reference: string): Raw | undefined {
    if (!reference.startsWith("#/types/")) return undefined;
    const type = context.schema(decoded(reference));
    if (type === undefined) return undefined;
    const options = own(type, "enum");
    if (Array.isArray(options)) {
        const [first] = options as readonly Raw[];
        return isObject(first) ? own(first, "value") : undefined;
    }
    const properties = own(type, "properties");
    if (!isObject(properties) || place.length > deepest) return undefined;
    const isOfAws = context.made.type.startsWith("aws:");
    const entries = Object.entries(properties).flatMap(([key, each]): [string, Raw][] => {
        const value =
            isOfAws && steering.test(key) ? undefined : valueOf(context, key, each, place);
        return value === undefined ? [] : [[key, value]];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function decoded(reference: string): string {
    try {
        return decodeURIComponent(reference);
    } catch {
        return reference;
    }
}

/** A text that has the form which its name lets expect. */
export function textFor(made: Made, place: readonly string[]): string {
    const property = place[place.length - 1] ?? "";
    const { urn, region, account } = made;
    const digits = digitsOf(`${urn} ${place.join(".")}`, 20);
    if (/arn$/i.test(property)) {
        return `arn:${partitionOf(region)?.id ?? "aws"}:stand-in:${region}:${account}:${digits}`;
    }
    if (/(owner|account|registry)Id$/i.test(property)) return account;
    if (/^(url|uri)$|Ur[il]$/.test(property)) return `https://${digits}.example.com`;
    if (/(endpoint|address|dnsName|domainName|domain|host|hostname|fqdn)$/i.test(property)) {
        return `${digits}.example.com`;
    }
    return digits;
}

/** Told from others by nothing but how rare it is; a port may be as high. */
function numberFor({ urn }: Made, place: readonly string[]): number {
    return 57000 + numberOf(`${urn} ${place.join(".")}`, 1000);
}

/** The part of a schema that declares a property. */
export function declaredIn(
    schema: RawProperties | undefined,
    part: "properties" | "inputProperties",
    property: string,
): Raw | undefined {
    const all = own(schema, part);
    return isObject(all) ? own(all, property) : undefined;
}
