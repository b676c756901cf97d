import { Argument, Option, type Command } from "commander";
import type { InitOptions } from "./init";
import type { Io } from "./io";

/* What there is, for people and for their shells. The commands are loaded when they are called. */

const moreHelpOfShow = `
Examples:
  npx --no-install fargate-preflight show task-image-pull
  npx --no-install fargate-preflight show no-route`;

const moreHelpOfCompletion = `
Examples:
  source <(npx --no-install fargate-preflight completion bash)
  npx --no-install fargate-preflight completion fish \\
    > ~/.config/fish/completions/fargate-preflight.fish`;

const moreHelpOfMcp = `
It needs the package @modelcontextprotocol/sdk. docs/mcp.md in the package says
how editors and agents start it.`;

const ciSystems = ["github", "gitlab", "none"] as const;

const shells = ["bash", "zsh", "fish"] as const;

export function addCatalogue(program: Command, io: Io, end: (status: number) => void): void {
    program
        .command("list")
        .description("Lists the policies, with their levels and severities.")
        .option(
            "--config <file>",
            "show the levels that this file gives, as `check --config` takes it",
        )
        .option("--json", "print it as JSON")
        .action(async (options: { readonly config?: string; readonly json?: boolean }) => {
            const { list } = await import("./list");
            end(await list(options, io));
        });
    program
        .command("show")
        .description("Shows the page of a policy, or what a code of a finding means.")
        .argument("<name>", "a policy, or a code, such as no-route")
        .addHelpText("after", moreHelpOfShow)
        .action(async (name: string) => {
            const { show } = await import("./show");
            end(show(name, io));
        });
    program
        .command("init")
        .description(
            "Writes a configuration and what CI runs, for the Pulumi project in this folder.",
        )
        .addOption(
            new Option("--ci <system>", "where it runs; else what the repository shows").choices(
                ciSystems,
            ),
        )
        .option("--stack <name>", "the stack of which CI makes a preview; else the only one")
        .option("--pack", "a policy pack of your own, too, in the folder policy-pack")
        .action(async (options: InitOptions) => {
            const { init } = await import("./init");
            end(await init(options, io));
        });
    program
        .command("completion")
        .description(
            "Prints a script by which a shell completes commands, options and their values.",
        )
        .addArgument(new Argument("<shell>", "the shell").choices(shells))
        .addHelpText("after", moreHelpOfCompletion)
        .action(async (shell: (typeof shells)[number]) => {
            const { completion } = await import("./completion");
            io.out(completion(program, shell));
        });
    program
        .command("mcp")
        .description(
            "Serves the Model Context Protocol on standard input and output, for agents: read-only, and in one folder alone.",
        )
        .option("--folder <folder>", "the folder in which alone is read; else the current one")
        .option("--lookup", "ask AWS, read-only, where the configuration says so")
        .addHelpText("after", moreHelpOfMcp)
        .action(async (options: { readonly folder?: string; readonly lookup?: boolean }) => {
            const { serve } = await import("./mcp");
            end(await serve(options, io));
        });
}
