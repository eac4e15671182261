import { installWorkerHost } from "../../shared/pool/worker-host.ts";
import { nodeWorkers } from "./workers.ts";

// The door of the library as the modules get it that a thread under Node imports, bundled into one file: the files behind
// `mod.ts` would take longer to load than the thread takes to start.

installWorkerHost(nodeWorkers());

export * from "../library.ts";
