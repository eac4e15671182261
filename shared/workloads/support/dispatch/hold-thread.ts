import { type Task, task } from "../../../task.ts";

/** Memory that holds threads: how many are held, and whether they may go. */
export type Hold = Int32Array<SharedArrayBuffer>;

/** Keeps its thread from everything else until `letGo`. */
export const holdThread: Task<[hold: Hold], void> = task(import.meta.url, function holdThread(hold) {
  Atomics.add(hold, held, 1);
  Atomics.wait(hold, free, 0);
});

export function newHold(): Hold {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** Waits until so many threads are held. */
export async function threadsHeld(hold: Hold, threads: number): Promise<void> {
  while (Atomics.load(hold, held) < threads) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Lets all go. */
export function letGo(hold: Hold): void {
  Atomics.store(hold, free, 1);
  Atomics.notify(hold, free);
}

const held = 0;
const free = 1;
