import { setImmediate } from "node:timers";
import { addErrorClasses } from "../shared/error-classes.ts";
import { installUncloneable } from "../shared/uncloneable.ts";
import { denoPorts } from "./deno-ports.ts";
import { isDenoUncloneable } from "./deno-uncloneable.ts";
import { runThread, type ThreadRuntime } from "./run-thread.ts";
import type { Greeting } from "./worker-line.ts";

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
    addEventListener("error", (event) => fail(event, event.error));
    addEventListener("unhandledrejection", (event) => fail(event, event.reason));

    function fail(event: Event, thrown: unknown): void {
      event.preventDefault();
      end(1, { thrown });
      close();
    }
  },

  leave: () => globalThis.close(),
};

addErrorClasses("Deno.errors", Deno.errors);
installUncloneable(isDenoUncloneable);
addEventListener("message", ({ data }: MessageEvent<Greeting>) => runThread(runtime, data), { once: true });

declare const Deno: {
  exit(code?: number): never;
  readonly exitCode: number | null;
  readonly errors: object;
};
