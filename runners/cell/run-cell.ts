/**
 * Measures one cell of the matrix, in this process, and prints what it finds as JSON lines (see `CellReport`).
 *
 *     node runners/cell/run-cell.ts '{"workload":"shared/workloads/sum-of-squares.ts","executor":"pool","threads":2,
 *       "effort":{"warmUpMs":500,"minSamples":5,"maxSamples":20,"sampleMs":500}}'
 *
 * The last line says how it ended, and the exit status is then 0; anything else is a death.
 */
import process from "node:process";
import { lacking } from "../../shared/unsupported-error.ts";
import { currentRuntime } from "../current-runtime.ts";
import type { CellReport, CellRequest, CellSample } from "./cell-request.ts";
import { CellSubject } from "./cell-subject.ts";
import { errorText } from "./error-text.ts";
import { handOver } from "./hand-over.ts";
import { loadWorkload } from "./load-workload.ts";
import { measureFixed, measureOnce, measureWarm, runTime, warmUp } from "./measure.ts";
import { openReport } from "./report.ts";
import { slowedSubject } from "./slowed-subject.ts";

const request = JSON.parse(process.argv[2] ?? "null") as CellRequest;
const write = openReport<CellReport>(request.report);
const givenUp = new AbortController();
let subject: CellSubject | undefined;
let isOver = false;
let turnBegan = performance.now();

process.on("uncaughtException", endFailed);
process.on("unhandledRejection", endFailed);
process.on("SIGTERM", () => givenUp.abort());
report({ kind: "started", version: currentRuntime.version(), engine: currentRuntime.engine() });
// Nothing but this holds the process while an executor ends: older Buns do not wait for workers that are going.
setInterval(() => {}, 2 ** 30);
measureCell().then(endDone, endFailed);

/** Set-up, cold, warm-up, warm, observed, tear-down. Each sample is reported as soon as it is there. */
async function measureCell(): Promise<string | null> {
  report({ kind: "step", name: "load" });
  const workload = await loadWorkload(request.workload);
  subject = new CellSubject(workload, request, givenUp.signal);
  report({ kind: "step", name: "setup" });
  await subject.setUp();
  const measured = request.slowdown === undefined ? subject : slowedSubject(subject, request.slowdown);
  // Ready: the first turn begins with the cold run.
  if (request.effort.turnMs !== undefined) endTurn();
  report({ kind: "step", name: "cold run" });
  report(await measureOnce(measured, () => report({ kind: "step", name: "check" })));
  const { fixed } = request.effort;
  if (fixed !== undefined) {
    report({ kind: "step", name: "profiled runs" });
    for await (const sample of measureFixed(measured, fixed)) report(sample);
    await subject.tearDown();
    return subject.checksum;
  }
  report({ kind: "step", name: "warm-up" });
  if (request.effort.turnMs !== undefined) endTurn();
  const warmMs: number[] = [];
  for await (const sample of warmUp(measured, request.effort.warmUpMs)) {
    report(sample);
    warmMs.push(sample.wallMs);
    endTurnIfDue();
  }
  report({ kind: "step", name: "warm runs" });
  const taken: CellSample[] = [];
  let reported = performance.now();
  const reportTaken = (): void => {
    for (const sample of taken.splice(0)) report(sample);
    reported = performance.now();
  };
  await measureWarm(measured, request.effort, warmMs, (sample) => {
    taken.push(sample);
    // Not each at once, which would slow down the next one. But who waits for a slow one is to see that it goes on.
    if (performance.now() - reported > 100) reportTaken();
    endTurnIfDue();
  });
  reportTaken();
  const { observeMs } = request.effort;
  if (observeMs !== undefined) {
    report({ kind: "step", name: "observed runs" });
    // Nothing of it is in the process while it is timed.
    const { observe } = await import("./observe.ts");
    const runMs = runTime(warmMs);
    report(await observe(measured, request, observeMs, runMs, () => endTurnIfDue()));
  }
  report({ kind: "step", name: "teardown" });
  await subject.tearDown();
  return subject.checksum;
}

function endTurnIfDue(): void {
  if (performance.now() - turnBegan >= (request.effort.turnMs ?? Number.POSITIVE_INFINITY)) endTurn();
}

function endTurn(): void {
  handOver();
  turnBegan = performance.now();
}

/** Exits explicitly, because threads that cannot be stopped would keep the process for ever. */
function endDone(checksum: string | null): void {
  if (isOver) return;
  report({ kind: "done", checksum });
  process.exit(0);
}

/**
 * The first failure is the cell's, and is reported before the workload is asked to clean up, whatever comes of that.
 * One after the time was up is only how the workload took it, and is not reported.
 */
async function endFailed(error: unknown): Promise<void> {
  if (isOver) return;
  isOver = true;
  try {
    if (!givenUp.signal.aborted) write(failure(error));
  } catch {
    // Nobody reads it any more, or there is no room: that must not be the next failure.
  }
  await subject?.release().catch(() => {});
  process.exit(0);
}

function failure(error: unknown): CellReport {
  const reason = lacking(error);
  return reason === undefined
    ? { kind: "failed", error: errorText(error, request.workload) }
    : { kind: "unsupported", reason };
}

/** What measuring goes on to say while a failed cell cleans up is not heard. */
function report(line: CellReport): void {
  if (!isOver) write(line);
}
