import process from "node:process";
import { bunRequire } from "./require.ts";

/**
 * Has `process.stdout` and `process.stderr` of this thread write at once, as `console` does. Bun's write the rest later when a pipe
 * is full, and a thread that ends loses it (probe node-printed-before-exit). They are made when they are first used: that takes as long as the thread itself. Until then
 * something stands for them that is assigned, because Bun makes its own first for whoever defines a property in their place.
 */
export function writeOutputAtOnce(): void {
  standIn("stdout", 1);
  standIn("stderr", 2);
}

function standIn(name: "stdout" | "stderr", fd: number): void {
  const output: Partial<Record<typeof name, NodeJS.WritableStream>> = process;
  let made: NodeJS.WritableStream | undefined;
  const real = (): NodeJS.WritableStream => {
    made ??= outputStream(fd);
    if (output[name] === stand) output[name] = made;
    return made;
  };
  const stand = new Proxy({} as NodeJS.WritableStream, {
    get: (_, key) => Reflect.get(real(), key),
    set: (_, key, value) => Reflect.set(real(), key, value),
    has: (_, key) => Reflect.has(real(), key),
    deleteProperty: (_, key) => Reflect.deleteProperty(real(), key),
    defineProperty(target, key, descriptor) {
      const isDefined = Reflect.defineProperty(real(), key, descriptor);
      // What cannot be changed any more, a proxy's target has to have too.
      return (
        isDefined && (descriptor.configurable !== false || Reflect.defineProperty(target, key, descriptor))
      );
    },
    getOwnPropertyDescriptor(target, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(real(), key);
      if (descriptor?.configurable === false) Reflect.defineProperty(target, key, descriptor);
      return descriptor;
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(real()),
    setPrototypeOf: (_, prototype) => Reflect.setPrototypeOf(real(), prototype),
    ownKeys: () => Reflect.ownKeys(real()),
  });
  output[name] = stand;
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
