/** Lets modules outside the repository import `worker-matrix` by its name: in this thread, so each worker loads it too. */
const { Bun } = globalThis as unknown as { readonly Bun: { plugin(plugin: BunPlugin): void } };

interface BunPlugin {
  readonly name: string;
  setup(build: {
    module(name: string, load: () => Promise<{ exports: object; loader: "object" }>): void;
  }): void;
}

Bun.plugin({
  name: "worker-matrix",
  setup: (build) =>
    build.module("worker-matrix", async () => ({ exports: await import("./mod.ts"), loader: "object" })),
});
