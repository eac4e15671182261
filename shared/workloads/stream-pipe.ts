import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { platform } from "./support/platform.ts";
import { randomBytes } from "./support/random-bytes.ts";

/** What both kinds of streams carry, in bytes; `size` of these go through each. */
const chunkLength = 4_096;

interface Piped {
  readonly nodeBytes: number;
  readonly nodeSum: number;
  readonly webBytes: number;
  readonly webSum: number;
}

export default {
  name: "stream-pipe",
  about:
    "chunks through a transform of node:stream and one of web streams: shows what each chunk costs (chunks_per_s)",
  defaults: { tasks: 1, size: 4_000 },
  threaded: false,
  singleThreaded: true,
  groups: ["server", "upgrade"],

  setup: () => randomBytes(chunkLength, 1),

  async run({ tasks, size, metric }, chunk) {
    const count = tasks * size;
    const start = performance.now();
    const [nodeBytes, nodeSum] = await throughNodeStreams(chunk, count);
    const [webBytes, webSum] = await throughWebStreams(chunk, count);
    metric("chunks_per_s", (2000 * count) / (performance.now() - start), { better: "higher" });
    return { nodeBytes, nodeSum, webBytes, webSum };
  },

  check(result, { tasks, size }) {
    const count = tasks * size;
    const [bytes, first] = [count * chunkLength, randomBytes(1, 1)[0] ?? 0];
    let sum = 0;
    for (let index = 0; index < count; index++) sum += first ^ (index & 255);
    expectEqual(
      result,
      { nodeBytes: bytes, nodeSum: sum, webBytes: bytes, webSum: sum },
      "what came through",
    );
  },
} satisfies Workload<Uint8Array<ArrayBuffer>, Piped>;

/** Every chunk is another view, whose first byte the transform changes: so that none can be left out or sent twice. */
function changed(chunk: Uint8Array, index: number): Uint8Array {
  // `slice()` would copy nothing: Node makes a Buffer of what it is given, whose `slice` is another one.
  const copy = new Uint8Array(chunk);
  copy[0] = (copy[0] ?? 0) ^ (index & 255);
  return copy;
}

async function throughNodeStreams(chunk: Uint8Array, count: number): Promise<[bytes: number, sum: number]> {
  const { Readable, Transform, Writable } = platform().builtIn("node:stream");
  const { pipeline } = platform().builtIn("node:stream/promises");
  let [sent, passed, bytes, sum] = [0, 0, 0, 0];
  const source = new Readable({
    read() {
      this.push(sent++ < count ? chunk : null);
    },
  });
  const transform = new Transform({
    transform(part: Uint8Array, _encoding, done) {
      done(null, changed(part, passed++));
    },
  });
  const sink = new Writable({
    write(part: Uint8Array, _encoding, done) {
      bytes += part.length;
      sum += part[0] ?? 0;
      done();
    },
  });
  await pipeline(source, transform, sink);
  return [bytes, sum];
}

async function throughWebStreams(chunk: Uint8Array, count: number): Promise<[bytes: number, sum: number]> {
  let [sent, passed, bytes, sum] = [0, 0, 0, 0];
  const source = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent++ < count) controller.enqueue(chunk);
      else controller.close();
    },
  });
  const transform = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      controller.enqueue(changed(part, passed++));
    },
  });
  const sink = new WritableStream<Uint8Array>({
    write(part) {
      bytes += part.length;
      sum += part[0] ?? 0;
    },
  });
  await source.pipeThrough(transform).pipeTo(sink);
  return [bytes, sum];
}
