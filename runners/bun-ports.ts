import type { MessageChannel as NodeChannel } from "node:worker_threads";
import { bunRequire } from "./bun-require.ts";
import { listenToWebPort, type PortAccess } from "./port-access.ts";

export const bunPorts: PortAccess = {
  listen: listenToWebPort,
  poll(port) {
    // Loading it takes longer than all the rest of a thread's start, and few threads need it.
    threads ??= bunRequire("node:worker_threads") as Threads;
    return threads.receiveMessageOnPort(port);
  },
  pollsFast: true,
  channel: () => new MessageChannel() as unknown as NodeChannel,
};

let threads: Threads | undefined;
type Threads = typeof import("node:worker_threads");
