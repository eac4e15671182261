import { installTaskContext } from "../shared/current-task.ts";
import { installPlatform } from "../shared/platform.ts";
import { installWorkerHost } from "../shared/worker-host.ts";
import { currentRuntime } from "./current-runtime.ts";
import { sharedPlatform } from "./platform.ts";
import { asyncTaskContext } from "./task-context.ts";

// The door of the library: sets it up for the runtime that this is, and gives all its names. The modules that a
// thread of ours imports get a smaller one in its place where that can be had: see `node-thread-door.ts`.

installWorkerHost(currentRuntime.workers());
installTaskContext(asyncTaskContext);
installPlatform(sharedPlatform);

export * from "./library.ts";
