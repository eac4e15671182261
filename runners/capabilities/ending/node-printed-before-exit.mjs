// What a thread has printed before its last message comes out, also when the main thread exits at that message.
import { execFileSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parentPort, Worker } from "node:worker_threads";
import { expectSame, isWorker } from "../support/probe.mjs";

const lines = 100;
if (isWorker) {
  for (let line = 0; line < lines; line++) process.stdout.write(`line ${line}\n`);
  parentPort.postMessage("printed");
  // It has more to do, and comes back to its event loop later.
  const end = Date.now() + 500;
  while (Date.now() < end);
} else if (process.argv.includes("child")) {
  new Worker(new URL(import.meta.url)).once("message", () => process.exit(0));
  await new Promise(() => {});
} else {
  const run = "deno" in process.versions ? ["run", "-A"] : [];
  const args = [...run, fileURLToPath(import.meta.url), "child"];
  const printed = execFileSync(process.execPath, args, { encoding: "utf8" });
  expectSame("the number of lines that came out", printed.split("\n").length - 1, lines);
}
