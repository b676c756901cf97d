import { posix } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { policies } from "../../policies";
import { version } from "../files";
import { oneLine } from "../plan";
import { policyNamed } from "../policy";
import { check, type CheckOptions } from "./check";
import type { ExplainOptions } from "./explain";
import { framesOf, reportBug } from "./bugs";
import { addCatalogue } from "./catalogue";
import { didYouMean } from "./explain/names";
import { failOns } from "./fail-on";
import { complain, describeBug, ioWith, whens, type Io, type When } from "./io";
import type { RehearsalOptions, RehearseOptions } from "./rehearse";
import { formats } from "./render";
import type { SnapshotOptions } from "./snapshot";
import { severities } from "./worst";

const moreHelp = `
Exit status:
  0  no mandatory policy is violated, but for what is accepted
  1  at least one mandatory policy is violated; --fail-on takes more, or less,
     for a failure
  2  a file could not be read (the others are still checked), the output could
     not be written, or arguments or settings are wrong

Examples:
  pulumi preview --json --show-sames > plan.json
  npx --no-install fargate-preflight check plan.json
  pulumi stack export | npx --no-install fargate-preflight check -
  npx --no-install fargate-preflight check 'exports/**/*.json'
  npx --no-install fargate-preflight check plan.json \\
    --write-baseline baseline.json
  npx --no-install fargate-preflight check plan.json \\
    --baseline baseline.json --exceptions exceptions.yaml
  npx --no-install fargate-preflight check plan.json \\
    --format sarif --source-root infra --output preflight.sarif`;

const moreHelpOfExplain = `
Without --service: all workloads. Without --to: everything that the tasks need,
and the connections of load balancers and VPC Lattice to them.

Destinations:
  ecr.api, s3, secretsmanager …  a service of AWS's, as its endpoints call it
  registry.example.com:443       a host on the internet and a port; without one
                                 443
  internet                       whatever host on the internet
  api, api:8080                  another workload of the plan, or a load
                                 balancer, by its name

Exit status:
  0  no connection that is shown is violated
  1  at least one connection is violated
  2  the file could not be read, or a name, arguments or settings are wrong

Examples:
  npx --no-install fargate-preflight explain plan.json --broken
  npx --no-install fargate-preflight explain plan.json --service web
  npx --no-install fargate-preflight explain plan.json \\
    --service web --subnet private-a --to secretsmanager
  npx --no-install fargate-preflight explain --rehearse \\
    --stack dev --service web`;

const moreHelpOfRehearse = `
Runs \`pulumi preview\`, or the command after --, with values that stand in for
the ids, ARNs and addresses that exist only after a deployment. Nothing is
created, and no state is changed.

Exit status:
  0  no mandatory policy is violated
  1  at least one mandatory policy is violated; --fail-on takes more, or less,
     for a failure
  2  the preview failed, a file could not be read or written, or arguments or
     settings are wrong

Examples:
  npx --no-install fargate-preflight rehearse --stack dev
  npx --no-install fargate-preflight rehearse --offline --format github
  npx --no-install fargate-preflight rehearse -- npx sst diff --stage dev`;

const snapshotHelp = `
Exit status:
  0  the facts are written
  2  a file or AWS could not be read, a file not written, or arguments are wrong

Examples:
  npx --no-install fargate-preflight snapshot \\
    --vpc vpc-0123456789abcdef0 --output facts.json
  pulumi stack export --stack network |
    npx --no-install fargate-preflight snapshot --export - --output facts.json`;

/**
 * Runs the command line and returns its exit status. Never throws. What only one command needs is loaded with it.
 */
export async function run(argv: readonly string[], given: Io): Promise<number> {
    let status = 0;
    let isDebugged = false as boolean;
    const io = ioWith(given, {}) as { -readonly [Key in keyof Io]: Io[Key] };
    try {
        const program = commandLine(io, {
            check: async (files, options) => {
                status = await check(files, options, io);
            },
            snapshot: async (options) => {
                const { snapshot } = await import("./snapshot");
                status = await snapshot(options, io);
            },
        });
        addRehearse(program, async (command, options) => {
            const { rehearse } = await import("./rehearse");
            status = await rehearse(command, options, io);
        });
        addExplain(program, {
            ofFile: async (file, options) => {
                const { explain } = await import("./explain");
                status = await explain(file, options, io);
            },
            ofRehearsal: async (command, options) => {
                const { explainRehearsed } = await import("./explain");
                status = await explainRehearsed(command, options, io);
            },
        });
        addCatalogue(program, io, (code) => {
            status = code;
        });
        program.hook("preAction", (_, command) => {
            const { color, debug } = command.opts<{ color?: When; debug?: boolean }>();
            if (color === "always" || color === "never") io.colours = color === "always";
            isDebugged = debug === true;
        });
        program.commands.forEach(refuseTwice);
        await program.parseAsync(argv, { from: "user" });
        return status;
    } catch (error) {
        // Commander has already said what is wrong with the arguments.
        if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
        complain(io, describeBug(error));
        if (isDebugged) reportBug(framesOf(error), io);
        return 2;
    }
}

