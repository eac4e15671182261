import { bunPlugin } from "./bun-plugin.ts";

// Lets modules outside the repository import `worker-matrix` by its name under Bun: in this thread, so each worker loads it
// too. Elsewhere it does nothing, since threads inherit what does the same.
bunPlugin({
  name: "worker-matrix",
  setup: (build) =>
    build.module("worker-matrix", async () => ({ exports: await import("./mod.ts"), loader: "object" })),
});
