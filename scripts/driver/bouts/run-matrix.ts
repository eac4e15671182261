import { performance } from "node:perf_hooks";
import type { MatrixOptions } from "../commands/matrix-options.ts";
import type { Plan } from "../commands/plan.ts";
import { Estimate } from "./estimate.ts";
import { launch } from "./launch.ts";
import { Progress } from "./progress.ts";
import type { RunRecord } from "./run-record.ts";
import { schedule } from "./schedule.ts";
import type { Watchdog } from "./watchdog.ts";

/** What a run is surrounded by. */
export interface Surroundings {
  /** Aborts when the run is to end early. */
  readonly signal: AbortSignal;
  readonly watchdog: Watchdog;
  /** Where progress is told. */
  readonly stream: NodeJS.WriteStream;
}

/** Measures what the plan has and the record lacks, process by process, until all is done or `signal` aborts. */
export async function runMatrix(
  record: RunRecord,
  { runnable }: Plan,
  { rounds, seed, effort, timeoutMs }: Pick<MatrixOptions, "rounds" | "seed" | "effort" | "timeoutMs">,
  { signal, watchdog, stream }: Surroundings,
): Promise<void> {
  const estimate = new Estimate(effort);
  let left = schedule(runnable, rounds, seed).filter((turn) => !record.isSettled(turn));
  const progress = new Progress(stream, left.length);
  for (let turn = left[0]; turn !== undefined && !signal.aborted; turn = left[0]) {
    progress.begin(turn, left.length, estimate.of(left));
    const started = performance.now();
    const outcome = await launch(turn.cell, { padding: turn.padding, effort, timeoutMs, signal, watchdog });
    if (outcome.status === "interrupted") break;
    estimate.add(turn, performance.now() - started);
    record.add(turn, outcome);
    if (outcome.status !== "ok") progress.say(`${turn.cell.id}: ${outcome.status}: ${outcome.error}`);
    left = left.filter((each) => !record.isSettled(each));
  }
  progress.clear();
}
