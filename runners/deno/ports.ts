import { isProxy } from "node:util/types";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { listenToWebPort, type PortAccess } from "../threads/port-access.ts";

export const denoPorts: PortAccess = {
  listen: listenToWebPort,
  poll: (port) => receiveMessageOnPort(port),
  pollsFast: false,
  isProxy,
  // The global one's ports could not be unreferenced in older releases.
  channel: () => new MessageChannel(),
};
