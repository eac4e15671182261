// A `BroadcastChannel` carries messages from a `node:worker_threads` worker to the main thread.
import { BroadcastChannel, Worker } from "node:worker_threads";
import { expectSame, isWorker, waitFor } from "../support/probe.mjs";

const channel = new BroadcastChannel("probe");
if (isWorker) {
  channel.postMessage(42);
  channel.close();
} else {
  const message = new Promise((resolve) => {
    channel.onmessage = ({ data }) => resolve(data);
  });
  new Worker(new URL(import.meta.url));
  expectSame("the message", await waitFor("the message", message), 42);
}
