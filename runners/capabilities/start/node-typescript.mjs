// A thread loads a module in TypeScript, without flags.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { expectSame, next } from "../support/probe.mjs";

const folder = mkdtempSync(join(tmpdir(), "probe-"));
const file = join(folder, "worker.mts");
writeFileSync(
  file,
  `import { parentPort } from "node:worker_threads"; const n: number = 42; parentPort!.postMessage(n);`,
);
try {
  const worker = new Worker(pathToFileURL(file));
  expectSame("the message", await next(worker, "message"), 42);
} finally {
  rmSync(folder, { recursive: true });
}
