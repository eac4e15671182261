import { readFileSync } from "node:fs";
import { systemErrorText } from "../command-line/system-error.ts";
import { tellingLine } from "./telling-line.ts";

/** How a binary ended that was asked something and gave no answer. */
export interface NoAnswer {
  readonly stdout: string;
  readonly stderr: string;
  /** The system's word for why it did not start, such as `EACCES`. */
  readonly code: string | undefined;
  readonly errno: number | undefined;
  /** What killed it. */
  readonly killer: string | undefined;
  readonly exitCode: number | undefined;
}

/**
 * Why a binary does not start, in part of a line, and what can be done.
 *
 * @param anew what brings the binary anew: one that dies without a word may have been cut off
 */
export function startFailure(
  { stdout, stderr, code, errno, killer, exitCode }: NoAnswer,
  anew?: string,
): string {
  if (code === "EACCES") {
    return "the system runs no files there: is it mounted noexec? (EACCES); WORKER_MATRIX_CACHE moves the cache";
  }
  const said = tellingLine(stderr) ?? tellingLine(stdout);
  const ended = killer !== undefined ? `was killed by ${killer}` : `ended with exit status ${exitCode}`;
  const how = said ?? (errno === undefined ? `it ${ended} without a word` : systemErrorText(errno));
  const limit = addressSpaceMb();
  if (limit !== undefined) {
    return `${how} (the address space is limited to ${limit} MB here, and runtimes reserve far more than they use: ulimit -v unlimited lifts that)`;
  }
  return said === undefined && anew !== undefined ? `${how}; its file may be broken: ${anew}` : how;
}

/** How much address space a process may have, where there is a limit. */
function addressSpaceMb(): number | undefined {
  try {
    const [, soft] = /^Max address space +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === undefined ? undefined : Math.round(Number(soft) / 2 ** 20);
  } catch {
    return undefined;
  }
}
