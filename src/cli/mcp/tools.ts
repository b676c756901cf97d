import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { policies } from "../../../policies";
import { InputError, packageFolder } from "../../files";
import { problemsIn } from "../../plan";
import { levels, namesOf, policyFaults } from "../../policy";
import { faults } from "../../reach";
import { check } from "../check";
import { aPlan } from "../checker";
import { findConfiguration } from "../configuration-file";
import { explain } from "../explain";
import type { Io } from "../io";
import { list } from "../list";
import { codeSections, show } from "../show";
import { aConfiguration, someExceptions, type TermsOptions } from "../terms";
import { severities } from "../worst";
import { fileInFolder } from "./folder";

/** What the person who starts the server allows. */
export interface Allowed {
    /** AWS may be asked, read-only, where a configuration says so. */
    readonly lookup?: boolean;
}

/** What a tool says. */
export interface Told {
    /** By the tool's schema, if it has one. */
    readonly json?: Readonly<Record<string, unknown>>;
    readonly text: string;
    /** What was complained of, though there is an answer: why AWS could not be asked. */
    readonly aside?: string;
}

export interface Tool {
    readonly name: string;
    readonly title: string;
    readonly description: string;
    readonly inputSchema: ObjectSchema;
    readonly outputSchema?: ObjectSchema;
    /**
     * @param given what the schema of its inputs takes
     * @throws InputError that says what is wrong, where, and what was expected
     */
    readonly call: (given: Given, allowed: Allowed) => Promise<Told>;
}

type ObjectSchema = Readonly<Record<string, unknown>> & { readonly type: "object" };

/** The arguments of all tools; each tool's schema says which it takes. */
interface Given {
    readonly plan: string;
    readonly config?: string;
    readonly facts?: readonly string[];
    readonly exceptions?: readonly string[];
    readonly policies?: readonly string[];
    readonly severity?: (typeof severities)[number];
    readonly service?: string;
    readonly subnet?: string;
    readonly to?: string;
    readonly broken?: boolean;
    readonly property: string;
    readonly name: string;
}

const text = (description: string): object => ({ type: "string", minLength: 1, description });
const texts = (description: string): object => ({
    type: "array",
    items: { type: "string", minLength: 1 },
    description,
});

const inputs = {
    plan: text(
        "a file in the server's folder: output of `pulumi preview --json --show-sames` or `pulumi stack export`, or a recording",
    ),
    config: text(
        "a file with levels and settings of the policies; else the one beside the plan, or above it in its repository",
    ),
    facts: texts("files with what exists outside the plan, as `fargate-preflight snapshot` writes"),
    exceptions: texts("files with findings that are accepted for a reason"),
    policies: {
        type: "array",
        minItems: 1,
        items: { enum: policies.flatMap(namesOf) },
        description: "check with these policies alone",
    },
    severity: { enum: severities, description: "leave out policies below this severity" },
    service: text("the workload: a service, task set or scheduled task; else all of them"),
    subnet: text("start in this subnet alone, also if the workload does not"),
    to: text(
        "where the connection leads: a service of AWS's by its endpoint's name (ecr.api, secretsmanager), host:port, internet, or a workload or load balancer of the plan; else all that the tasks need",
    ),
    broken: { type: "boolean", description: "tell only connections that are stopped" },
    property: text("a resource's name or URN, a dot, and a property: web.networkConfiguration"),
    name: text("a policy, such as task-image-pull, or a code of a finding, such as no-route"),
};

const terms = ["config", "facts"] as const;

const checkPlan: Tool = {
    name: "check_plan",
    title: "Check a plan",
    description:
        "Checks whether the ECS Fargate tasks of a Pulumi plan can live in the network that it builds: findings with fixes, and what cannot be known and why. Deploys nothing.",
    inputSchema: taking(["plan"], [...terms, "exceptions", "policies", "severity"]),
    outputSchema: published("check-output"),
    call: async ({ plan, policies: policy, severity, ...given }, allowed) => {
        const file = within("plan", plan, aPlan);
        const options = { ...termsFor(given, allowed, [file]), policy, severity };
        const run = (io: Io): Promise<number> =>
            check([file], { ...options, format: "json", failOn: "mandatory" }, io);
        return asJson(await saidBy(run));
    },
};

const explainConnection: Tool = {
    name: "explain_connection",
    title: "Explain a connection",
    description:
        "Follows the packets of a plan's Fargate tasks hop by hop, healthy hops too, with AWS's rule that decides at each.",
    inputSchema: taking(["plan"], [...terms, "service", "subnet", "to", "broken"]),
    outputSchema: published("explain-output"),
    call: async ({ plan, service, subnet, to, broken, ...given }, allowed) => {
        const file = within("plan", plan, aPlan);
        const options = { ...termsFor(given, allowed, [file]), service, subnet, to, broken };
        return asJson(await saidBy((io) => explain(file, { ...options, json: true }, io)));
    },
};

const explainProperty: Tool = {
    name: "explain_property",
    title: "Explain what a property is linked to",
    description:
        "Tells what a property of a resource in a plan was read as and linked to, and why; never its value.",
    inputSchema: taking(["plan", "property"], terms),
    call: async ({ plan, property: why, ...given }, allowed) => {
        const file = within("plan", plan, aPlan);
        const options = { ...termsFor(given, allowed, [file]), why };
        return saidBy((io) => explain(file, options, io));
    },
};

