import process from "node:process";
import type { MessageChannel as NodeChannel } from "node:worker_threads";
import { isAtLeast } from "../threads/is-at-least.ts";
import { listenToWebPort, type PortAccess } from "../threads/port-access.ts";
import { bunRequire } from "./require.ts";

// A program may put another one in its place.
const { MessageChannel } = globalThis;

export const bunPorts: PortAccess = {
  listen: listenToWebPort,
  poll(port) {
    // Loading it takes longer than all the rest of a thread's start, and few threads need it.
    threads ??= bunRequire("node:worker_threads") as Threads;
    return threads.receiveMessageOnPort(port);
  },
  // Before, a port could be polled while another thread posted to it, and lost messages or the process (oven-sh/bun#26613).
  pollsFast: isAtLeast(process.versions.bun ?? "", 1, 4),
  isProxy(value) {
    types ??= bunRequire("node:util/types") as Types;
    return types.isProxy(value);
  },
  channel: () => new MessageChannel() as unknown as NodeChannel,
};

let threads: Threads | undefined;
type Threads = typeof import("node:worker_threads");
let types: Types | undefined;
type Types = typeof import("node:util/types");
