import process from "node:process";
import { BadInput } from "./bad-input.ts";
import { RuntimeUnavailable } from "./runtime-unavailable.ts";

/**
 * Runs a command to its exit status. What the user got wrong is one line and status 2; what cannot be had, or what the
 * system refuses, such as room on a full disk, is one line and status 1.
 */
export async function runCommand(command: () => Promise<number>): Promise<number> {
  process.stdout.on("error", () => {}); // whoever read it has gone, as in `… | head`
  try {
    return await command();
  } catch (error) {
    if (!(error instanceof Error) || !isExpected(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof BadInput ? 2 : 1;
  }
}

function isExpected(error: Error): boolean {
  return error instanceof BadInput || error instanceof RuntimeUnavailable || "syscall" in error;
}
