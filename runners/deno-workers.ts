import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers";
import { addErrorClasses } from "../shared/error-classes.ts";
import { installUncloneable } from "../shared/uncloneable.ts";
import type { WorkerHost } from "../shared/worker-host.ts";
import { denoPorts } from "./deno-ports.ts";
import { isDenoUncloneable } from "./deno-uncloneable.ts";
import { isAtLeast } from "./is-at-least.ts";
import { WorkerLine } from "./worker-line.ts";

/**
 * Deno's Web Workers. They start faster than its `node:worker_threads`, but tell nobody how they end, and one that is
 * in a busy loop cannot be stopped: so the thread says itself that it is about to end, and a thread that is to end is
 * asked to, and has ended when it answers.
 */
export function denoWorkers(): WorkerHost {
  addErrorClasses("Deno.errors", Deno.errors);
  installUncloneable(isDenoUncloneable);
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
      const line = new WorkerLine(listener, denoPorts, (code) => queueMicrotask(() => end(code)));
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
    turn: setImmediate,
    later(ms, callback) {
      const timer = setTimeout(callback, ms);
      Deno.unrefTimer(timer);
      return () => clearTimeout(timer);
    },
  };
}

declare const Deno: {
  readonly version: { readonly deno: string };
  readonly errors: object;
  refTimer(timer: unknown): void;
  unrefTimer(timer: unknown): void;
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
  if (timer === undefined) timer = setInterval(() => {}, 2 ** 31 - 1);
  else if (hold && holding === 1) Deno.refTimer(timer);
  if (holding === 0) Deno.unrefTimer(timer);
}

let holding = 0;
let timer: ReturnType<typeof setInterval> | undefined;
