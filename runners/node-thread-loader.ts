import module from "node:module";
import process from "node:process";
import { onceInThread } from "../shared/once-in-thread.ts";
import * as task from "../shared/task.ts";

/**
 * Makes it quick to load a task in this thread, which would else take several times as long as to start the thread:
 *
 * - What Node makes of TypeScript is kept in its compile cache for all threads and later runs, which takes each
 *   thread 50 ms else. `NODE_COMPILE_CACHE` says where, and `NODE_DISABLE_COMPILE_CACHE=1` that it is not.
 * - Modules that import the door get the smaller one in one file, and what is in the bundle already is not loaded again.
 *
 * A Node that lacks one of those does without. {@link https://nodejs.org/api/module.html}
 */
export function quickenLoading(): void {
  const folder = cacheFolder(process.env);
  if (folder !== undefined) module.enableCompileCache?.(folder);
  onceInThread("bundled-task", () => task);
  module.registerHooks?.({
    resolve(specifier, context, next) {
      // Most are asked for by a relative path, which need not be looked up.
      const base = specifier.startsWith(".") ? context.parentURL : undefined;
      const near = replacements.get(URL.parse(specifier, base)?.href ?? "");
      if (near !== undefined) return near;
      const found = next(specifier, context);
      return replacements.get(found.url) ?? found;
    },
  });
}

/** Lets a Node that cannot strip types load TypeScript in this thread. `undefined`: it can, or the process has what does so. */
export function loadTypes(): Promise<unknown> | undefined {
  if (process.features.typescript) return undefined;
  const loader = new URL("node-loader.mjs", import.meta.url).href;
  return process.execArgv.some((argument) => argument.includes(loader)) ? undefined : import(loader);
}

/** In the user's own caches, as Deno has it too: what lies in a folder for everybody could be somebody else's. */
function cacheFolder({
  NODE_V8_COVERAGE,
  XDG_CACHE_HOME,
  LOCALAPPDATA,
  HOME,
}: NodeJS.ProcessEnv): string | undefined {
  // Node counts less precisely what functions from a cache cover.
  if (NODE_V8_COVERAGE !== undefined) return undefined;
  const caches = [XDG_CACHE_HOME, LOCALAPPDATA, HOME && `${HOME}/.cache`].find(
    (folder) => folder && isAbsolute(folder),
  );
  return caches && `${caches}/worker-matrix/node`;
}

/** Of `node:path`, which would have to be loaded for that alone. */
function isAbsolute(folder: string): boolean {
  return /^(?:\/|[a-z]:[/\\])/i.test(folder);
}

/** What a module gets instead of another one. (A hook that gives its text would make some releases load CommonJS wrongly.) */
const replacements = new Map(
  [
    ["mod.ts", "threads/node-door.js"],
    ["../shared/task.ts", "node-bundled-task.mjs"],
  ].map(([module = "", replacement = ""]) => {
    const url = new URL(replacement, import.meta.url).href;
    return [new URL(module, import.meta.url).href, { url, format: "module", shortCircuit: true }] as const;
  }),
);
