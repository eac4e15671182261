import process from "node:process";
import { styleText } from "node:util";
import { execa } from "execa";

/** What the code has to pass before it is pushed. All of them run, whatever the others say. */
const checks: readonly (readonly [command: string, ...args: string[]])[] = [
  ["tsc"],
  ["tsc", "--project", "shared/workloads"],
  ["biome", "ci", "--error-on-warnings"],
  ["knip"],
];

/** Runs the checks, shows what each one says, and returns the exit status: 0 if all passed, 1 if not. */
export async function checkCommand(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(`npm run check takes no arguments, and got ${args.join(" ")}\n`);
    return 2;
  }
  const results = await Promise.all(
    checks.map(async ([command, ...rest]) => {
      const result = await execa(command, rest, {
        preferLocal: true,
        all: true,
        reject: false,
        env: process.stdout.hasColors?.() ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" },
      });
      return { name: [command, ...rest].join(" "), failed: result.failed, output: result.all };
    }),
  );
  for (const { name, failed, output } of results) {
    process.stdout.write(`${failed ? styleText("red", "✖") : styleText("green", "✔")} ${name}\n`);
    if (failed) process.stdout.write(`${output}\n\n`);
  }
  return results.some(({ failed }) => failed) ? 1 : 0;
}
