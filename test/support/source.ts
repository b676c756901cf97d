import { JsonText, Ref, type Program, type Resource, type Value } from "./program";

/** A program of the tests as people would write it, in TypeScript. What cannot be written so is refused. */
export function sourceOf(program: Program): string {
    const { resources } = program;
    const names = namesOf(resources);
    const used = new Set(
        resources.flatMap(({ inputs, options }) => [
            ...Object.values(inputs).flatMap(refsIn),
            ...(options.dependsOn ?? []),
        ]),
    );
    const write = (value: Value): string => {
        if (value instanceof Ref) {
            const read = `${names.get(value.of) ?? ""}.${value.property}`;
            return value.by === undefined ? read : `${read}.apply(${value.by})`;
        }
        if (value instanceof JsonText) return `pulumi.jsonStringify(${write(value.holds)})`;
        if (Array.isArray(value)) return `[${value.map(write).join(", ")}]`;
        if (typeof value === "object" && value !== null) return writeObject(value);
        const json = typeof value === "string" ? jsonIn(value) : undefined;
        return json === undefined ? JSON.stringify(value) : `JSON.stringify(${write(json)})`;
    };
    const writeObject = (inputs: Readonly<Record<string, Value>>): string => {
        const entries = Object.entries(inputs).filter(([, value]) => value !== null);
        return `{ ${entries.map(([key, value]) => `${keyOf(key)}: ${write(value)}`).join(", ")} }`;
    };
    const statements = resources.map((resource) => {
        const { type, name, inputs, options } = resource;
        const { dependsOn, ...others } = options;
        if (Object.keys(others).length > 0) {
            throw new Error(`${name}: only dependsOn can be written as a program`);
        }
        const more =
            dependsOn === undefined
                ? ""
                : `, { dependsOn: [${dependsOn.map((each) => names.get(each) ?? "").join(", ")}] }`;
        const args =
            more === "" && Object.keys(inputs).length === 0 ? "" : `, ${writeObject(inputs)}`;
        const made = `new ${classOf(type)}(${JSON.stringify(name)}${args}${more});`;
        return used.has(resource) ? `const ${names.get(resource) ?? ""} = ${made}` : made;
    });
    const functions = new Set(
        resources.flatMap(({ inputs }) => functionsIn(Object.values(inputs))),
    );
    const declared = [...functions].map(
        (name) => `declare function ${name}(value: string): string;`,
    );
    const imports = ["aws", "pulumi"].filter(
        (name) => name === "aws" || statements.some((each) => each.includes(`${name}.`)),
    );
    return [
        ...imports.map((name) => `import * as ${name} from "@pulumi/${name}";`),
        "",
        ...declared,
        ...statements,
        "",
    ].join("\n");
}

function refsIn(value: Value): Resource[] {
    if (value instanceof Ref) return [value.of];
    if (value instanceof JsonText) return refsIn(value.holds);
    if (Array.isArray(value)) return value.flatMap(refsIn);
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(refsIn) : [];
}

/** The functions of the program by which it makes other values. */
function functionsIn(value: Value): string[] {
    if (value instanceof Ref) return value.by === undefined ? [] : [value.by];
    if (value instanceof JsonText) return functionsIn(value.holds);
    if (Array.isArray(value)) return value.flatMap(functionsIn);
    return typeof value === "object" && value !== null
        ? Object.values(value).flatMap(functionsIn)
        : [];
}

/** `aws:ec2/vpc:Vpc` → `aws.ec2.Vpc`. */
function classOf(type: string): string {
    const [, area = "", kind = ""] = /^aws:(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
    if (area === "") throw new Error(`${type} is not a type of @pulumi/aws`);
    return `aws.${area}.${kind}`;
}

/** A variable for each: its name, and what it is, unless the name says so. */
function namesOf(resources: readonly Resource[]): ReadonlyMap<Resource, string> {
    const names = new Map<Resource, string>();
    for (const resource of resources) {
        const [, , kind = ""] = resource.type.split(":");
        const words = resource.name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
        const told = words.map(titled).join("");
        const whole = told.toLowerCase().endsWith(kind.toLowerCase()) ? told : told + kind;
        names.set(resource, whole.slice(0, 1).toLowerCase() + whole.slice(1));
    }
    if (new Set(names.values()).size !== names.size) throw new Error("two variables of one name");
    return names;
}

function titled(word: string): string {
    return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function keyOf(key: string): string {
    return /^\w+$/.test(key) ? key : JSON.stringify(key);
}

/** Text that holds an object or a list in JSON. */
function jsonIn(text: string): Value | undefined {
    if (!/^[[{]/.test(text)) return undefined;
    try {
        return JSON.parse(text) as Value;
    } catch {
        return undefined;
    }
}
