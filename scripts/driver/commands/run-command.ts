import process from "node:process";
import { inspect } from "node:util";
import { BadInput } from "../command-line/bad-input.ts";
import { Interrupted } from "../command-line/interruption.ts";
import { systemErrorText } from "../command-line/system-error.ts";
import { WriteError } from "../files/write-file.ts";
import { RuntimeUnavailable } from "../releases/runtime-unavailable.ts";

/**
 * Runs a command to its exit status. What the user got wrong is one line and status 2; what cannot be had, such
 * as room on a full disk or a file that has gone meanwhile, is one line and status 1, unless said otherwise, and so is
 * a mistake of ours, with all that helps to find it; being interrupted before there is anything to keep, one line and
 * status 130.
 */
export async function runCommand(command: () => Promise<number>, unavailable = 1): Promise<number> {
  // Whoever read it has gone, as in `… | head`.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  try {
    return await command();
  } catch (error) {
    const kind = expected.find(({ type }) => error instanceof type);
    process.stderr.write(`${kind === undefined ? unexpected(error) : (error as Error).message}\n`);
    return kind?.status ?? unavailable;
  }
}

/** A line for what the system says of a file or a folder, such as one that has gone meanwhile; a stack for the rest. */
function unexpected(error: unknown): string {
  const { path, syscall, errno } = (error ?? {}) as NodeJS.ErrnoException;
  if (path === undefined || syscall === undefined || errno === undefined || errno > 0) return inspect(error);
  return `Cannot ${syscall} ${path}: ${systemErrorText(errno)}`;
}

const expected = [
  { type: BadInput, status: 2 },
  { type: RuntimeUnavailable, status: undefined },
  { type: WriteError, status: undefined },
  { type: Interrupted, status: 130 },
];
