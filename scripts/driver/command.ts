import process from "node:process";
import { BadInput } from "./bad-input.ts";
import { RuntimeUnavailable } from "./runtime-unavailable.ts";
import { WriteError } from "./write-file.ts";

/**
 * Runs a command to its exit status. What the user got wrong is one line and status 2; what cannot be had, such
 * as room on a full disk, is one line and status 1.
 */
export async function runCommand(command: () => Promise<number>): Promise<number> {
  process.stdout.on("error", () => {}); // whoever read it has gone, as in `… | head`
  try {
    return await command();
  } catch (error) {
    const kind = expected.find(({ type }) => error instanceof type);
    if (kind === undefined || !(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return kind.status;
  }
}

const expected = [
  { type: BadInput, status: 2 },
  { type: RuntimeUnavailable, status: 1 },
  { type: WriteError, status: 1 },
];
