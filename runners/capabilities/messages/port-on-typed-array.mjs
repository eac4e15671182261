// `port.on("message")` gets a large typed array as quickly as `onmessage` does (at most ten times as slowly).
import { MessageChannel } from "node:worker_threads";
import { expect, waitFor } from "../support/probe.mjs";

const array = new Uint8Array(4_000_000);

async function time(listen) {
  const { port1, port2 } = new MessageChannel();
  const arrived = new Promise((resolve) => listen(port2, resolve));
  const posted = performance.now();
  port1.postMessage(array);
  await waitFor("the message", arrived);
  port1.close();
  return performance.now() - posted;
}

const web = [];
const node = [];
for (let round = 0; round < 3; round++) {
  web.push(await time((port, resolve) => (port.onmessage = resolve)));
  node.push(await time((port, resolve) => port.on("message", resolve)));
}
const ratio = Math.min(...node) / Math.min(...web);
expect(ratio < 10, "it takes more than ten times as long");
