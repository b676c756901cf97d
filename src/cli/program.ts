import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { check, type CheckOptions } from "./check";
import { complain, describeBug, type Io } from "./io";
import { formats } from "./render";
import { snapshot, type SnapshotOptions } from "./snapshot";

const moreHelp = `
Exit status:
  0  no mandatory policy is violated
  1  at least one mandatory policy is violated
  2  a file could not be read (the others are still checked), or arguments or settings are wrong

Examples:
  pulumi preview --json --show-sames > plan.json && fargate-preflight check plan.json
  pulumi stack export | fargate-preflight check -`;

const snapshotHelp = `
Exit status:
  0  the facts are written
  2  a file or AWS could not be read, a file not written, or arguments are wrong

Examples:
  fargate-preflight snapshot --vpc vpc-0123456789abcdef0 --output facts.json
  pulumi stack export --stack network | fargate-preflight snapshot --export - --output facts.json`;

/** Runs the command line and returns its exit status. Never throws. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
    let status = 0;
    try {
        const program = commandLine(io, {
            check: async (files, options) => {
                status = await check(files, options, io);
            },
            snapshot: async (options) => {
                status = await snapshot(options, io);
            },
        });
        await program.parseAsync(argv, { from: "user" });
        return status;
    } catch (error) {
        // Commander has already said what is wrong with the arguments.
        if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
        complain(io, describeBug(error));
        return 2;
    }
}

interface Actions {
    readonly check: (files: string[], options: CheckOptions) => Promise<void>;
    readonly snapshot: (options: SnapshotOptions) => Promise<void>;
}

function commandLine(io: Io, actions: Actions): Command {
    const program = new Command("fargate-preflight")
        .description(
            "Proves before a deployment whether ECS Fargate tasks can live in the network that a Pulumi program builds.",
        )
        .version(version())
        .exitOverride()
        .configureOutput({ writeOut: io.out, writeErr: io.err })
        .showHelpAfterError("(--help shows how it is used)");
    program
        .command("check")
        .description("Checks plans with the same policies as the policy pack.")
        .argument(
            "<file...>",
            "output of `pulumi preview --json` or `pulumi stack export`, or a recording; - for standard input",
        )
        .option(
            "--config <file>",
            "levels and settings of the policies, a file as `pulumi preview --policy-pack-config` takes it",
        )
        .option(
            "--facts <file>",
            "what exists outside the plans, as `snapshot` writes it; may be given several times",
            (file: string, all: string[] | undefined) => [...(all ?? []), file],
        )
        .addOption(
            new Option("--format <format>", "how to print what was found")
                .choices(formats)
                .default("text"),
        )
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

/** Of the package, which lies two levels up from the sources and three from what is compiled. */
function version(): string {
    const places = ["../..", "../../.."].map((up) => join(__dirname, up, "package.json"));
    const file = places.find((place) => existsSync(place));
    if (file === undefined) return "unknown";
    return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
