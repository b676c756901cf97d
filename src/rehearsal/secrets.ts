import { isObject, own, type Raw, type RawProperties } from "../plan";
import { propertiesOf } from "./struct";

/*
 * Providers are told which values are secret; a policy pack is not. What passes is looked through for them,
 * so that a recording that is kept holds none.
 */

/** Key and value by which the engine marks a secret. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** How files show a secret. */
const mask = "[secret]";

/** Shorter ones are masked where they stand alone: in a longer text they may well be something else. */
const shortest = 6;

export class Secrets {
    /** Paths of secret properties, by URN. */
    private readonly places = new Map<string, Set<string>>();
    private readonly texts = new Set<string>();

    /** Looks through properties of a resource as they travel. */
    learn(urn: string, struct: Buffer | undefined): void {
        // Few have any, and a look is cheaper than taking all apart.
        if (struct?.includes(secretSignature) !== true) return;
        this.walk(urn, propertiesOf(struct), []);
    }

    /** A property that the program said to be secret. */
    learnPlace(urn: string, property: string): void {
        this.at(urn).add(JSON.stringify([property]));
    }

    learnText(text: string): void {
        if (text !== "") this.texts.add(text);
    }

    /** The properties of a resource without what is secret. */
    masked(urn: string, properties: RawProperties): RawProperties {
        const places = this.places.get(urn) ?? new Set();
        const texts = [...this.texts];
        const long = texts.filter((text) => text.length >= shortest);
        const walk = (value: Raw, path: readonly (string | number)[]): Raw => {
            if (places.has(JSON.stringify(path))) return mask;
            if (typeof value === "string") {
                const isSecret = this.texts.has(value) || long.some((text) => value.includes(text));
                return isSecret ? mask : value;
            }
            if (Array.isArray(value)) {
                return (value as readonly Raw[]).map((each, i) => walk(each, [...path, i]));
            }
            if (!isObject(value)) return value;
            if (own(value, signatureKey) === secretSignature) return mask;
            return Object.fromEntries(
                Object.entries(value).map(([key, each]) => [key, walk(each, [...path, key])]),
            );
        };
        return walk(properties, []) as RawProperties;
    }

    private at(urn: string): Set<string> {
        const places = this.places.get(urn) ?? new Set();
        this.places.set(urn, places);
        return places;
    }

    private walk(urn: string, value: Raw, path: readonly (string | number)[]): void {
        if (Array.isArray(value)) {
            (value as readonly Raw[]).forEach((each, i) => {
                this.walk(urn, each, [...path, i]);
            });
            return;
        }
        if (!isObject(value)) return;
        if (own(value, signatureKey) === secretSignature) {
            this.at(urn).add(JSON.stringify(path));
            this.learnAll(own(value, "value") ?? null);
            return;
        }
        for (const [key, each] of Object.entries(value)) this.walk(urn, each, [...path, key]);
    }

    private learnAll(value: Raw): void {
        if (typeof value === "string") this.learnText(value);
        else if (Array.isArray(value))
            for (const each of value as readonly Raw[]) this.learnAll(each);
        else if (isObject(value))
            Object.values(value).forEach((each) => {
                this.learnAll(each);
            });
    }
}
