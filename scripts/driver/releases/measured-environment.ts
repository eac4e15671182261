import path from "node:path";
import process from "node:process";
import { pathOfUser } from "./command-on-path.ts";

/**
 * The environment of a measured process: of the user's, what a program needs to run at all, and nothing that could
 * make one run differ from another (`NODE_OPTIONS`, `DENO_*`, `BUN_*`, `npm_*`, proxies, preloads, colours).
 *
 * @param added variables of the runtime at hand
 * @param passed names of more variables to take from the user's
 */
export function measuredEnvironment(
  added: Readonly<Record<string, string>> = {},
  passed: readonly string[] = [],
  env: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const taken = [...needed, ...passed].flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    PATH: pathOfUser(env).join(path.delimiter),
    NO_COLOR: "1",
    ...Object.fromEntries(taken),
    ...added,
  };
}

const needed = [
  ...["HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TMP", "TEMP"],
  // Where a system keeps its libraries in places of its own.
  ...["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH"],
  ...["SystemRoot", "SystemDrive", "windir", "ComSpec", "PATHEXT", "USERPROFILE", "APPDATA", "LOCALAPPDATA"],
];

/**
 * The user's environment less what steers a runtime. For asking a binary who it is: the one on PATH may be the shim
 * of a version manager, which needs the variables of that.
 */
export function userEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^(?:NODE_|DENO_|BUN_|npm_|PYTHON(?!_GIL$)|FORCE_COLOR$)/.test(name),
  );
  return { ...Object.fromEntries(kept), PATH: pathOfUser(env).join(path.delimiter), NO_COLOR: "1" };
}
