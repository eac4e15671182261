import process from "node:process";
import { bunWorkers } from "./bun/workers.ts";
import { denoWorkers } from "./deno/workers.ts";
import { nodeWorkers } from "./node/workers.ts";
import { setUp } from "./set-up.ts";

// The door that a package of the library is built from, without what only the suite has: see `scripts/driver/project/library-package.ts`.

const { versions } = process;
setUp("deno" in versions ? denoWorkers() : "bun" in versions ? bunWorkers() : nodeWorkers());

export * from "./library.ts";
