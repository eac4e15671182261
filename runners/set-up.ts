import { installTaskContext } from "../shared/current-task.ts";
import { installWorkerHost, type WorkerHost } from "../shared/pool/worker-host.ts";
import { installRunHere } from "../shared/task.ts";
import { runHere } from "../shared/thread/run-here.ts";
import { installAsyncScope } from "../shared/waiting/async-scope.ts";
import { installClock } from "../shared/waiting/now.ts";
import { installTimers } from "../shared/waiting/timer.ts";
import { now, startTimer, stopTimer } from "./threads/real-time.ts";
import { asyncTaskContext, isAsyncScopeCheap, newAsyncScope } from "./threads/task-context.ts";

/** Gives `shared/` what it needs of this process's runtime. */
export function setUp(host: WorkerHost): void {
  installClock(now);
  installTimers(startTimer, stopTimer);
  installWorkerHost(host);
  installTaskContext(asyncTaskContext);
  installRunHere(runHere);
  installAsyncScope(newAsyncScope, isAsyncScopeCheap);
}
