import { createHash } from "node:crypto";
import type { Properties } from "../plugin";
import { serveSimple } from "../simple";

/*
 * A stand-in for `pulumi-resource-random`: another provider than that of AWS, whose results are
 * unknown until they are made, and one of them secret.
 */

const string = { type: "string" };
const number = { type: "integer" };

const resources = {
    "random:index/randomPassword:RandomPassword": {
        inputProperties: { length: number, special: { type: "boolean" } },
        requiredInputs: ["length"],
        properties: { length: number, result: { ...string, secret: true }, bcryptHash: string },
        required: ["length", "result", "bcryptHash"],
    },
    "random:index/randomId:RandomId": {
        inputProperties: { byteLength: number, prefix: string },
        requiredInputs: ["byteLength"],
        properties: {
            byteLength: number,
            hex: string,
            b64Url: string,
            dec: string,
            prefix: string,
        },
        required: ["byteLength", "hex", "b64Url", "dec"],
    },
};

function outputsOf(
    urn: string,
    inputs: Properties,
    value: (digits: string) => unknown,
): Properties {
    const digits = createHash("sha256").update(`random ${urn}`).digest("hex");
    if (urn.includes("RandomPassword")) {
        return { ...inputs, result: value(`p${digits.slice(0, 15)}`), bcryptHash: value(digits) };
    }
    const hex = digits.slice(0, 2 * Number(inputs.byteLength ?? 4));
    return {
        ...inputs,
        hex: value(hex),
        b64Url: value(hex),
        dec: value(String(parseInt(hex, 16))),
    };
}

serveSimple({
    name: "random",
    version: process.env.STANDIN_VERSION ?? "4.19.0",
    resources,
    outputsOf,
    idOf: (_, { hex }) => (typeof hex === "string" ? hex : "none"),
});
