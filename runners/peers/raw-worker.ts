import { parentPort } from "node:worker_threads";
import { loadTask } from "../../shared/load-task.ts";
import { transfersOf } from "../../shared/transfer-result.ts";
import "../bun-door.ts";
import type { RawAnswer, RawBatch } from "./raw.ts";

// A worker of `raw`: it runs the calls of a batch, one after the other, and answers them together.

const port = (parentPort ?? globalThis) as unknown as MessagePort;
// On Node the first listener of the other kind loads the class of its events, which doubles the start of a thread.
if (parentPort !== null) parentPort.on("message", answer);
else port.addEventListener("message", ({ data }: MessageEvent<RawBatch>) => answer(data));

async function answer({ module, name, calls }: RawBatch): Promise<void> {
  const answers: RawAnswer[] = [];
  const transfer: Transferable[] = [];
  const run = await loadRun(module, name);
  for (const { id, args } of calls) {
    try {
      const result = run(...args);
      const value = result instanceof Promise ? await result : result;
      for (const each of transfersOf(value)) transfer.push(each);
      answers.push({ id, value });
    } catch (error) {
      answers.push({ id, error });
    }
  }
  port.postMessage(answers, transfer);
}

/** What fails to load fails each call. */
async function loadRun(module: string, name: string): Promise<(...args: unknown[]) => unknown> {
  try {
    const { run } = await loadTask({ module, name });
    return run;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
