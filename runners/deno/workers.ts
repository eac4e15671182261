import { availableParallelism } from "node:os";
import { addErrorClasses } from "../../shared/line/error-classes.ts";
import { installUncloneable } from "../../shared/line/uncloneable.ts";
import type { WorkerHost } from "../../shared/pool/worker-host.ts";
import { soon } from "../../shared/waiting/promises.ts";
import { isAtLeast } from "../threads/is-at-least.ts";
import { later, turn } from "../threads/real-time.ts";
import { threadFile } from "../threads/thread-file.ts";
import { WorkerLine } from "../threads/worker-line.ts";
import { denoPorts } from "./ports.ts";
import { isDenoUncloneable } from "./uncloneable.ts";

/**
 * Deno's Web Workers. They start faster than its `node:worker_threads`, but tell nobody how they end (probe web-close-event), and one that is
 * in a busy loop cannot be stopped (probe web-terminate-busy): so the thread says itself that it is about to end, and a thread that is to end is
 * asked to, and has ended when it answers.
 */
export function denoWorkers(): WorkerHost {
  addErrorClasses("Deno.errors", () => Deno.errors);
  installUncloneable(isDenoUncloneable);
  return {
    parallelism: availableParallelism(),
    // Before, what `Atomics.waitAsync` gives might never resolve.
    listens: isAtLeast(Deno.version.deno, 2, 7, 6),
    spawn(start, listener) {
      const worker = new Worker(threadFile("deno.js", "deno/worker.ts", exists), { type: "module" });
      let open = true;
      const end = (code: number, error?: { readonly thrown: unknown }): void => {
        if (!open) return;
        open = false;
        worker.terminate();
        line.close(code, error);
      };
      const line = new WorkerLine(listener, denoPorts, {
        ended: (code) => soon(() => end(code)),
      });
      line.greet(worker, start);
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        end(1, { thrown: event.error ?? new Error(event.message) });
      });
      release(worker);
      return {
        post: (message, transfer) => line.post(message, transfer),
        // Not the worker: `deno test` of 2.7 forgets one that holds the process again.
        ref: () => line.ref(),
        unref: () => line.unref(),
        terminate: () => line.post({ kind: "leave" }),
        letGo: () => line.letGo(),
      };
    },
    isProxy: denoPorts.isProxy,
    turn,
    later,
  };
}

declare const Deno: {
  readonly version: { readonly deno: string };
  statSync(file: URL): unknown;
  readonly errors: { readonly NotFound: new () => Error };
};

/** What it may not look at, or what is no file, Deno itself says something about. */
function exists(file: URL): boolean {
  try {
    Deno.statSync(file);
    return true;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound);
  }
}

/** Deno has no public way to say that a Web Worker does not hold the process (probe web-unref); its own modules use this one. */
function release(worker: Worker): void {
  const reference = Object.getOwnPropertySymbols(Worker.prototype).find((symbol) => !symbol.description);
  const method: unknown = reference && Reflect.get(worker, reference);
  if (typeof method === "function") method.call(worker, false);
}
