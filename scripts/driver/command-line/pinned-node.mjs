import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/**
 * Runs `main` under a Node that can load the driver's TypeScript: here, if this one can; else in the Node that
 * `npm ci` brought, which is given the same script, arguments and terminal, and whose exit status becomes ours.
 *
 * Plain JavaScript without dependencies, because it is what an old Node loads first.
 *
 * @param {string} script the entry point's `import.meta.url`
 * @param {(args: string[]) => Promise<number>} main imports and runs the rest: takes the script's arguments, returns
 * the exit status
 */
export async function withPinnedNode(script, main) {
  if (process.features.typescript) {
    endWithParent();
    process.exitCode = await main(argumentsOf(script));
    return;
  }
  const node = pinnedNode();
  if (node === undefined) {
    process.stderr.write(
      `worker-matrix needs Node 22.18 or later, this is ${process.version}, and the pinned one is not installed: run npm ci (without --omit=optional)\n`,
    );
    process.exit(2);
  }
  process.exit(await handOver(node, fileURLToPath(script), argumentsOf(script)));
}

/** The path of the Node that `npm ci` brought, or `undefined` where there is none for this platform. */
function pinnedNode() {
  const packages = [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  for (const name of packages) {
    try {
      const binary = path.join(path.dirname(require.resolve(`${name}/package.json`)), "bin", "node");
      if (existsSync(binary)) return binary;
    } catch {}
  }
  return undefined;
}

/**
 * What follows the script's own path in `argv`, where zx's comes before it if that started it.
 *
 * @param {string} script
 */
function argumentsOf(script) {
  const file = realpathSync(fileURLToPath(script));
  const index = process.argv.findIndex((argument) => existsSync(argument) && realpathSync(argument) === file);
  return process.argv.slice(index === -1 ? 2 : index + 1);
}

/**
 * @param {string} node
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function handOver(node, script, args) {
  // A process group of its own: the terminal's Ctrl-C reaches it once, through the forwarding below. The channel
  // tells it when this process is gone.
  const child = spawn(node, [require.resolve("zx/cli"), script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    detached: true,
    env: { ...process.env, WORKER_MATRIX_HANDED_OVER: "1" },
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}

/** In the process that was handed the work: the end of the one that handed it over counts as an interruption. */
function endWithParent() {
  if (process.env.WORKER_MATRIX_HANDED_OVER === undefined || process.channel == null) return;
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
