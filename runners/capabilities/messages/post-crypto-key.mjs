// A `CryptoKey` can be posted to a thread, which signs with it.
import { parentPort, Worker } from "node:worker_threads";
import { expect, isWorker, next, waitFor } from "../support/probe.mjs";

const text = new TextEncoder().encode("text");
if (isWorker) {
  parentPort.once("message", async (key) => {
    parentPort.postMessage(await crypto.subtle.sign("HMAC", key, text));
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const key = await waitFor(
    "a key",
    crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]),
  );
  worker.postMessage(key);
  const signature = await next(worker, "message");
  const isRight = await waitFor("a check", crypto.subtle.verify("HMAC", key, signature, text));
  expect(isRight, "the signature is wrong");
}
