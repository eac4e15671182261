import process from "node:process";
import { bunRequire } from "./bun-require.ts";

/**
 * Has `process.stdout` and `process.stderr` of this thread write at once, as `console` does. Bun's write the rest later when a pipe
 * is full, and a thread that ends loses it. They are made when they are first asked for: that takes as long as the thread itself.
 */
export function writeOutputAtOnce(): void {
  for (const [fd, stream] of [[1, "stdout"] as const, [2, "stderr"] as const]) {
    let made: NodeJS.WritableStream | undefined;
    const get = (): NodeJS.WritableStream => {
      made ??= outputStream(fd);
      return made;
    };
    Object.defineProperty(process, stream, { configurable: true, enumerable: true, get });
  }
}

function outputStream(fd: number): NodeJS.WritableStream {
  const { isatty, WriteStream } = bunRequire("node:tty") as typeof import("node:tty");
  if (isatty(fd)) return new WriteStream(fd);
  const { Writable } = bunRequire("node:stream") as typeof import("node:stream");
  const { writeSync } = bunRequire("node:fs") as typeof import("node:fs");
  const stream = new Writable({
    write(bytes: Uint8Array, _encoding, done) {
      let rest = bytes;
      while (rest.length > 0) {
        try {
          rest = rest.subarray(writeSync(fd, rest));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "EAGAIN") {
            done(error as Error);
            return;
          }
          // Until somebody reads on.
          Atomics.wait(sleeper, 0, 0, 1);
        }
      }
      done();
    },
  });
  return Object.assign(stream, { fd });
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));
