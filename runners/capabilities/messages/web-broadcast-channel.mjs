// A `BroadcastChannel` carries messages from a web worker to the main thread.
import { expectSame, isWorker, waitFor } from "../support/probe.mjs";

const channel = new BroadcastChannel("probe");
if (isWorker) {
  channel.postMessage(42);
} else {
  const message = new Promise((resolve) => {
    channel.onmessage = ({ data }) => resolve(data);
  });
  new Worker(import.meta.url, { type: "module" });
  expectSame("the message", await waitFor("the message", message), 42);
}
