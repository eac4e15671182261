// Loads modules under Node as `hooks.mjs` says, in each thread: workers inherit `--import`.
import module from "node:module";
import process from "node:process";
import { load, resolve } from "./hooks.mjs";
import { toJavaScript } from "./transform.mjs";

process.setSourceMapsEnabled(true);
if (module.registerHooks) module.registerHooks({ resolve, load });
else {
  module.register("./hooks.mjs", import.meta.url);
  // Those hooks hear nothing of `require`. It finds the endings that it knows.
  const { _extensions: endings } =
    /** @type {{ _extensions: Record<string, (module: { _compile(text: string, file: string): void }, file: string) => void> }} */ (
      /** @type {unknown} */ (module)
    );
  for (const ending of [".ts", ".tsx", ".cts"])
    endings[ending] ??= (required, file) => required._compile(toJavaScript(file), file);
}
