import module from "node:module";
import process from "node:process";
import * as task from "../../shared/task.ts";
import { onceInThread } from "../../shared/waiting/once-in-thread.ts";
import { builtFolder, isPackage } from "../threads/how-built.ts";

/**
 * Makes it quick to load a task in this thread, which would else take several times as long as to start the thread:
 *
 * - What Node makes of TypeScript is kept in its compile cache for all threads and later runs, which takes each
 *   thread 50 ms else. `NODE_COMPILE_CACHE` says where, and `NODE_DISABLE_COMPILE_CACHE=1` that it is not.
 * - Where threads are built, modules that import the door get the smaller one in one file, and what is in the thread's file already is
 *   not loaded again.
 *
 * A Node that lacks one of those does without. {@link https://nodejs.org/api/module.html}
 */
export function quickenLoading(): void {
  const folder = cacheFolder(process.env);
  if (folder !== undefined) module.enableCompileCache?.(folder);
  if (builtFolder === undefined) return;
  const replacements = replacementsIn(builtFolder);
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
  if (isPackage || process.features.typescript) return undefined;
  const loader = new URL("loader.mjs", import.meta.url).href;
  return process.execArgv.some((argument) => argument.includes(loader)) ? undefined : import(loader);
}

/** In a package, a Node that strips no types loads the modules of tasks with tsx, where the project has that. */
export function prepareTypes(file: string): Promise<void> | undefined {
  if (process.features.typescript || !/\.[cm]?tsx?(?:[?#]|$)/.test(file)) return undefined;
  tsx ??= registerTsx(file);
  return tsx;
}

let tsx: Promise<void> | undefined;

async function registerTsx(file: string): Promise<void> {
  const require = module.createRequire(file);
  let found: string;
  try {
    // What it has for `require` looks for its hooks in the wrong folder.
    found = require.resolve("tsx/esm/api").replace(/\.cjs$/, ".mjs");
  } catch {
    return; // Node says what it cannot load.
  }
  const { pathToFileURL } = require("node:url") as typeof import("node:url");
  const { register } = (await import(pathToFileURL(found).href)) as { register(): unknown };
  register();
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
function replacementsIn(builtFolder: string): ReadonlyMap<string, ModuleFound> {
  const pairs = [
    [new URL("../mod.ts", import.meta.url), new URL("node-door.js", builtFolder)],
    [new URL("../../shared/task.ts", import.meta.url), new URL("bundled-task.mjs", import.meta.url)],
  ] as const;
  return new Map(
    pairs.map(([{ href }, { href: url }]) => [href, { url, format: "module", shortCircuit: true }]),
  );
}

interface ModuleFound {
  readonly url: string;
  readonly format: "module";
  readonly shortCircuit: true;
}
