import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import { UnsupportedError } from "../unsupported-error.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { rememberLast } from "./support/remember-last.ts";
import { scramble } from "./support/seeded-random.ts";

interface Packed {
  readonly compressed: Uint8Array<ArrayBuffer>;
  readonly restored: string;
}

/** Compresses a text and unpacks it again, with the streams that browsers have too. */
export const roundTrip = task(import.meta.url, async function roundTrip(text: string): Promise<Packed> {
  const compressed = await through(new Blob([text]).stream(), new CompressionStream("gzip"));
  const restored = await through(new Blob([compressed]).stream(), new DecompressionStream("gzip"));
  return { compressed, restored: new TextDecoder().decode(restored) };
});

async function through(
  source: ReadableStream<Uint8Array<ArrayBuffer>>,
  transform: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(source.pipeThrough(transform)).arrayBuffer());
}

export default {
  name: "gzip",
  about:
    "texts through CompressionStream and back: shows the runtime's own compression, on threads (compressed_kb: its size)",
  defaults: { tasks: 4, size: 10_000 },
  threaded: true,
  groups: ["upgrade"],

  setup({ tasks, size }) {
    if (typeof CompressionStream === "undefined") throw new UnsupportedError("it has no CompressionStream");
    return Array.from({ length: tasks }, (_, part) => textOf(part, size));
  },

  run: (params, texts) =>
    TaskGroup.run(async (group) => {
      const parts = await Promise.all(texts.map((text) => group.createTask(toThread(roundTrip, text))));
      const bytes = parts.reduce((sum, { compressed }) => sum + compressed.length, 0);
      params.metric("compressed_kb", bytes / 1000);
      return parts.map(({ restored }) => restored);
    }),

  check(restored, { tasks, size }) {
    expectEqual(restored, expectedTexts(tasks, size), "the text");
  },
} satisfies Workload<string[], string[]>;

const expectedTexts = rememberLast((tasks: number, size: number) =>
  Array.from({ length: tasks }, (_, part) => textOf(part, size)),
);

/** Lines that repeat themselves as a log does. */
function textOf(part: number, size: number): string {
  return Array.from({ length: size }, (_, line) => {
    const bits = scramble(part * size + line + 1);
    return `item ${line} of part ${part}: ${bits % 1000} units at ${(bits >>> 10) % 100} cents, checked by ${bits >>> 28}\n`;
  }).join("");
}