/** Of an option that takes one value a second one would silently win. */
function refuseTwice(command: Command): void {
    for (const option of command.options) {
        const { variadic, required, parseArg } = option;
        if (variadic || !required || parseArg === oneMore || parseArg === onePolicyMore) continue;
        let isGiven = false;
        command.on(`option:${option.name()}`, () => {
            if (isGiven) command.error(`error: option '${option.flags}' is given twice`);
            isGiven = true;
        });
    }
}

interface Actions {
    readonly check: (files: string[], options: CheckOptions) => Promise<void>;
    readonly snapshot: (options: SnapshotOptions) => Promise<void>;
}

function commandLine(io: Io, actions: Actions): Command {
    const program = new Command("fargate-preflight")
        .description(
            "Checks before a deployment whether ECS Fargate tasks can live in the network that a Pulumi program builds.",
        )
        .version(version())
        .exitOverride()
        .configureOutput({
            writeOut: io.out,
            writeErr: io.err,
            // It quotes arguments, which a shell may have made of the names of files.
            outputError: (text, write) => {
                const lines = text.trimEnd().split(/\n(?=\(Did you mean )/);
                write(lines.map((line) => `${oneLine(line)}\n`).join(""));
            },
        })
        .showHelpAfterError("(--help shows how it is used)");
    withReport(
        program
            .command("check")
            .description("Checks plans with the same policies as the policy pack.")
            .argument(
                "<file...>",
                "output of `pulumi preview --json` or `pulumi stack export`, or a recording; a pattern such as 'exports/**/*.json'; - for standard input",
            ),
    )
        .option(
            "--jobs <number>",
            "how many files to check at the same time (default: as many as there are CPUs)",
            atLeastOne,
        )
        .option("--quiet", "print only what fails, and no summary of what goes into a file")
        .addHelpText("after", moreHelp)
        .action(actions.check);
    program
        .command("snapshot")
        .description(
            "Writes down what exists outside a plan, for `check --facts` and the setting `facts`.",
        )
        .option(
            "--export <file...>",
            "output of `pulumi stack export` of the stacks that made the network; - for standard input",
        )
        .option(
            "--vpc <id...>",
            "VPCs that AWS is asked about, read-only, with the credentials of the AWS CLI",
        )
        .option("--default-vpc", "the default VPC of the region")
        .option("--region <region>", "the AWS region; else AWS_REGION, or that of the profile")
        .option("--profile <name>", "the AWS profile; else AWS_PROFILE")
        .option("--output <file>", "where to write it; else it is printed")
        .addHelpText("after", snapshotHelp)
        .action(actions.snapshot);
    return program;
}

/** What plans are judged with, and how what was found is printed. */
function withReport(command: Command): Command {
    return withTerminal(command)
        .option(
            "--config <file>",
            "levels and settings of the policies, a file as `pulumi preview --policy-pack-config` takes it",
        )
        .option(
            "--facts <file>",
            "what exists outside the plans, as `snapshot` writes it; may be given several times",
            oneMore,
        )
        .option(
            "--exceptions <file>",
            "findings that are accepted for a reason (JSON, with comments or not, or YAML); may be given several times",
            oneMore,
        )
        .option("--baseline <file>", "findings that are known: only others make the exit status 1")
        .option(
            "--write-baseline <file>",
            "where to write what is found now; with --baseline, that without what is gone",
        )
        .option(
            "--policy <name>",
            "check with this policy; may be given several times: the others are left out",
            onePolicyMore,
        )
        .addOption(
            new Option("--severity <severity>", "leave out policies below this severity").choices(
                severities,
            ),
        )
        .addOption(
            new Option("--fail-on <what>", "what makes the exit status 1")
                .choices(failOns)
                .default("mandatory"),
        )
        .addOption(
            new Option("--format <format>", "how to print what was found")
                .choices(formats)
                .default("text"),
        )
        .option("--output <file>", "where to write it, instead of standard output")
        .option(
            "--source-root <folder>",
            "the Pulumi project's folder in its repository, for places in sarif, junit, github and markdown",
            folderInRepository,
        );
}

/** How it is printed, and what of this program itself. */
function withTerminal(command: Command): Command {
    return command
        .addOption(
            new Option(
                "--color <when>",
                "colours; auto: on a terminal, unless NO_COLOR or TERM=dumb says no, or FORCE_COLOR yes",
            )
                .choices(whens)
                .default("auto"),
        )
        .option("--debug", "say of a bug in this program where it is, for a report");
}

function addRehearse(
    program: Command,
    onRehearse: (command: string[], options: RehearseOptions) => Promise<void>,
): void {
    withRehearsal(
        withReport(
            program
                .command("rehearse")
                .description("Checks a preview in which values stand in for all that is unknown.")
                .argument(
                    "[command...]",
                    "what starts a preview, after --; without it `pulumi preview`",
                ),
        ),
    )
        .option("--save <file>", "where to write the rehearsed plan, for `check` and `explain`")
        .addHelpText("after", moreHelpOfRehearse)
        .action(onRehearse);
}

/** How a preview is rehearsed. */
function withRehearsal(command: Command): Command {
    return command
        .option("--stack <name>", "the stack, for `pulumi preview`")
        .option("--quiet", "do not show what Pulumi says, unless it fails")
        .option("--offline", "ask AWS nothing, and take no credentials")
        .option(
            "--keep-unknown <property>",
            "a property that nothing is to stand in for, such as aws:rds/instance:Instance.port; may be given several times",
            oneMore,
        );
}

const ofRehearsals = ["stack", "quiet", "offline", "keepUnknown"] as const;

/** `""` is the repository's root. */
function folderInRepository(given: string): string {
    const folder = posix.normalize(given.replaceAll("\\", "/")).replace(/\/$/, "");
    if (/^(\.\.(\/|$)|\/|[a-z]:)/i.test(folder) || given.startsWith("/")) {
        throw new InvalidArgumentError("Expected a path below the repository's root.");
    }
    return folder === "." ? "" : folder;
}

function oneMore(file: string, files: readonly string[] | undefined): readonly string[] {
    return [...(files ?? []), file];
}

function onePolicyMore(name: string, names: readonly string[] | undefined): readonly string[] {
    const all = policies.map((each) => each.name);
    const named = policyNamed(policies, name);
    if (named !== undefined) return oneMore(named.name, names);
    const hint = didYouMean(name, all, "; `list` shows them all");
    throw new InvalidArgumentError(`There is no such policy${hint}`);
}

function atLeastOne(given: string): number {
    const number = Number(given);
    if (Number.isSafeInteger(number) && number > 0) return number;
    throw new InvalidArgumentError("Expected a whole number from 1.");
}

type ExplainGiven = ExplainOptions & RehearsalOptions & { readonly rehearse?: boolean };

interface Explain {
    readonly ofFile: (file: string, options: ExplainOptions) => Promise<void>;
    readonly ofRehearsal: (command: readonly string[], options: ExplainGiven) => Promise<void>;
}

const notWithWhy = ["service", "broken", "subnet", "to", "json"] as const;

function addExplain(program: Command, { ofFile, ofRehearsal }: Explain): void {
    withRehearsal(
        withTerminal(program.command("explain"))
            .description("Follows a task's packets hop by hop, healthy hops too.")
            .argument(
                "[plan...]",
                "a file as `check` takes it; - for standard input; with --rehearse what starts a preview, after --",
            )
            .option(
                "--service <name>",
                "the workload: a service, task set or scheduled task; without it all of them",
            )
            .option(
                "--why <resource.property>",
                "tell what a property was linked to, and why, in place of connections",
            )
            .option("--broken", "show only connections that are stopped")
            .option("--subnet <name>", "start in this subnet alone, also if the workload does not")
            .option("--to <destination>", "where the connection leads")
            .option("--json", "print it as JSON")
            .option(
                "--config <file>",
                "settings, a file as `pulumi preview --policy-pack-config` takes it",
            )
            .option("--facts <file>", "what exists outside the plan, as for `check`", oneMore)
            .option("--rehearse", "take no file, but rehearse a preview, with the options below"),
    )
        .addHelpText("after", moreHelpOfExplain)
        .action(async (given: readonly string[], options: ExplainGiven, command: Command) => {
            const other = notWithWhy.find((name) => options[name] !== undefined);
            if (options.why !== undefined && other !== undefined) {
                return command.error(
                    `error: --${other} is for connections, which --why does not tell`,
                );
            }
            if (options.rehearse === true) {
                await ofRehearsal(given, options);
                return;
            }
            const [file, ...others] = given;
            if (file === undefined) return command.error("error: missing required argument 'plan'");
            if (others.length > 0) command.error("error: too many arguments: expected one plan");
            const idle = ofRehearsals.find((name) => options[name] !== undefined);
            const { long } = command.options.find((each) => each.attributeName() === idle) ?? {};
            if (typeof long === "string") command.error(`error: ${long} is for --rehearse`);
            await ofFile(file, options);
        });
}
