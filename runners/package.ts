import process from "node:process";
import { bunWorkers } from "./bun/workers.ts";
import { denoWorkers } from "./deno/workers.ts";
import { nodeWorkers } from "./node/workers.ts";
import { setUp } from "./set-up.ts";

// The door that a package of the library is built from, without what only the suite has; and what its threads begin with. (Deno's begin
// with a file of their own, since its workers have to be ES modules.) See `scripts/driver/project/library-package.ts`.

const { versions } = process;
setUp("deno" in versions ? denoWorkers() : "bun" in versions ? bunWorkers() : nodeWorkers());

export { enterThread as enterBunThread } from "./bun/enter-thread.ts";
export * from "./library.ts";
export { enterThread as enterNodeThread } from "./node/enter-thread.ts";
