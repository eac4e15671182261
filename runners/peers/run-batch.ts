import { transfersOf } from "../../shared/transfer-result.ts";
import type { Batch, BatchAnswer } from "./batches.ts";
import { loadPeerTask } from "./task-call.ts";

/** Makes the calls of a batch, one after the other, and gives their answers, with what of those is to be moved. */
export async function runBatch({ module, at, calls }: Batch): Promise<{
  readonly answers: readonly BatchAnswer[];
  readonly transfer: Transferable[];
}> {
  const answers: BatchAnswer[] = [];
  const transfer: Transferable[] = [];
  const run = await loadRun(module, at);
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
  return { answers, transfer };
}

/** What fails to load fails each call. */
async function loadRun(module: string, at: number): Promise<(...args: unknown[]) => unknown> {
  try {
    const { run } = await loadPeerTask(module, at);
    return run;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}
