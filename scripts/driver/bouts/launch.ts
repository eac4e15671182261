import { dirname } from "node:path";
import process from "node:process";
import type { CellReport, CellRequest, CellSample, Effort } from "../../../runners/cell/cell-request.ts";
import { pinnedNode } from "../command-line/pinned-node.mjs";
import { checkTemporaryRoom } from "../files/write-file.ts";
import { tellingLine } from "../releases/telling-line.ts";
import type { Contender } from "./contender.ts";
import { type Ending, exitStatus, type Supervision, supervise } from "./supervise.ts";

/** What came of one process of a cell. */
export type Outcome =
  | { readonly status: "ok"; readonly samples: readonly CellSample[]; readonly checksum: string | null }
  | { readonly status: "failed" | "timeout" | "unsupported"; readonly error: string }
  | { readonly status: "interrupted" };

/** How one process of a cell measures. */
export interface LaunchOptions extends Supervision {
  readonly effort: Effort;
  /** Text of random length for the process's environment. */
  readonly padding: string;
  /** As in `CellRequest`. */
  readonly slowdown?: number | undefined;
}

/**
 * Measures a cell in one fresh process. Never throws for what the cell does.
 *
 * @throws {WriteError} when there is no room left for what the process reports
 */
export async function launch(
  cell: Contender,
  { effort, padding, slowdown, ...supervision }: LaunchOptions,
): Promise<Outcome> {
  const ending = await supervise<CellReport>((report) => {
    const request: CellRequest = {
      workload: cell.workload.path,
      executor: cell.executor,
      threads: cell.threads,
      tasks: cell.tasks,
      size: cell.size,
      effort,
      ...(slowdown !== undefined && { slowdown }),
      report,
    };
    const access = { workload: cell.workload.path, writes: dirname(report), runs: true };
    const command = cell.runtime.cellCommand([JSON.stringify(request)], access);
    return {
      ...command,
      env: { ...command.env, ...surroundings(dirname(report)), WORKER_MATRIX_PADDING: padding },
    };
  }, supervision);
  return outcome(ending, supervision.timeoutMs);
}

/** A folder for temporary files that nobody else uses, and the Node for what is to run beside the process. */
function surroundings(folder: string): Record<string, string> {
  return {
    ...Object.fromEntries(["TMPDIR", "TMP", "TEMP"].map((name) => [name, folder])),
    WORKER_MATRIX_NODE: pinnedNode() ?? process.execPath,
  };
}

function outcome(ending: Ending<CellReport>, timeoutMs: number): Outcome {
  const last = ending.lines.at(-1);
  const isDone = last?.kind === "done";
  // Its samples are not of use to somebody whose programs crash, or stay, when they are to end.
  if (
    isDone &&
    (ending.kind === "interrupted" || (ending.kind === "exited" && ending.how === exitStatus(0)))
  ) {
    const samples = ending.lines.filter((line) => line.kind === "sample");
    return { status: "ok", samples, checksum: last.checksum };
  }
  // Else the cell would be blamed for the machine.
  if (!isDone && ending.kind !== "interrupted") checkTemporaryRoom();
  const step = isDone ? "exit" : (ending.lines.findLast((line) => line.kind === "step")?.name ?? "start");
  if (last?.kind === "failed") return { status: "failed", error: `${last.error}, in the ${step}` };
  if (last?.kind === "unsupported") return { status: "unsupported", error: last.reason };
  switch (ending.kind) {
    case "interrupted":
      return { status: "interrupted" };
    case "timeout":
      return {
        status: "timeout",
        error: `not ${isDone ? "gone" : "done"} after ${timeoutMs / 1000} s, in the ${step}`,
      };
    case "exited":
      return { status: "failed", error: `${death(ending)}, in the ${step}` };
  }
}

/** How a process died that did not say so itself, with the most telling line of what it printed. */
function death({ how, printed }: { readonly how: string; readonly printed: string }): string {
  const line = tellingLine(printed);
  return line === undefined ? `${how} without a word` : `${how}: ${line}`;
}
