import { availableParallelism } from "node:os";
import { setInterval } from "node:timers";
import type { WorkerHost } from "../shared/worker-host.ts";
import { denoPorts } from "./deno-ports.ts";
import { isAtLeast } from "./is-at-least.ts";
import { later, turn } from "./real-time.ts";
import { WorkerLine } from "./worker-line.ts";

/**
 * Deno's Web Workers. They start faster than its `node:worker_threads`, but tell nobody how they end, and one that is
 * in a busy loop cannot be stopped: so the thread says itself that it is about to end, and a thread that is to end is
 * asked to, and has ended when it answers.
 */
export function denoWorkers(): WorkerHost {
  return {
    parallelism: availableParallelism(),
    // Before, what `Atomics.waitAsync` gives might never resolve.
    listens: isAtLeast(Deno.version.deno, 2, 7, 6),
    burns: true,
    spawn(start, listener) {
      const worker = new Worker(new URL("threads/deno.js", import.meta.url), { type: "module" });
      let open = true;
      let held = false;
      const hold = (hold: boolean): void => {
        if (hold === held || (hold && !open)) return;
        held = hold;
        holdProcess(hold);
      };
      const end = (code: number, error?: { readonly thrown: unknown }): void => {
        if (!open) return;
        open = false;
        hold(false);
        worker.terminate();
        line.close(code, error);
      };
      const line = new WorkerLine(listener, denoPorts, async (code) => {
        await undefined;
        end(code);
      });
      line.greet(worker, start);
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        end(1, { thrown: event.error ?? new Error(event.message) });
      });
      release(worker);
      return {
        post: (message, transfer) => line.post(message, transfer),
        ref: () => hold(true),
        unref: () => hold(false),
        terminate: () => line.post({ kind: "leave" }),
      };
    },
    isProxy: denoPorts.isProxy,
    turn,
    later,
  };
}

declare const Deno: {
  readonly version: { readonly deno: string };
};

/** Deno has no public way to say that a Web Worker does not hold the process; its own modules use this one. */
function release(worker: Worker): void {
  const reference = Object.getOwnPropertySymbols(Worker.prototype).find((symbol) => !symbol.description);
  const method: unknown = reference && Reflect.get(worker, reference);
  if (typeof method === "function") method.call(worker, false);
}

/** Counts the workers that hold the process, with a timer: `deno test` of 2.7 forgets a worker that holds it again. */
function holdProcess(hold: boolean): void {
  holding += hold ? 1 : -1;
  timer ??= setInterval(() => {}, 2 ** 31 - 1);
  if (holding === 0) timer.unref();
  else if (hold && holding === 1) timer.ref();
}

let holding = 0;
let timer: ReturnType<typeof setInterval> | undefined;
