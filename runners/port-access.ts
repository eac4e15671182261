import type { MessageChannel, MessagePort } from "node:worker_threads";

/** How a runtime's threads get what is posted to them, as costs them least. */
export interface PortAccess {
  /** Calls back with each message that arrives on a port, or with why it cannot be read, and opens it. */
  listen(port: MessagePort, received: (message: unknown) => void, misheard: (error: unknown) => void): void;
  /** Takes the next message that has arrived, without waiting for the event loop. Throws if it cannot be read. */
  poll(port: MessagePort): { readonly message: unknown } | undefined;
  /** Whether that costs less than to wait for the event loop. On Deno it walks over each element of a typed array. */
  readonly pollsFast: boolean;
  /** Makes a channel whose ports can be unreferenced. */
  channel(): MessageChannel;
}

/** The web's way. On Deno the other one, `on`, walks over each element of a typed array that arrives. */
export const listenToWebPort: PortAccess["listen"] = (port, received, misheard) => {
  port.onmessage = (event: { data: unknown }) => received(event.data);
  port.onmessageerror = (event: { data: unknown }) =>
    misheard(event.data instanceof Error ? event.data : new Error("A message could not be read"));
};
