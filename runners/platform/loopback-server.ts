import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { currentTask } from "../../shared/current-task.ts";
import { type Task, task } from "../../shared/task.ts";
import { ThreadPerTaskExecutor } from "../../shared/thread-per-task-executor.ts";
import type { LoopbackAnswer, LoopbackServer } from "../../shared/workloads/support/platform.ts";

/** Starts the server on a thread of its own, so that whatever the main thread does, answers are not late. */
export async function startLoopbackServer(answer: LoopbackAnswer): Promise<LoopbackServer> {
  const executor = new ThreadPerTaskExecutor({ maxWorkers: 1 });
  const { port1: here, port2: there } = new MessageChannel();
  const serving = executor.submit(serve.with({ transfer: [there] }), answer, there);
  try {
    const port = await Promise.race([firstMessage(here), serving]);
    return {
      url: `http://127.0.0.1:${port}/`,
      async close() {
        serving.cancel();
        await executor.shutdown();
      },
    };
  } catch (error) {
    await executor.shutdown({ cancelFutures: true });
    throw error;
  } finally {
    here.close();
  }
}

/** Tells through `portTo` which port it listens on, and serves until it is cancelled. */
export const serve: Task<[answer: LoopbackAnswer, portTo: MessagePort], Promise<void>> = task(
  import.meta.url,
  async function serve({ body, latencyMs }: LoopbackAnswer, portTo: MessagePort): Promise<void> {
    const server = createServer((_request, response) => {
      setTimeout(() => response.end(body), latencyMs);
    });
    server.listen(0, "127.0.0.1", () => portTo.postMessage((server.address() as AddressInfo).port));
    const { signal } = currentTask();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
);

function firstMessage(port: MessagePort): Promise<unknown> {
  return new Promise((resolve) => {
    port.addEventListener("message", ({ data }) => resolve(data), { once: true });
    port.start();
  });
}
