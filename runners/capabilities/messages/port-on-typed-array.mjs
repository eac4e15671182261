// `port.on("message")` gets a large typed array as quickly as `onmessage` does (at most ten times as slowly).
import { MessageChannel } from "node:worker_threads";
import { expect, waitFor } from "../support/probe.mjs";

const { port1, port2 } = new MessageChannel();
const array = new Uint8Array(4_000_000);

async function time(listen) {
  const arrived = new Promise(listen);
  const posted = performance.now();
  port1.postMessage(array);
  await waitFor("the message", arrived);
  return performance.now() - posted;
}

const web = [];
const node = [];
for (let round = 0; round < 4; round++) {
  web.push(await time((resolve) => (port2.onmessage = resolve)));
  port2.onmessage = null;
  node.push(await time((resolve) => port2.once("message", resolve)));
}
const ratio = Math.min(...node) / Math.min(...web);
expect(ratio < 10, `it takes more than ten times as long`);
