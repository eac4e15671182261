// A port that listens does not hold the process after `unref()`.
import { MessageChannel } from "node:worker_threads";

export function atExit() {}

const { port1 } = new MessageChannel();
port1.on("message", () => {});
port1.unref();
