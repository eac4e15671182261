import { parentPort } from "node:worker_threads";
import { loadTask } from "../../shared/load-task.ts";
import { transfersOf } from "../../shared/transfer-result.ts";
import "../bun-door.ts";
import type { RawAnswer, RawBatch } from "./raw.ts";

// A worker of `raw`: it runs batches, one after the other, and answers them in that order.

const port = (parentPort ?? globalThis) as unknown as MessagePort;
let last = Promise.resolve();
const receive = (batch: RawBatch): void => {
  last = last.then(() => answer(batch));
};
// On Node the first listener of the other kind loads the class of its events, which doubles the start of a thread.
if (parentPort !== null) parentPort.on("message", receive);
else port.addEventListener("message", ({ data }: MessageEvent<RawBatch>) => receive(data));

async function answer({ module, name, calls }: RawBatch): Promise<void> {
  const values: unknown[] = [];
  const transfer: Transferable[] = [];
  try {
    const { run } = await loadTask({ module, name });
    for (const args of calls) {
      const result = run(...args);
      const value = result instanceof Promise ? await result : result;
      values.push(value);
      for (const each of transfersOf(value)) transfer.push(each);
    }
    port.postMessage({ values } satisfies RawAnswer, transfer);
  } catch (error) {
    port.postMessage({ error } satisfies RawAnswer);
  }
}
