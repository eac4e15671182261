// `receiveMessageOnPort()` takes what another thread has posted while this one slept in `Atomics.wait()`.
import { MessageChannel, parentPort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { expectSame, isWorker, next } from "../support/probe.mjs";

if (isWorker) {
  parentPort.once("message", ({ port, memory }) => {
    parentPort.postMessage("ready");
    Atomics.wait(memory, 0, 0);
    port.postMessage(42);
    Atomics.store(memory, 1, 1);
    Atomics.notify(memory, 1);
  });
} else {
  const worker = new Worker(new URL(import.meta.url));
  const { port1, port2 } = new MessageChannel();
  const memory = new Int32Array(new SharedArrayBuffer(8));
  worker.postMessage({ port: port2, memory }, [port2]);
  await next(worker, "message");
  Atomics.store(memory, 0, 1);
  Atomics.notify(memory, 0);
  Atomics.wait(memory, 1, 0, 2000);
  expectSame("the message", receiveMessageOnPort(port1)?.message, 42);
}
