import process from "node:process";
import type { Writable } from "node:stream";
import type { Printed } from "../threads/worker-line.ts";

/**
 * Hands on at once what this thread writes to `process.stdout` and `process.stderr`, also through `console`. Node posts the first
 * chunk alone, and the next ones when the main thread has asked for them; a thread that ends, or a process, loses the rest (probe node-printed-before-exit).
 */
export function divertOutput(print: (printed: Printed) => void): void {
  for (const stream of ["stdout", "stderr"] as const) {
    const writable: Writable = process[stream];
    const write = (chunk: string | Uint8Array, encoding: BufferEncoding): void => {
      // A view is posted with all of the memory that it looks at: that of many other buffers, as a rule.
      print({
        kind: "printed",
        stream,
        chunk: typeof chunk === "string" ? chunk : new Uint8Array(chunk),
        encoding,
      });
    };
    writable._write = (chunk, encoding, done) => {
      write(chunk, encoding);
      done();
    };
    writable._writev = (chunks, done) => {
      for (const { chunk, encoding } of chunks) write(chunk, encoding);
      done();
    };
  }
}

/** Waits until what this thread has printed is out. `undefined`: it is. */
export function written(): Promise<unknown> | undefined {
  const streams = [process.stdout, process.stderr].filter(({ writableLength }) => writableLength > 0);
  if (streams.length === 0) return undefined;
  return Promise.all(streams.map((stream) => new Promise((resolve) => stream.write("", resolve))));
}
