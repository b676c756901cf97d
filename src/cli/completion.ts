import type { Argument, Command, Option } from "commander";
import { policies } from "../../policies";

export type Shell = "bash" | "zsh" | "fish";

/** A script by which a shell completes this command, made of its own description. */
export function completion(program: Command, shell: Shell): string {
    return shell === "fish" ? fish(program) : shell === "zsh" ? zsh(program) : bash(program);
}

const names = policies.map(({ name }) => name);

/** The values that an option or an argument takes, where they are a few; files else. */
function valuesOf(of: Option | Argument): readonly string[] {
    if (of.argChoices !== undefined) return of.argChoices;
    return "long" in of && of.long === "--policy" ? names : [];
}

/** What may stand behind a command without an option. */
function wordsOf(command: Command): readonly string[] {
    if (command.name() === "show") return names;
    return command.registeredArguments.flatMap(valuesOf);
}

function bash(program: Command): string {
    const name = program.name();
    const called = `_${name.replaceAll("-", "_")}`;
    const cases = program.commands.flatMap((command) => [
        `        ${command.name()})`,
        `            words="${wordsOf(command).join(" ")}"`,
        `            [[ "$word" == -* ]] && words="${[...command.options.flatMap(({ long }) => long ?? []), "--help"].join(" ")}"`,
        '            case "$before" in',
        ...command.options
            .filter(({ required }) => required)
            .map(
                (option) =>
                    `                ${option.long ?? ""}) words="${valuesOf(option).join(" ")}" ;;`,
            ),
        "            esac ;;",
    ]);
    const commands = program.commands.map((command) => command.name());
    return `${[
        `${called}() {`,
        '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""',
        '    case "${COMP_WORDS[1]}" in',
        ...cases,
        `        *) words="${[...commands, "help", "--help", "--version"].join(" ")}" ;;`,
        "    esac",
        '    if [ "$COMP_CWORD" -eq 1 ]; then',
        `        words="${[...commands, "help", "--help", "--version"].join(" ")}"`,
        "    fi",
        '    COMPREPLY=($(compgen -W "$words" -- "$word"))',
        "}",
        // Where nothing is known, a file may be meant.
        `complete -o default -F ${called} ${name}`,
    ].join("\n")}\n`;
}

/** Zsh reads what bash does. */
function zsh(program: Command): string {
    return `#compdef ${program.name()}\nautoload -U +X bashcompinit && bashcompinit\n${bash(program)}`;
}

function fish(program: Command): string {
    const begin = `complete -c ${program.name()}`;
    const quoted = (text: string): string =>
        `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
    const lines = program.commands.flatMap((command) => {
        const within = `-n '__fish_seen_subcommand_from ${command.name()}'`;
        const words = wordsOf(command);
        return [
            `${begin} -f -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.description())}`,
            ...(words.length === 0 ? [] : [`${begin} -f ${within} -a ${quoted(words.join(" "))}`]),
            ...command.options.map((option) => {
                const values = valuesOf(option);
                const value = !option.required
                    ? ""
                    : values.length === 0
                      ? " -r -F"
                      : ` -x -a ${quoted(values.join(" "))}`;
                return `${begin} ${within} -l ${option.long?.slice(2) ?? ""}${value} -d ${quoted(option.description)}`;
            }),
        ];
    });
    return `${lines.join("\n")}\n`;
}
