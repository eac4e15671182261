import { bunPlugin } from "./plugin.ts";
import { bunRequire } from "./require.ts";

// Lets modules outside the repository import `worker-matrix` by its name under Bun: in this thread, so each worker loads it
// too. Elsewhere it does nothing, since threads inherit what does the same. At once, so that `require` has it too.
bunPlugin({
  name: "worker-matrix",
  setup: (build) =>
    build.module("worker-matrix", () => ({ exports: bunRequire("../mod.ts") as object, loader: "object" })),
});
