// Lets modules outside the repository import `worker-matrix` by its name, in each thread: workers inherit `--import`.
import module from "node:module";
import process from "node:process";

if (process.features.typescript) {
  const door = new URL("mod.ts", import.meta.url).href;
  module.registerHooks({
    resolve: (specifier, context, next) => next(specifier === "worker-matrix" ? door : specifier, context),
  });
} else {
  module.register("./node-door-hook.mjs", import.meta.url);
}
