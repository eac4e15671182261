import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Launched } from "../../shared/workloads/support/platform.ts";

/** Starts a plain ES module under the binary that runs this. All three take the file as their only argument. */
export function launchModule(module: URL): Launched {
  const start = performance.now();
  const child = spawn(process.execPath, [fileURLToPath(module)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: environment(),
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`Cannot run ${module.href}: it ended with ${signal ?? `exit status ${code}`}`));
    });
  });
  const firstLine = new Promise<{ text: string; ms: number }>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", (text) => {
      resolve({ text, ms: performance.now() - start });
    });
    ended.then(() => reject(new Error(`Cannot read from ${module.href}: it printed nothing`)), reject);
  });
  firstLine.catch(() => {}); // Whoever waits for `ended` only does not have to care.
  return { firstLine, ended };
}

/** That of this process, without the cache that the driver gives to its own programs: nobody else's start with it. */
export function environment(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  return env;
}
