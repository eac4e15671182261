import process from "node:process";
import { BadInput } from "./bad-input.ts";

/**
 * Runs a command to its exit status. What the user got wrong is one line and status 2; what the system refuses, such
 * as a full disk, is one line and status 1.
 */
export async function runCommand(command: () => Promise<number>): Promise<void> {
  process.stdout.on("error", () => {}); // whoever read it has gone, as in `… | head`
  try {
    process.exitCode = await command();
  } catch (error) {
    if (!(error instanceof Error) || !(error instanceof BadInput || "syscall" in error)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof BadInput ? 2 : 1;
  }
}

/**
 * The arguments behind the script, however it was started: `zx scripts/matrix.mjs …` or `node scripts/matrix.mjs …`.
 */
export function scriptArguments(script: string): readonly string[] {
  const index = process.argv.findIndex((argument) => argument.endsWith(script));
  return process.argv.slice(index + 1);
}
