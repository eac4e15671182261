import process from "node:process";
import { styleText } from "node:util";
import { $ } from "zx";

/** What the code has to pass before it is pushed. All of them run, whatever the others say. */
const checks: readonly (readonly string[])[] = [
  ["tsc"],
  ["tsc", "--project", "shared/workloads"],
  ["biome", "ci", "--error-on-warnings"],
  ["knip"],
];

/** Runs the checks, shows what those say that failed, and returns the exit status: 0 if all passed, 1 if not. */
export async function checkCommand(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(`npm run check takes no arguments, and got ${args.join(" ")}\n`);
    return 2;
  }
  const colours = process.stdout.hasColors?.() ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
  const run = $({ nothrow: true, preferLocal: true, env: { ...process.env, ...colours } });
  const results = await Promise.all(checks.map((check) => run`${check}`));
  for (const [index, { ok, stdall }] of results.entries()) {
    const mark = ok ? styleText("green", "✔") : styleText("red", "✖");
    process.stdout.write(`${mark} ${checks[index]?.join(" ")}\n${ok ? "" : `${stdall}\n\n`}`);
  }
  return results.every(({ ok }) => ok) ? 0 : 1;
}
