import { parentPort } from "node:worker_threads";
import "../bun/door.ts";
import type { Batch } from "./batches.ts";
import { runBatch } from "./run-batch.ts";

// A worker of `raw`.

const port = (parentPort ?? globalThis) as unknown as MessagePort;
// On Node the first listener of the other kind loads the class of its events, which doubles the start of a thread.
if (parentPort !== null) parentPort.on("message", answer);
else port.addEventListener("message", ({ data }: MessageEvent<Batch>) => answer(data));

async function answer(batch: Batch): Promise<void> {
  const { answers, transfer } = await runBatch(batch);
  port.postMessage(answers, transfer);
}
