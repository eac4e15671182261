import { installTaskContext } from "../shared/current-task.ts";
import { encodeThrown } from "../shared/error-codec.ts";
import { Thread } from "../shared/thread.ts";
import { enterThread } from "../shared/thread-depth.ts";
import type { ToThread } from "../shared/thread-protocol.ts";
import type { PortAccess } from "./port-access.ts";
import { asyncTaskContext } from "./task-context.ts";
import type { Greeting, LineOrder } from "./worker-line.ts";

/**
 * What a runtime's worker threads are like from inside. Each has its own in the file that its threads load
 * (`node-worker.ts`, `deno-worker.ts`, `bun-worker.ts`), so that none loads what belongs to another one, or to the
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
  /** Ends this thread: it was asked to, because the runtime cannot end it from outside, or not reliably. */
  leave(): void;
}

/** Runs what comes down the line, in a thread that has been greeted. */
export function runThread(runtime: ThreadRuntime, { start, port }: Greeting): void {
  enterThread(start.depth);
  installTaskContext(asyncTaskContext);
  const thread = new Thread(start, {
    post: (message, transfer = []) => port.postMessage(message, transfer as never),
    get yieldCore() {
      return runtime.yieldCore?.();
    },
    turn: () => new Promise((resolve) => runtime.turn(resolve)),
    poll: () => {
      const next = runtime.poll(port);
      return next && heard(next.message);
    },
    pollsFast: runtime.pollsFast,
  });
  runtime.watchEnd((code, error) => {
    thread.end();
    port.postMessage({ kind: "ending", code, error: error && encodeThrown(error.thrown) });
  });
  runtime.listen(
    port,
    (received) => {
      const message = heard(received);
      if (message !== undefined) thread.receive(message);
    },
    (error) => thread.misheard(error),
  );
  void thread.begin();

  function heard(received: unknown): ToThread | undefined {
    const message = received as ToThread | LineOrder;
    if (message.kind !== "leave") return message;
    runtime.leave();
    return undefined;
  }
}
