import { installWorkerHost } from "../../shared/pool/worker-host.ts";
import { bunWorkers } from "./workers.ts";

// The same as `thread-door.ts` of Node.

installWorkerHost(bunWorkers());

export * from "../library.ts";
