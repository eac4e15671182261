import { installWorkerHost } from "../shared/worker-host.ts";
import { bunWorkers } from "./bun-workers.ts";

// The same as `node-thread-door.ts`, under Bun.

installWorkerHost(bunWorkers());

export * from "./library.ts";
