import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";

const require = createRequire(import.meta.url);

/** In a package there is no TypeScript left to load, and nothing to work on it with. */
const isCompiled = !existsSync(new URL("../project", import.meta.url));

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
  const file = fileURLToPath(script);
  if (file.includes("*")) {
    // Node puts the name of what is imported for every * in a path that a package exports.
    process.stderr.write(
      `Cannot run ${file}: Node finds no packages below a folder with a * in its name; move the checkout to another folder\n`,
    );
    process.exitCode = 2;
    return;
  }
  if (process.features.typescript || isCompiled) {
    endWithParent();
    try {
      process.exitCode = await main(argumentsOf(script));
    } catch (error) {
      // A command makes an exit status of what goes wrong in it, so this one did not load. 1 would say that it found something.
      process.stderr.write(`Cannot load ${file}: ${whyNotLoaded(error)}\n`);
      process.exitCode = 2;
    }
    return;
  }
  const node = pinnedNode();
  if (node === undefined) {
    process.stderr.write(
      `worker-matrix needs Node 22.18 or later, this is ${process.version}, and the pinned one is not installed: run npm ci (without --omit=optional)\n`,
    );
    process.exit(2);
  }
  process.exit(await handOver(node, file, argumentsOf(script)));
}

/**
 * Where Node says what is wrong with the folder or with what is in it, its line; else there is a mistake in our files.
 *
 * @param {unknown} error
 */
function whyNotLoaded(error) {
  if (!(error instanceof Error && "code" in error)) return inspect(error);
  const hint =
    error.code === "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING"
      ? "; move the checkout out of the folder node_modules"
      : "";
  return error.message.replace(/\s+/g, " ") + hint;
}

/** The path of the Node that `npm ci` brought, or `undefined` where there is none for this platform. */
export function pinnedNode() {
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
  const child = spawn(node, [script, ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    detached: true,
    env: { ...process.env, WORKER_MATRIX_HANDED_OVER: "1" },
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    // As a shell has it: 1 would say that something was found.
    child.on("exit", (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal])),
    );
  });
}

/** In the process that was handed the work: the end of the one that handed it over counts as an interruption. */
function endWithParent() {
  if (process.env.WORKER_MATRIX_HANDED_OVER === undefined || process.channel == null) return;
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
  process.channel.unref();
}
