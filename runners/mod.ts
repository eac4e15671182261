import { installTaskContext } from "../shared/current-task.ts";
import { installWorkerHost } from "../shared/pool/worker-host.ts";
import { installAsyncScope } from "../shared/waiting/async-scope.ts";
import { installClock } from "../shared/waiting/now.ts";
import { installTimers } from "../shared/waiting/timer.ts";
import { installPlatform } from "../shared/workloads/support/platform.ts";
import { currentRuntime } from "./current-runtime.ts";
import { sharedPlatform } from "./platform/platform.ts";
import { now, startTimer, stopTimer } from "./threads/real-time.ts";
import { asyncTaskContext, isAsyncScopeCheap, newAsyncScope } from "./threads/task-context.ts";

// The door of the library: sets it up for the runtime that this is, and gives all its names. The modules that a
// thread of ours imports get a smaller one in its place where that can be had: see `node-thread-door.ts`.

installClock(now);
installTimers(startTimer, stopTimer);
installWorkerHost(currentRuntime.workers());
installTaskContext(asyncTaskContext);
installAsyncScope(newAsyncScope, isAsyncScopeCheap);
installPlatform(sharedPlatform);

export * from "./library.ts";