const listPolicies: Tool = {
    name: "list_policies",
    title: "List the policies",
    description:
        "Lists the policies, with their levels in the configuration, their severities, and what must hold.",
    inputSchema: taking([], ["config"]),
    outputSchema: answering({
        version: { const: 1 },
        configuration: { type: ["string", "null"] },
        policies: listOf({
            name: { type: "string" },
            level: { enum: levels },
            severity: { enum: severities },
            description: { type: "string" },
            page: { type: "string" },
        }),
    }),
    call: async (given, allowed) => {
        const options = termsFor(given, allowed, ["-"]);
        return asJson(await saidBy((io) => list({ ...options, json: true }, io)));
    },
};

const listCodes: Tool = {
    name: "list_codes",
    title: "List the codes",
    description:
        "Lists the codes of what stops a packet, as they stand in findings and at hops, each with AWS's rule.",
    inputSchema: taking([], []),
    outputSchema: answering({
        codes: listOf({ code: { type: "string" }, rule: { type: "string" } }),
    }),
    call: () => {
        const all = [...Object.values(faults), ...Object.values(policyFaults)];
        const codes = codeSections().map(({ code }) => {
            const fault = all.find((each) => each.code === code);
            return { code, rule: fault?.rule.rule ?? "" };
        });
        return Promise.resolve(asJson({ text: JSON.stringify({ codes }) }));
    },
};

const showPage: Tool = {
    name: "show",
    title: "Show what a policy or a code means",
    description:
        "The page of a policy, with its reason, an example, its fix and its settings; or what a code means.",
    inputSchema: taking(["name"], []),
    call: ({ name }) => saidBy((io) => Promise.resolve(show(name, io))),
};

export const tools: readonly Tool[] = [
    checkPlan,
    explainConnection,
    explainProperty,
    listPolicies,
    listCodes,
    showPage,
];

/** Calls a tool with what somebody gave. @throws InputError */
export function callTool(tool: Tool, given: unknown, allowed: Allowed): Promise<Told> {
    const problems = problemsIn(given, tool.inputSchema, {});
    if (problems.length > 0) throw new InputError(`the arguments: ${problems.join("; ")}`);
    return tool.call(given as Given, allowed);
}

/** Files that say how plans are judged, each in the folder, and what its settings may reach. */
function termsFor(
    { config, facts, exceptions }: Pick<Given, "config" | "facts" | "exceptions">,
    { lookup = false }: Allowed,
    plans: readonly string[],
): TermsOptions {
    const found = config === undefined ? findConfiguration(plans) : undefined;
    if (found !== undefined) within("the configuration that was found", found, aConfiguration);
    return {
        config: config === undefined ? undefined : within("config", config, aConfiguration),
        facts: facts?.map((each, i) => within(`facts[${String(i)}]`, each, someFacts)),
        exceptions: exceptions?.map((each, i) =>
            within(`exceptions[${String(i)}]`, each, someExceptions),
        ),
        admit: (settings) => {
            const named = settings.facts as readonly unknown[];
            for (const [i, each] of named.entries()) {
                if (typeof each === "string")
                    within(`preflight-settings.facts[${String(i)}]`, each, someFacts);
            }
            if (lookup || settings.lookup !== "aws") return;
            throw new InputError(
                "preflight-settings.lookup: this server asks AWS only if it is started with --lookup; expected that, or another configuration",
            );
        },
    };
}

const someFacts = "facts, as `npx --no-install fargate-preflight snapshot` writes them";

/** The same path, with what it is for in the message if it is not read. */
function within(what: string, path: string, expected: string): string {
    try {
        return fileInFolder(path, expected);
    } catch (error) {
        if (error instanceof InputError) throw new InputError(`${what}: ${error.message}`);
        throw error;
    }
}

/** What a command prints. @throws InputError with what it complains of, if it could not do what it should */
async function saidBy(run: (io: Io) => Promise<number>): Promise<Told> {
    const out: string[] = [];
    const err: string[] = [];
    const status = await run({
        stdin: Readable.from([]),
        out: (said) => out.push(said),
        err: (said) => err.push(said.replace(/^fargate-preflight: /, "")),
        colours: false,
    });
    const aside = err.join("").trimEnd();
    if (status === 2) throw new InputError(aside);
    return { text: out.join(""), ...(aside === "" ? {} : { aside }) };
}

/** The same on one line, for it is no person who reads it. */
function asJson({ text: printed, ...told }: Told): Told {
    const json = parsed(printed);
    return { ...told, json, text: JSON.stringify(json) };
}

function parsed(printed: string): Readonly<Record<string, unknown>> {
    return JSON.parse(printed) as Readonly<Record<string, unknown>>;
}

function taking(
    required: readonly (keyof typeof inputs)[],
    optional: readonly (keyof typeof inputs)[],
): ObjectSchema {
    const properties = Object.fromEntries(
        [...required, ...optional].map((name) => [name, inputs[name]]),
    );
    return { type: "object", additionalProperties: false, required, properties };
}

function answering(properties: Readonly<Record<string, object>>): ObjectSchema {
    const required = Object.keys(properties);
    return { type: "object", additionalProperties: false, required, properties };
}

function listOf(properties: Readonly<Record<string, object>>): object {
    return { type: "array", items: answering(properties) };
}

/** A schema of the package; what this protocol takes says that it is of an object. */
function published(name: string): ObjectSchema {
    const schema = readFileSync(join(packageFolder, "docs", `${name}.schema.json`), "utf8");
    return { ...parsed(schema), type: "object" };
}
