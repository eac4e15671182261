import process from "node:process";
import { BadInput } from "../command-line/bad-input.ts";
import { Interrupted } from "../command-line/interruption.ts";
import { WriteError } from "../files/write-file.ts";
import { RuntimeUnavailable } from "../releases/runtime-unavailable.ts";

/**
 * Runs a command to its exit status. What the user got wrong is one line and status 2; what cannot be had, such
 * as room on a full disk, is one line and status 1, unless said otherwise; being interrupted before there is anything to keep, one line and
 * status 130.
 */
export async function runCommand(command: () => Promise<number>, unavailable = 1): Promise<number> {
  // Whoever read it has gone, as in `… | head`.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    return await command();
  } catch (error) {
    const kind = expected.find(({ type }) => error instanceof type);
    if (kind === undefined || !(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return kind.status ?? unavailable;
  }
}

const expected = [
  { type: BadInput, status: 2 },
  { type: RuntimeUnavailable, status: undefined },
  { type: WriteError, status: undefined },
  { type: Interrupted, status: 130 },
];
