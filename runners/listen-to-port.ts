import type { MessagePort } from "node:worker_threads";

/** Calls back with each message that arrives on a port, and opens it. */
export type ListenToPort = (port: MessagePort, received: (message: unknown) => void) => void;

/** The web's way. On Deno the other one, `on`, walks over each element of a typed array that arrives. */
export const listenToWebPort: ListenToPort = (port, received) => {
  port.onmessage = (event: { data: unknown }) => received(event.data);
};

/** Node's way. There the other one loads the class of its events, which takes longer than all the rest of a thread's start. */
export const listenToNodePort: ListenToPort = (port, received) => void port.on("message", received);
