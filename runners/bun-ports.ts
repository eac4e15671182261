import type { MessageChannel as NodeChannel } from "node:worker_threads";
import { bunRequire } from "./bun-require.ts";
import { listenToWebPort, type PortAccess } from "./port-access.ts";

export const bunPorts: PortAccess = {
  listen: listenToWebPort,
  // Loading that module takes longer than all the rest of a thread's start, and few threads need it.
  poll: (port) => (bunRequire("node:worker_threads") as Threads).receiveMessageOnPort(port),
  channel: () => new MessageChannel() as unknown as NodeChannel,
};

type Threads = typeof import("node:worker_threads");
