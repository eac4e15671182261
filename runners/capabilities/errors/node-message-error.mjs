// A message that cannot be read where it arrives is a `messageerror` event.
import { createSecretKey } from "node:crypto";
import { createContext } from "node:vm";
import { MessageChannel, moveMessagePortToContext } from "node:worker_threads";
import { waitFor } from "../support/probe.mjs";

const { port1, port2 } = new MessageChannel();
// A key cannot be made in another context.
const moved = moveMessagePortToContext(port2, createContext());
const failed = new Promise((resolve) => {
  moved.onmessageerror = resolve;
});
moved.start();
port1.postMessage(createSecretKey(new Uint8Array(16)));
await waitFor('a "messageerror" event', failed);
