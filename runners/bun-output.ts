import process from "node:process";
import { bunRequire } from "./bun-require.ts";

/**
 * Has `process.stdout` and `process.stderr` of this thread write at once, as `console` does. Bun's write the rest later when a pipe
 * is full, and a thread that ends loses it. They are made when they are first used: that takes as long as the thread itself. And they
 * are assigned, because Bun makes its own first for whoever defines a property in their place.
 */
export function writeOutputAtOnce(): void {
  const output: Partial<Record<"stdout" | "stderr", NodeJS.WritableStream>> = process;
  output.stdout = madeWhenUsed(() => outputStream(1));
  output.stderr = madeWhenUsed(() => outputStream(2));
}

/** Stands for an object that is made when something is first asked of it. */
function madeWhenUsed<T extends object>(make: () => T): T {
  let made: T | undefined;
  const get = (): T => {
    made ??= make();
    return made;
  };
  return new Proxy({} as T, {
    get: (_, key) => Reflect.get(get(), key),
    set: (_, key, value) => Reflect.set(get(), key, value),
    has: (_, key) => Reflect.has(get(), key),
    deleteProperty: (_, key) => Reflect.deleteProperty(get(), key),
    defineProperty: (_, key, descriptor) => Reflect.defineProperty(get(), key, descriptor),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(get(), key),
    getPrototypeOf: () => Reflect.getPrototypeOf(get()),
    ownKeys: () => Reflect.ownKeys(get()),
  });
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
