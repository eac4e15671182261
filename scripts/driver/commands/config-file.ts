import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { build, type Message, stop } from "esbuild";
import { BadInput } from "../command-line/bad-input.ts";

const names = ["ts", "mts", "js", "mjs", "json"].map((ending) => `worker-matrix.config.${ending}`);

/**
 * The arguments, and what the file in this folder says of options that are not among them: `all` for those of every command, and a
 * command's own name for its.
 *
 * @throws {BadInput} if there is something else in the file
 */
export async function withDefaults(
  command: string,
  args: readonly string[],
  commands: readonly string[],
  folder: string = process.cwd(),
): Promise<readonly string[]> {
  const file = names.map((name) => path.join(folder, name)).find((candidate) => existsSync(candidate));
  // What a run was begun with stands in its folder.
  if (
    file === undefined ||
    args.some((argument) => /^(?:--help|-h|--version|--resume(?:=|$))/.test(argument))
  )
    return args;
  const shown = path.basename(file);
  const config = await read(file);
  if (!isRecord(config))
    throw new BadInput(`Cannot use ${shown}: expected it to export an object of options`);
  for (const key of Object.keys(config)) {
    if (key !== "all" && !commands.includes(key)) {
      throw new BadInput(
        `Cannot use ${shown}: it has "${key}"; expected all, or a command: ${commands.join(", ")}`,
      );
    }
  }
  const own = config[command] ?? {};
  const all = measuring.includes(command) ? (config.all ?? {}) : {};
  if (!isRecord(own) || !isRecord(all)) {
    throw new BadInput(
      `Cannot use ${shown}: expected options by name, such as { upgrade: { threshold: "3%" } }`,
    );
  }
  return [
    ...args,
    ...Object.entries({ ...all, ...own }).flatMap(([name, value]) => typed(shown, args, name, value)),
  ];
}

/** Those that have the options of measuring in common. */
const measuring: readonly string[] = ["matrix", "upgrade", "calibrate", "bisect", "history"];

/** An option as it would have been typed; nothing if it has been. */
function typed(file: string, args: readonly string[], name: string, value: unknown): string[] {
  const short = shorts[name];
  const isGiven = args.some(
    (argument) =>
      argument === `--${name}` ||
      argument.startsWith(`--${name}=`) ||
      (short !== undefined && /^-[a-z]/.test(argument) && argument[1] === short),
  );
  if (isGiven || value === false || value === undefined) return [];
  if (value === true) return [`--${name}`];
  const values = Array.isArray(value) ? value : [value];
  return values.map((each) => {
    if (typeof each === "string" || typeof each === "number") return `--${name}=${each}`;
    throw new BadInput(
      `Cannot use ${file}: ${name} is ${JSON.stringify(each)}; expected a text, a number, true or a list of them`,
    );
  });
}

const shorts: Readonly<Record<string, string>> = { runtime: "r", workload: "w" };

async function read(file: string): Promise<unknown> {
  try {
    const { outputFiles } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: "esm",
      platform: "node",
      packages: "external",
      logLevel: "silent",
      define: { "import.meta.url": JSON.stringify(pathToFileURL(file).href) },
    });
    const [{ text = "" } = {}] = outputFiles;
    const { default: config } = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    return config;
  } catch (error) {
    const { message, errors = [] } = error as Error & { readonly errors?: readonly Message[] };
    const [first] = errors;
    const at = first?.location ? ` (line ${first.location.line}, column ${first.location.column + 1})` : "";
    const why = first === undefined ? message.split("\n", 1)[0] : `${first.text}${at}`;
    throw new BadInput(`Cannot load ${path.basename(file)}: ${why}`, { cause: error });
  } finally {
    await stop();
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
