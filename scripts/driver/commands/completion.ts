import process from "node:process";
import { execa } from "execa";
import { BadInput } from "../command-line/bad-input.ts";

/** The shells that can be told. */
export const shells = ["bash", "zsh", "fish"] as const;

interface Command {
  readonly about: string;
}

export const completionHelp: string = `Usage: npx worker-matrix completion ${shells.join("|")}

Prints what completes commands and options in that shell, also behind npx:

  source <(npx worker-matrix completion bash)
`;

/** What completes the commands and their options in a shell. @throws {BadInput} for another shell */
export async function completion(
  [shell, ...rest]: readonly string[],
  commands: Readonly<Record<string, Command>>,
): Promise<string> {
  const known = shells.find((name) => name === shell);
  if (known === undefined || rest.length > 0) {
    throw new BadInput(`Give the name of a shell: worker-matrix completion ${shells.join("|")}`);
  }
  const options = await Promise.all(
    Object.keys(commands).map(async (name) => [name, await optionsOf(name)] as const),
  );
  return known === "fish" ? fish(commands, options) : bash(known === "zsh", options);
}

type Options = readonly (readonly [command: string, options: readonly string[]])[];

/** What stands in its help. */
async function optionsOf(command: string): Promise<string[]> {
  const [, script = ""] = process.argv;
  const { stdout } = await execa(process.execPath, [script, command, "--help"]);
  return [...new Set(stdout.match(/(?<=^ .*)--[a-z][a-z-]+/gm))].sort();
}

function bash(isZsh: boolean, options: Options): string {
  const names = [...options.map(([name]) => name), "completion"].join(" ");
  const cases = options.map(([name, own]) => `    ${name}) words="${own.join(" ")}" ;;`).join("\n");
  return `${isZsh ? "autoload -U +X bashcompinit && bashcompinit\n" : ""}_worker_matrix() {
  local words current="\${COMP_WORDS[COMP_CWORD]}" at=1
  [ "\${COMP_WORDS[0]##*/}" != npx ] || [ "\${COMP_WORDS[1]}" = worker-matrix ] || return
  [ "\${COMP_WORDS[0]##*/}" = worker-matrix ] || at=2
  case "\${COMP_WORDS[at]}" in
${cases}
    completion) words="${shells.join(" ")}" ;;
    *) words="--help --version" ;;
  esac
  [ "$COMP_CWORD" -gt "$at" ] || words="${names} $words"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
}
complete -o default -o filenames -F _worker_matrix worker-matrix
complete -o default -o filenames -F _worker_matrix npx
`;
}

function fish(commands: Readonly<Record<string, Command>>, options: Options): string {
  const first = Object.entries(commands).map(
    ([name, { about }]) =>
      `complete -c worker-matrix -n __fish_use_subcommand -f -a ${name} -d '${about.replaceAll("'", "\\\\'")}'`,
  );
  const others = options.flatMap(([name, own]) =>
    own.map(
      (option) => `complete -c worker-matrix -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`,
    ),
  );
  return `${[...first, ...others].join("\n")}\n`;
}
