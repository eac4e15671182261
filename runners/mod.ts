import { installPlatform } from "../shared/workloads/support/platform.ts";
import { currentRuntime } from "./current-runtime.ts";
import { sharedPlatform } from "./platform/platform.ts";
import { setUp } from "./set-up.ts";

// The door of the library: sets it up for the runtime that this is, and gives all its names. The modules that a
// thread of ours imports get a smaller one in its place where that can be had: see `node/thread-door.ts`.

setUp(currentRuntime.workers());
installPlatform(sharedPlatform);

export * from "./library.ts";
