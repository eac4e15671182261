import { setImmediate } from "node:timers";
import { addErrorClasses } from "../../shared/line/error-classes.ts";
import { installUncloneable } from "../../shared/line/uncloneable.ts";
import { installImport } from "../../shared/thread/load-task.ts";
import { isPackage } from "../threads/how-built.ts";
import { runThread, type ThreadRuntime } from "../threads/run-thread.ts";
import type { Greeting } from "../threads/worker-line.ts";
import { denoPorts } from "./ports.ts";
import { nameForRequire } from "./require.ts";
import { isDenoUncloneable } from "./uncloneable.ts";

// What a worker thread loads under Deno. It leaves `node:process` alone: loading that takes as long as the thread itself.

const runtime: ThreadRuntime = {
  ...denoPorts,
  turn: setImmediate,

  watchEnd(end) {
    const close = globalThis.close.bind(globalThis);
    globalThis.close = () => {
      end(0);
      close();
    };
    const { exit } = Deno;
    // `process.exit` calls it too; before 2.7 or so it does not hand on its code.
    Deno.exit = (code = Deno.exitCode ?? 0) => {
      end(code);
      return exit(code);
    };
    if (Deno.exitCode === null) {
      const { process } = globalThis;
      process.exit = (code) => Deno.exit(Number(code ?? process.exitCode ?? 0));
    }
    addEventListener("error", (event) => {
      const { message, filename, lineno, colno, error } = event;
      const init = { cancelable: true, message, filename, lineno, colno, error };
      judge(event, () => new ErrorEvent("error", init), error);
    });
    addEventListener("unhandledrejection", (event) => {
      const { promise, reason } = event;
      const init = { cancelable: true, promise, reason };
      judge(event, () => new PromiseRejectionEvent("unhandledrejection", init), reason, hasNodeListeners);
    });

    /**
     * Ends the thread unless the program handles it. That is known when all listeners have heard of it, and ours is the
     * first: so the others get a copy of the event.
     *
     * @param isHandledLater whether somebody who is no listener of the event will handle it
     */
    function judge(
      event: Event,
      copy: () => Event,
      thrown: unknown,
      isHandledLater = (): boolean => false,
    ): void {
      if (event === passedOn) return;
      event.stopImmediatePropagation();
      passedOn = copy();
      if (!dispatchEvent(passedOn)) {
        event.preventDefault();
      } else if (!isHandledLater()) {
        event.preventDefault();
        end(1, { thrown });
        close();
      }
    }
  },

  leave: () => globalThis.close(),
};

let passedOn: Event | undefined;

/** Deno asks those that `process` has when nobody has prevented the event. */
function hasNodeListeners(): boolean {
  const { process } = globalThis;
  const listeners = process.listenerCount("unhandledRejection") + process.listenerCount("uncaughtException");
  // Deno 2.0 has no such callback.
  return listeners > 0 || process.hasUncaughtExceptionCaptureCallback?.() === true;
}

addErrorClasses("Deno.errors", () => Deno.errors);
installUncloneable(isDenoUncloneable);
if (!isPackage) installImport(nameForRequire);
addEventListener("message", ({ data }: MessageEvent<Greeting>) => runThread(runtime, data), { once: true });

declare const Deno: {
  exit(code?: number): never;
  readonly exitCode: number | null;
  readonly errors: object;
};
