import { type ParseArgsConfig, parseArgs } from "node:util";
import { BadInput } from "./bad-input.ts";
import { nearestWords } from "./nearest-words.ts";

/** One option of a command: how it is read, and its line in `--help`. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** May be given several times or with commas. */
  readonly list?: true;
  /** What stands behind the name in `--help`. */
  readonly value?: string;
  /** May be given without a value, and is a flag then; a value stands behind a `=`. */
  readonly isValueOptional?: true;
  readonly about: string;
}

/** What was typed: lists are split at commas, and an option that was not given is `undefined`. */
export interface CommandLine {
  text(name: string): string | undefined;
  list(name: string): readonly string[] | undefined;
  /** Of an option that may be given several times: each as it was typed, commas and all. */
  each(name: string): readonly string[];
  flag(name: string): boolean;
  /** A whole number within the bounds. @throws {BadInput} */
  integer(name: string, bounds?: Bounds): number | undefined;
  integers(name: string, bounds?: Bounds): readonly number[] | undefined;
  readonly positionals: readonly string[];
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** Stands for the value of an option that was given without one. Nobody can type it. */
const withoutValue = "\0";

const natural: Bounds = { min: 1, max: Number.MAX_SAFE_INTEGER };

/** Reads a command's arguments. @throws {BadInput} for whatever its table of options does not have */
export function readCommandLine(
  args: readonly string[],
  options: Readonly<Record<string, Option>>,
): CommandLine {
  const config: ParseArgsConfig["options"] = {};
  for (const [name, { type, short, list }] of Object.entries(options)) {
    config[name] = { type, ...(short && { short }), ...(list && { multiple: true }) };
  }
  const optional = (argument: string): boolean => options[argument.slice(2)]?.isValueOptional === true;
  const { values, positionals } = parse(
    args.map((each) => (each.startsWith("--") && optional(each) ? `${each}=${withoutValue}` : each)),
    config,
    options,
  );
  const list = (name: string): readonly string[] | undefined => {
    const given = values[name] as string[] | undefined;
    // A comma before a dash belongs to the flags of a runtime: deno --v8-flags=--no-maglev,--no-opt.
    const items = given?.flatMap((each) => each.split(/,(?!\s*-)/)).map((each) => each.trim());
    if (items?.includes("")) throw new BadInput(`--${name} has an empty item: ${given?.join(",")}`);
    return items && [...new Set(items)];
  };
  const text = (name: string): string | undefined => values[name] as string | undefined;
  return {
    text,
    list,
    each: (name) => (values[name] as string[] | undefined) ?? [],
    flag: (name) =>
      values[name] === true || (values[name] as string[] | undefined)?.includes?.(withoutValue) === true,
    integer: (name, bounds = natural) => {
      const typed = text(name);
      return typed === undefined ? undefined : wholeNumber(name, typed, bounds);
    },
    integers: (name, bounds = natural) => {
      const numbers = list(name)?.map((each) => wholeNumber(name, each, bounds));
      return numbers && [...new Set(numbers)];
    },
    positionals,
  };
}

function parse(
  args: readonly string[],
  config: ParseArgsConfig["options"],
  options: Readonly<Record<string, Option>>,
): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
      const typed = /'([^']+)'/.exec(message)?.[1] ?? "";
      const known = Object.keys(options).map((name) => `--${name}`);
      const [meant] = nearestWords(typed, known);
      throw new BadInput(
        `Unknown option ${typed}${meant ? `; did you mean ${meant}?` : `; known: ${known.join(" ")}`}`,
      );
    }
    const [, name = ""] = /--([\w-]+)/.exec(message) ?? [];
    const { type, value } = options[name] ?? {};
    throw new BadInput(
      type === "boolean" ? `--${name} takes no value` : `--${name} needs a value: --${name} ${value}`,
    );
  }
}

/** Digits, with `_` between them as in our sources: `5_000_000`. */
function wholeNumber(name: string, typed: string, { min, max }: Bounds): number {
  const value = /^\d+(_\d+)*$/.test(typed) ? Number(typed.replaceAll("_", "")) : Number.NaN;
  if (value >= min && value <= max) return value;
  const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
  throw new BadInput(`--${name} ${typed} is not a whole number ${range}`);
}

/** The options as the lines of `--help`, names and meanings in two columns. */
export function optionLines(options: Readonly<Record<string, Option>>): string {
  const rows = Object.entries(options).map(([name, { short, value, isValueOptional, about }]) => ({
    left: `  ${short ? `-${short}, ` : "    "}--${name}${value ? (isValueOptional ? `[=${value}]` : ` ${value}`) : ""}`,
    about,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length)) + 2;
  return rows
    .map(({ left, about }) => left.padEnd(width) + about.replaceAll("\n", `\n${" ".repeat(width)}`))
    .join("\n");
}
