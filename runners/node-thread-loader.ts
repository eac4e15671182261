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
  onceInThread("bundled", () => bundled);
  module.registerHooks?.({
    resolve(specifier, context, next) {
      const near = specifier.startsWith(".") ? new URL(specifier, context.parentURL).href : specifier;
      if (near in bundled) return bundledAs(near);
      const found = next(specifier, context);
      if (found.url in bundled) return bundledAs(found.url);
      return found.url === door ? { ...found, url: threadDoor, format: "module", shortCircuit: true } : found;
    },
    load(url, context, next) {
      const exported = bundled[url];
      if (exported === undefined) return next(url, context);
      const names = Object.keys(exported).join(", ");
      const source = `export const { ${names} } = globalThis[Symbol.for("worker-matrix.bundled")]["${url}"];`;
      return { source, format: "module", shortCircuit: true };
    },
  });
}

/** In the user's own caches, as Deno has it too: what lies in a folder for everybody could be somebody else's. */
function cacheFolder(env: NodeJS.ProcessEnv): string | undefined {
  // Node counts less precisely what functions from a cache cover.
  if (env.NODE_V8_COVERAGE !== undefined) return undefined;
  const caches = env.XDG_CACHE_HOME ?? env.LOCALAPPDATA ?? (env.HOME && `${env.HOME}/.cache`);
  return caches && `${caches}/worker-matrix/node`;
}

const door = new URL("mod.ts", import.meta.url).href;
const threadDoor = new URL("threads/node-door.js", import.meta.url).href;
/** By their addresses, modules that this file was bundled with. */
const bundled: Readonly<Record<string, object>> = {
  [new URL("../shared/task.ts", import.meta.url).href]: task,
};

function bundledAs(url: string): { url: string; format: "module"; shortCircuit: true } {
  return { url, format: "module", shortCircuit: true };
}
