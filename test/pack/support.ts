import {
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type {
    Diagnostic,
    Properties,
    RecordedResource,
    Recording,
    Report,
} from "../support/engine";

/** The repository: it is the pack, once it is compiled. */
export const root = join(__dirname, "..", "..");

const plans = join(root, "examples", "plans");
const suffix = ".recording.json";

/** How the engine marks an unknown string, boolean, number, list and object on the wire. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const sentinels = [
    unknown,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
] as const;

/** A secret, as the engine sends it. */
export function secret(value: unknown): Properties {
    return {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        value,
    };
}

export function recordingNames(): string[] {
    return readdirSync(plans)
        .filter((file) => file.endsWith(suffix))
        .map((file) => file.slice(0, -suffix.length));
}

/**
 * A recorded plan. Packs remember inputs by URN, so tests that share a process and must not share
 * those name a project of their own.
 */
export function recording(name: string, project = "web"): Recording {
    const text = readFileSync(join(plans, `${name}${suffix}`), "utf8");
    return JSON.parse(
        text.replaceAll("urn:pulumi:dev::web::", `urn:pulumi:dev::${project}::`),
    ) as Recording;
}

/** The only resource of this type, and of this name if there are several. */
export function find(resources: Recording, type: string, name?: string): RecordedResource {
    const found = resources.filter(
        (resource) =>
            resource.type.endsWith(`:${type}`) && (name === undefined || resource.name === name),
    );
    const [only] = found;
    if (only === undefined || found.length > 1) {
        throw new Error(`${String(found.length)} resources are ${type} ${name ?? ""}`);
    }
    return only;
}

/** The recording with one resource changed: these properties, in its inputs and its outputs. */
export function having(
    resources: Recording,
    changed: RecordedResource,
    properties: Properties,
): Recording {
    return resources.map((resource) =>
        resource.urn === changed.urn
            ? {
                  ...resource,
                  inputs: { ...resource.inputs, ...properties },
                  outputs: { ...resource.outputs, ...properties },
              }
            : resource,
    );
}

/** The recording without its ECS services and task definitions: nothing runs on Fargate. */
export function withoutFargate(resources: Recording): Recording {
    return resources.filter(({ type }) => !/:(Service|TaskDefinition|Cluster)$/.test(type));
}

/** The names of the policies that reported at this level, each once, sorted. */
export function reporting({ diagnostics }: Report, level: Diagnostic["level"]): string[] {
    const names = diagnostics.filter((each) => each.level === level).map(({ policy }) => policy);
    return [...new Set(names)].sort();
}

export function of({ diagnostics }: Report, policy: string): Diagnostic[] {
    return diagnostics.filter((each) => each.policy === policy);
}

/**
 * A small pack around this project's adapter, as plain JavaScript in a folder of its own. Its source
 * sees `toPulumiPolicies`, `fargatePolicies`, `root` and `policy(kind, name, rest)`, and calls `serve(policies)`.
 */
export function makePack(source: string): { dir: string; remove: () => void } {
    const dir = mkdtempSync(join(tmpdir(), "fargate-preflight-"));
    mkdirSync(dir, { recursive: true });
    symlinkSync(join(root, "node_modules"), join(dir, "node_modules"), "junction");
    writeFileSync(
        join(dir, "package.json"),
        JSON.stringify({ name: "test-pack", version: "1.0.0", main: "index.js" }),
    );
    writeFileSync(join(dir, "index.js"), `${prelude}\n${source}`);
    return {
        dir,
        remove: () => {
            rmSync(dir, { recursive: true });
        },
    };
}

const prelude = `
const { PolicyPack } = require("@pulumi/policy");
const root = ${JSON.stringify(root)};
const { fargatePolicies, toPulumiPolicies } = require(root + "/bin/src/pack");
const texts = { description: "It must be so.", why: "-", fix: "-", turnOff: "-", severity: "low", level: "mandatory" };
const policy = (kind, name, rest) => ({ kind, name, ...texts, ...rest });
const serve = (policies) => new PolicyPack("test-pack", { policies });
`;
