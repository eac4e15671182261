import { installTaskContext } from "../../shared/current-task.ts";
import { encodeThrown } from "../../shared/line/error-codec.ts";
import type { ToThread } from "../../shared/line/thread-protocol.ts";
import { installRunHere } from "../../shared/task.ts";
import { runHere } from "../../shared/thread/run-here.ts";
import { Thread } from "../../shared/thread/thread.ts";
import { enterThread } from "../../shared/thread/thread-depth.ts";
import { installAsyncScope } from "../../shared/waiting/async-scope.ts";
import { hearNext, type PortAccess, type PortListener } from "./port-access.ts";
import { asyncTaskContext, isAsyncScopeCheap, newAsyncScope } from "./task-context.ts";
import type { Greeting, LineOrder, Printed } from "./worker-line.ts";

/**
 * What a runtime's worker threads are like from inside. Each has its own in the file that its threads load
 * (`node/worker.ts`, `deno/worker.ts`, `bun/worker.ts`), so that none loads what belongs to another one, or to the
 * side that starts threads.
 */
export interface ThreadRuntime extends PortAccess {
  /** Gives {@link ThreadPort.yieldCore}, if the runtime has it. */
  yieldCore?(): (() => void) | undefined;
  /** Calls back when the event loop has turned. */
  turn(callback: () => void): void;
  /**
   * Called before anything runs: `end` is to be called when something ends the thread that the runtime does not tell
   * the other side, or not in full.
   */
  watchEnd(end: (code: number, error?: { readonly thrown: unknown }) => void): void;
  /**
   * Called before anything runs, where the runtime does not bring out by itself, and at once, what the thread prints: `print` is to
   * be called with all of it.
   */
  divertOutput?(print: (printed: Printed) => void): void;
  /** Ends this thread: it was asked to, because the runtime cannot end it from outside, or not reliably. */
  leave(): void;
}

/** Runs what comes down the line, in a thread that has been greeted. */
export function runThread(runtime: ThreadRuntime, { start, port }: Greeting): void {
  enterThread(start.depth);
  installTaskContext(asyncTaskContext);
  installRunHere(runHere);
  installAsyncScope(newAsyncScope, isAsyncScopeCheap);
  const ears: PortListener = {
    received(received) {
      const message = received as ToThread | LineOrder;
      if (message.kind === "leave") runtime.leave();
      else thread.receive(message);
    },
    misheard: (error) => thread.misheard(error),
  };
  const thread = new Thread(start, {
    post: (message, transfer = []) => port.postMessage(message, transfer as never),
    get yieldCore() {
      return runtime.yieldCore?.();
    },
    turn: () => new Promise((resolve) => runtime.turn(resolve)),
    hear: () => hearNext(runtime, port, ears),
    pollsFast: runtime.pollsFast,
    isProxy: runtime.isProxy,
  });
  runtime.watchEnd((code, error) => {
    thread.end();
    port.postMessage({ kind: "ending", code, error: error && encodeThrown(error.thrown) });
  });
  runtime.divertOutput?.((printed) => {
    port.postMessage(printed);
    thread.follow();
  });
  runtime.listen(port, ears);
  void thread.begin();
}
