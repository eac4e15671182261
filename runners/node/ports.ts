import { isProxy } from "node:util/types";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { PortAccess } from "../threads/port-access.ts";

export const nodePorts: PortAccess = {
  // The other way, of the web's kind, loads the class of its events, which takes longer than all the rest of a thread's start.
  listen: (port, { received, misheard }) => void port.on("messageerror", misheard).on("message", received),
  poll: (port) => receiveMessageOnPort(port),
  pollsFast: true,
  isProxy,
  channel: () => new MessageChannel(),
};
