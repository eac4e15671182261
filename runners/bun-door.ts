/**
 * Lets modules outside the repository import `worker-matrix` by its name under Bun: in this thread, so each worker loads it
 * too. Elsewhere it does nothing, since threads inherit what does the same.
 */
const { Bun } = globalThis as unknown as { readonly Bun?: { plugin(plugin: BunPlugin): void } };

interface BunPlugin {
  readonly name: string;
  setup(build: {
    module(name: string, load: () => Promise<{ exports: object; loader: "object" }>): void;
  }): void;
}

Bun?.plugin({
  name: "worker-matrix",
  setup: (build) =>
    build.module("worker-matrix", async () => ({ exports: await import("./mod.ts"), loader: "object" })),
});
