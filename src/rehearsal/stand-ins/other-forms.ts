import { nameInUrn, own, type Raw } from "../../plan";
import { digitsOf, numberOf, uuidOf } from "./marks";
import type { Made } from "./forms";
import { textAt } from "./values";

/*
 * The forms of what other providers make and tasks often hold: random names and passwords, keys, images. Each
 * says whether it names something.
 */

interface Formed {
    readonly value: Raw;
    readonly isName: boolean;
}

type Maker = (made: Made) => Formed | undefined;

const name = (make: (made: Made) => string | undefined): Maker => {
    return (made) => {
        const value = make(made);
        return value === undefined ? undefined : { value, isName: true };
    };
};
const other = (make: (made: Made) => Raw | undefined): Maker => {
    return (made) => {
        const value = make(made);
        return value === undefined ? undefined : { value, isName: false };
    };
};

const randomText = { id: name(textOf), result: name(textOf) };
const randomPet = { id: name(petOf) };
const image = {
    imageName: name(imageOf),
    ref: name(imageOf),
    repoDigest: name(imageOf),
    digest: name(({ urn }) => `sha256:${digestOf(urn)}`),
};

/** By package, kind and property. */
const forms: Readonly<Record<string, Readonly<Record<string, Maker>>>> = {
    "random:RandomString": randomText,
    // Its own id is no secret (`pulumi import random:…:RandomPassword`).
    "random:RandomPassword": {
        id: name(() => "none"),
        result: other(textOf),
        bcryptHash: other(({ urn }) => `$2a$10$${digitsOf(urn, 53)}`),
    },
    "random:RandomId": {
        id: name(idOf),
        hex: name((made) => `${prefixOf(made)}${bytesOf(made).toString("hex")}`),
        dec: name((made) => `${prefixOf(made)}${decimalOf(bytesOf(made))}`),
        b64Url: name((made) => `${prefixOf(made)}${idOf(made)}`),
        b64Std: name((made) => `${prefixOf(made)}${bytesOf(made).toString("base64")}`),
    },
    "random:RandomUuid": {
        id: name(({ urn }) => uuidOf(urn)),
        result: name(({ urn }) => uuidOf(urn)),
    },
    "random:RandomPet": randomPet,
    "random:RandomInteger": {
        id: name(integerOf),
        result: other((made) => Number(integerOf(made))),
    },
    "tls:PrivateKey": {
        privateKeyPem: other((made) => pem(made, "PRIVATE KEY")),
        privateKeyPemPkcs8: other((made) => pem(made, "PRIVATE KEY")),
        privateKeyOpenssh: other((made) => pem(made, "OPENSSH PRIVATE KEY")),
        publicKeyPem: other((made) => pem(made, "PUBLIC KEY")),
        publicKeyOpenssh: other(({ urn }) => `ssh-rsa AAAAB3NzaC1yc2E${base64Of(urn)}\n`),
        publicKeyFingerprintMd5: other(({ urn }) => digitsOf(urn, 32).replace(/..(?!$)/g, "$&:")),
        publicKeyFingerprintSha256: other(({ urn }) => `SHA256:${digitsOf(urn, 43)}`),
    },
    "tls:SelfSignedCert": { certPem: other((made) => pem(made, "CERTIFICATE")) },
    "tls:LocallySignedCert": { certPem: other((made) => pem(made, "CERTIFICATE")) },
    "tls:CertRequest": { certRequestPem: other((made) => pem(made, "CERTIFICATE REQUEST")) },
    "docker:Image": image,
    "docker:RemoteImage": { ...image, imageId: name(({ urn }) => `sha256:${digestOf(urn)}`) },
    "docker-build:Image": image,
    "docker-build:Index": image,
};

/** What has a form in another provider than AWS's. */
export function formedBy(package_: string, made: Made, property: string): Formed | undefined {
    const kind = `${package_}:${made.type.split(":").pop() ?? ""}`;
    return own(own(forms, kind), property)?.(made);
}

/** As long, and of such characters, as the program asks for. */
function textOf({ urn, inputs }: Made): string {
    const length = countAt(inputs, "length") ?? 16;
    const isUpper = own(inputs, "lower") === false && own(inputs, "upper") !== false;
    const digits = digitsOf(urn, 72);
    const text = digits.repeat(Math.ceil(length / digits.length)).slice(0, length);
    return isUpper ? text.toUpperCase() : text;
}

/** Words, as many as the program asks for. */
function petOf({ urn, inputs }: Made): string {
    const count = countAt(inputs, "length") ?? 2;
    const separator = textAt(inputs, "separator") ?? "-";
    const words = Array.from({ length: count }, (_, i) =>
        i === 0 ? `pet${digitsOf(urn, 12)}` : `pet${digitsOf(`${urn} ${String(i)}`, 12).slice(8)}`,
    );
    return [...[textAt(inputs, "prefix") ?? []].flat(), ...words].join(separator);
}

function bytesOf({ urn, inputs }: Made): Buffer {
    const length = countAt(inputs, "byteLength") ?? 8;
    const digits = digitsOf(urn, 72);
    return Buffer.from(digits.repeat(Math.ceil((2 * length) / 72)).slice(0, 2 * length), "hex");
}

function idOf(made: Made): string {
    return bytesOf(made).toString("base64url");
}

function decimalOf(bytes: Buffer): string {
    return BigInt(`0x${bytes.toString("hex")}`).toString();
}

function prefixOf({ inputs }: Made): string {
    return textAt(inputs, "prefix") ?? "";
}

/** Within the bounds. */
function integerOf({ urn, inputs }: Made): string {
    const [min, max] = [own(inputs, "min"), own(inputs, "max")];
    if (typeof min !== "number" || typeof max !== "number" || max < min) return "0";
    return String(min + numberOf(urn, max - min + 1));
}

function countAt(inputs: Made["inputs"], key: string): number | undefined {
    const value = own(inputs, key);
    const isCount = typeof value === "number" && Number.isInteger(value) && value > 0;
    return isCount && value <= 4096 ? value : undefined;
}

/** The repository that the program names, with a digest: nothing can be said of another. */
function imageOf({ urn, inputs }: Made): string | undefined {
    const tags = own(inputs, "tags");
    const [tag] = Array.isArray(tags) ? (tags as readonly Raw[]) : [];
    const given = typeof tag === "string" ? { tag } : inputs;
    const named = ["tag", "imageName", "name"].flatMap((key) => textAt(given, key) ?? []);
    const [reference] = named;
    if (reference === undefined) return undefined;
    return `${reference.replace(/@.*$/, "").replace(/:[^:/]*$/, "")}@sha256:${digestOf(urn)}`;
}

function digestOf(urn: string): string {
    return digitsOf(urn, 64);
}

/** It looks like one to whoever does not read it. */
function pem({ urn }: Made, what: string): string {
    return `-----BEGIN ${what}-----\n${base64Of(`${urn} ${what}`)}\n-----END ${what}-----\n`;
}

/** Base64 that has the mark in it. */
function base64Of(seed: string): string {
    return digitsOf(seed, 64);
}

/** The id of what has no form of its own. */
export function generalId(made: Made): string {
    const kind = made.type.split(":").pop() ?? "";
    return `${kind.toLowerCase()}-${nameInUrn(made.urn).replace(/[^\w-]/g, "-")}-${digitsOf(made.urn, 17)}`;
}
