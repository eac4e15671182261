// The hook of `node-door.mjs` for a Node that cannot strip types; it stands before tsx's.
import { readFile } from "node:fs/promises";

const door = new URL("mod.ts", import.meta.url).href;

/** @type {import("node:module").ResolveHook} */
export async function resolve(specifier, context, next) {
  const resolved = await next(specifier === "worker-matrix" ? door : specifier, context);
  return (await isModuleInDisguise(resolved)) ? { ...resolved, format: "module" } : resolved;
}

/**
 * Whether a file that would be taken for CommonJS, because no package.json says what it is, is written as an ES
 * module. A newer Node finds out by itself.
 *
 * @param {{ url: string, format?: string | null | undefined }} resolved
 */
async function isModuleInDisguise({ url, format }) {
  if (format === "module" || !/^file:.*\.[jt]s$/.test(url) || url.includes("/node_modules/")) return false;
  return /^\s*(?:import\s*["'{*\w]|export\s)/m.test(await readFile(new URL(url), "utf8"));
}
