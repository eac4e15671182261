import process from "node:process";
import { styleText } from "node:util";
import { execa } from "execa";
import { runCommand } from "../commands/run-command.ts";
import { resolveRuntimes } from "../releases/resolve-runtimes.ts";

type Check = readonly [file: string, ...args: string[]];

/** What the code has to pass before it is pushed. All of them run, whatever the others say. */
const checks: readonly Check[] = [
  ["tsc"],
  ["tsc", "--project", "shared/workloads"],
  ["biome", "ci", "--error-on-warnings"],
  ["knip"],
  // Whether each public name has a comment, and names no type that is not public.
  ["deno", "doc", "--lint", "runners/mod.ts"],
];

/** For whom `NO_COLOR` is not enough. */
const withoutColours: Readonly<Record<string, readonly string[]>> = { biome: ["--colors=off"] };

/** Runs the checks, shows what those say that failed, and returns the exit status: 0 if all passed, 1 if not. */
export function checkCommand(args: readonly string[]): Promise<number> {
  return runCommand(() => check(args));
}

async function check(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(`npm run check takes no arguments, and got ${args.join(" ")}\n`);
    return 2;
  }
  const deno = await denoBinary();
  const isColoured = process.stdout.hasColors?.() === true;
  const env = isColoured ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
  const results = await Promise.all(
    checks.map(([name, ...args]) => {
      const line = isColoured ? args : [...args, ...(withoutColours[name] ?? [])];
      const file = name === "deno" ? deno : name;
      return execa(file, line, { all: true, preferLocal: true, reject: false, env });
    }),
  );
  for (const [index, { failed, all }] of results.entries()) {
    const mark = failed ? styleText("red", "✖") : styleText("green", "✔");
    process.stdout.write(`${mark} ${checks[index]?.join(" ")}\n${failed ? `${all}\n\n` : ""}`);
  }
  return results.some(({ failed }) => failed) ? 1 : 0;
}

/** The Deno that package.json pins. */
export async function denoBinary(): Promise<string> {
  const notice = (line: string): void => void process.stderr.write(`${line}\n`);
  const [deno] = await resolveRuntimes(["deno"], { notice });
  if (deno?.status !== "ready") throw new Error("The pinned Deno is not installed: run npm ci");
  return deno.path;
}
