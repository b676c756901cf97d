import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kindOfType } from "../../src/network";
import { awsModules as modules, harmless } from "../../src/network/harmless-types";
import { isStranger, strangers, type Change } from "../../src/plan";
import {
    harmlessNatives,
    nativeModules,
    translations,
    type Translation,
} from "../../src/plan/native";

/*
 * docs/resource-types.md says of every type of the modules that build or change networks what it is taken
 * for. The types are those of the installed @pulumi/aws, read as text: a new release of it brings types that
 * fail here until somebody has said what they change. With UPDATE_DOCS=1 the page is written anew.
 */

const page = join(__dirname, "..", "..", "docs", "resource-types.md");
const sdk = join(__dirname, "..", "..", "node_modules", "@pulumi", "aws");

/** `aws:ec2/vpc:Vpc`, and all others of a module. */
function typesOf(module: string): readonly string[] {
    const folder = join(sdk, module);
    return readdirSync(folder)
        .filter((file) => file.endsWith(".js"))
        .flatMap((file) => tokensIn(join(folder, file)));
}

function tokensIn(path: string): readonly string[] {
    if (!existsSync(path)) return [];
    const found = readFileSync(path, "utf8").matchAll(/\b__pulumiType = '([^']+)'/g);
    return Array.from(found, ([, type = ""]) => type);
}

const provided = modules.flatMap(typesOf);
const whyHarmless = new Map(harmless);

const parts: Readonly<Record<Change, string>> = {
    routes: "routes of every table",
    names: "what names mean",
    rules: "rules of security groups and network ACLs",
};

function changeOf(type: string): string | undefined {
    const stranger = strangers.get(type);
    if (stranger === undefined) return undefined;
    const { changes, vpc, onlyIf, does } = stranger;
    const what =
        changes === "everything"
            ? "anything of what it depends on or names"
            : `${changes.map((each) => parts[each]).join(", ")}, in ${
                  vpc === undefined ? "every VPC of its region" : `the VPC of its \`${vpc}\``
              }${onlyIf === undefined ? "" : `, unless \`${onlyIf}\` is false`}`;
    return `**may change** ${what}: ${does}`;
}

function lineOf(type: string): string {
    const what =
        changeOf(type) ??
        (kindOfType.has(type) ? "read" : `harmless: ${whyHarmless.get(type) ?? "unknown"}`);
    return `| \`${type}\` | ${what} |`;
}

function tableOf(types: readonly string[]): string {
    const head = ["| type | what it is taken for |", "| --- | --- |"];
    return [...head, ...[...types].sort().map(lineOf)].join("\n");
}

/** Types of `aws-native`, of the modules that build or change networks, and those of others that are read. */
function natives(): readonly string[] {
    const folder = join(sdk, "..", "aws-native");
    const found = nativeModules
        .map((module) => (module === "index" ? folder : join(folder, module)))
        .flatMap((each) =>
            readdirSync(each)
                .filter((file) => file.endsWith(".js"))
                .flatMap((file) => tokensIn(join(each, file))),
        )
        .filter((type) => type.startsWith("aws-native:"));
    return [...new Set([...found, ...translations.keys()])];
}

/** Those that are read, each by itself; others by why they are harmless, or that they are not. */
function nativeTable(): string {
    const types = [...natives()].sort();
    const read = types.flatMap((type) => {
        const translation = translations.get(type);
        return translation === undefined ? [] : [`| \`${type}\` | ${readAs(type, translation)} |`];
    });
    const others = new Map<string, string[]>();
    for (const type of types) {
        if (translations.has(type)) continue;
        const why = isStranger({ type, component: false })
            ? "**may change** anything of what it depends on or names: it is not read"
            : `harmless: ${harmlessNatives.get(type) ?? "unknown"}`;
        others.set(why, [...(others.get(why) ?? []), `\`${type.slice("aws-native:".length)}\``]);
    }
    return [
        "| type | what it is taken for |",
        "| --- | --- |",
        ...read,
        ...[...others].sort().map(([why, names]) => `| ${names.join(", ")} | ${why} |`),
    ].join("\n");
}

function readAs(type: string, { type: as, parts = [] }: Translation): string {
    const others = parts.map((part) => ` and, where \`${part.onlyIf}\` is set, \`${part.type}\``);
    return as === type ? "read" : `read as \`${as}\`${others.join("")}`;
}

/** The page, with its tables made anew: `<!-- types: ec2 -->` and `<!-- types: others -->`. */
function refreshed(text: string): string {
    return text.replace(
        /(<!-- types: (\w+) -->\n\n)[^]*?(\n\n<!-- \/types -->)/g,
        (_, before: string, name: string, after: string) =>
            before +
            (name === "natives"
                ? nativeTable()
                : tableOf(name === "others" ? others() : typesOf(name))) +
            after,
    );
}

/** Strangers of other modules. */
function others(): readonly string[] {
    return [...strangers.keys()].filter((type) => !modules.includes(moduleOf(type)));
}

function moduleOf(type: string): string {
    return type.split(/[:/]/)[1] ?? "";
}

describe("docs/resource-types.md", () => {
    const written = readFileSync(page, "utf8");
    const text = process.env.UPDATE_DOCS ? refreshed(written) : written;
    if (text !== written) writeFileSync(page, text);

    it("is as the tables in src and test say", () => {
        assert.equal(text, refreshed(text));
    });

    it("has every module", () => {
        for (const module of [...modules, "natives"]) {
            assert.ok(text.includes(`<!-- types: ${module} -->`), module);
        }
        assert.ok(provided.length > 250, "the types of @pulumi/aws were not found");
    });

    for (const module of modules) {
        it(`says what each type of ${module} is: read, harmless, or a stranger`, () => {
            const untold = typesOf(module).filter(
                (type) => !kindOfType.has(type) && !strangers.has(type) && !whyHarmless.has(type),
            );
            assert.deepEqual(untold, []);
        });
    }

    it("calls nothing harmless that is read or a stranger, and nothing twice", () => {
        const types = harmless.map(([type]) => type);
        assert.deepEqual(types, [...new Set(types)]);
        assert.deepEqual(
            types.filter((type) => kindOfType.has(type) || strangers.has(type)),
            [],
        );
    });

    it("names no type that @pulumi/aws does not have", () => {
        const has = new Set(provided);
        const gone = [
            ...harmless.map(([type]) => type).filter((type) => !has.has(type)),
            ...[...strangers.keys()].filter(
                (type) => !tokensIn(join(sdk, `${type.split(":")[1] ?? ""}.js`)).includes(type),
            ),
        ];
        assert.deepEqual(gone, []);
    });
});
