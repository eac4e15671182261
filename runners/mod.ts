import { installAsyncScope } from "../shared/async-scope.ts";
import { installTaskContext } from "../shared/current-task.ts";
import { installClock } from "../shared/now.ts";
import { installPlatform } from "../shared/platform.ts";
import { installTimers } from "../shared/timer.ts";
import { installWorkerHost } from "../shared/worker-host.ts";
import { currentRuntime } from "./current-runtime.ts";
import { sharedPlatform } from "./platform.ts";
import { now, startTimer, stopTimer } from "./real-time.ts";
import { asyncTaskContext, isAsyncScopeCheap, newAsyncScope } from "./task-context.ts";

// The door of the library: sets it up for the runtime that this is, and gives all its names. The modules that a
// thread of ours imports get a smaller one in its place where that can be had: see `node-thread-door.ts`.

installClock(now);
installTimers(startTimer, stopTimer);
installWorkerHost(currentRuntime.workers());
installTaskContext(asyncTaskContext);
installAsyncScope(newAsyncScope, isAsyncScopeCheap);
installPlatform(sharedPlatform);

export * from "./library.ts";
