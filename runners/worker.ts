import { setImmediate } from "node:timers";
import { parentPort, receiveMessageOnPort } from "node:worker_threads";
import { installTaskContext } from "../shared/current-task.ts";
import { encodeThrown } from "../shared/error-codec.ts";
import { Thread } from "../shared/thread.ts";
import { enterThread } from "../shared/thread-depth.ts";
import type { ToThread } from "../shared/thread-protocol.ts";
import { currentRuntime } from "./current-runtime.ts";
import { asyncTaskContext } from "./task-context.ts";
import type { Greeting, LineOrder } from "./worker-line.ts";

// What every worker thread loads, on every runtime: it waits for its greeting, and runs what comes down the line.

const door = parentPort ?? globalThis;
door.addEventListener("message", (event) => begin((event as MessageEvent<Greeting>).data), { once: true });

function begin({ start, port }: Greeting): void {
  enterThread(start.depth);
  installTaskContext(asyncTaskContext());
  const { workers } = currentRuntime;
  const thread = new Thread(start, {
    post: (message, transfer = []) => port.postMessage(message, transfer as never),
    turn: () => new Promise((resolve) => setImmediate(resolve)),
    poll: () => {
      const next = receiveMessageOnPort(port);
      return next && heard(next.message);
    },
  });
  workers.watchEnd((code, error) => {
    thread.end();
    port.postMessage({ kind: "ending", code, error: error && encodeThrown(error.thrown) });
  });
  port.onmessage = (event: { data: unknown }) => {
    const message = heard(event.data as ToThread | LineOrder);
    if (message !== undefined) thread.receive(message);
  };
  void thread.begin();

  function heard(message: ToThread | LineOrder): ToThread | undefined {
    if (message.kind !== "leave") return message;
    workers.leave();
    return undefined;
  }
}
