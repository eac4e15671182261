import type { MessageChannel as NodeChannel } from "node:worker_threads";
import { listenToWebPort, type PortAccess } from "./port-access.ts";

export const bunPorts: PortAccess = {
  listen: listenToWebPort,
  // Loading that module takes longer than all the rest of a thread's start, and few threads need it.
  poll: (port) => (import.meta as BunModule).require("node:worker_threads").receiveMessageOnPort(port),
  channel: () => new MessageChannel() as unknown as NodeChannel,
};

interface BunModule extends ImportMeta {
  require(module: "node:worker_threads"): typeof import("node:worker_threads");
}
