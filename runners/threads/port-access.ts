import type { MessageChannel, MessagePort } from "node:worker_threads";

/** How a runtime's threads get what is posted to them, as costs them least. */
export interface PortAccess {
  /** Tells of each message that arrives on a port, and opens it. */
  listen(port: MessagePort, listener: PortListener): void;
  /** Takes the next message that has arrived, without waiting for the event loop. Throws if it cannot be read. */
  poll(port: MessagePort): { readonly message: unknown } | undefined;
  /** Whether that costs less than to wait for the event loop. On Deno it walks over each element of a typed array (probe port-on-typed-array). */
  readonly pollsFast: boolean;
  /** Whether it is a `Proxy`, which cannot be posted, whatever it looks like. */
  isProxy(value: object): boolean;
  /** Makes a channel whose ports can be unreferenced. */
  channel(): MessageChannel;
}

export interface PortListener {
  received(message: unknown): void;
  /** A message has arrived that cannot be read. */
  misheard(error: unknown): void;
}

/** Tells of the next message that has arrived, without waiting for the event loop; `false` if there is none. */
export function hearNext(access: PortAccess, port: MessagePort, listener: PortListener): boolean {
  let next: { readonly message: unknown } | undefined;
  try {
    next = access.poll(port);
  } catch (error) {
    listener.misheard(error);
    return true;
  }
  if (next !== undefined) listener.received(next.message);
  return next !== undefined;
}

/** The web's way. On Deno the other one, `on`, walks over each element of a typed array that arrives (probe port-on-typed-array). */
export const listenToWebPort: PortAccess["listen"] = (port, listener) => {
  port.onmessage = (event: { data: unknown }) => listener.received(event.data);
  port.onmessageerror = (event: { data: unknown }) =>
    listener.misheard(event.data instanceof Error ? event.data : new Error("A message could not be read"));
};
