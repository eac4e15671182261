import { type Task, task } from "../task.ts";
import { toThread } from "../to-thread.ts";
import type { Workload, WorkloadParams } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

/**
 * Gives the first, the middle and the last byte, and the length. What is sent are bare buffers: of a typed array that comes
 * to a listener of `node:worker_threads`, Deno 2.9 looks at each element, for 80 ns, even if it is shared.
 */
export const glance: Task<[buffer: ArrayBufferLike], number[]> = task(
  import.meta.url,
  function glance(buffer) {
    const bytes = new Uint8Array(buffer);
    return [...ends(bytes).map((index) => bytes[index] ?? -1), bytes.length];
  },
);

/** Lengths, and how often a run sends each of them in each way. */
const steps = [
  { name: "1kib", kib: 1, times: 64 },
  { name: "16kib", kib: 16, times: 32 },
  { name: "256kib", kib: 256, times: 8 },
  { name: "4mib", kib: 4_096, times: 2 },
  { name: "64mib", kib: 65_536, times: 1 },
] as const;

/** What is sent of one length: the same bytes again and again, where they are cloned or shared. */
interface Payload {
  readonly name: string;
  readonly times: number;
  readonly own: ArrayBuffer;
  readonly shared: SharedArrayBuffer;
}

export default {
  name: "payload",
  about: "bytes to a task, 1 KiB up to `size` KiB, cloned, transferred, shared: shows what an argument costs",
  defaults: { tasks: 1, size: 65_536 },
  threaded: true,
  groups: ["dispatch"],

  setup: ({ size }) =>
    steps
      .filter(({ kib }) => kib <= size)
      .map(({ name, kib, times }): Payload => {
        const own = marked(touched(new ArrayBuffer(1024 * kib)));
        const shared = marked(touched(new SharedArrayBuffer(1024 * kib)));
        return { name, times, own, shared };
      }),

  async run(params, payloads) {
    const answers: number[][] = [];
    for (const { name, times, own, shared } of payloads) {
      const parcels = Array.from({ length: params.tasks * times }, () =>
        marked(new ArrayBuffer(own.byteLength)),
      );
      const send = async (way: string, submit: (parcel: ArrayBuffer) => PromiseLike<number[]>) => {
        const start = performance.now();
        for (const parcel of parcels) answers.push(await submit(parcel));
        params.metric(`${way}_${name}_us`, (1000 * (performance.now() - start)) / parcels.length);
      };
      await send("shared", () => toThread(glance, shared));
      await send("transferred", (parcel) => toThread(glance.with({ transfer: [parcel] }), parcel));
      // Last, because it leaves garbage.
      await send("cloned", () => toThread(glance, own));
    }
    return answers;
  },

  check(answers, params) {
    expectEqual(answers, expected(params), "what the tasks saw");
  },
} satisfies Workload<Payload[], number[][]>;

function ends({ length }: Uint8Array): number[] {
  return [0, length >> 1, length - 1];
}

/** Memory that nobody has written to is not there yet, and quick to copy. */
function touched<Memory extends ArrayBufferLike>(buffer: Memory): Memory {
  new Uint8Array(buffer).fill(9);
  return buffer;
}

function marked<Memory extends ArrayBufferLike>(buffer: Memory): Memory {
  const bytes = new Uint8Array(buffer);
  for (const [index, position] of ends(bytes).entries()) bytes[position] = index + 1;
  return buffer;
}

function expected({ tasks, size }: WorkloadParams): number[][] {
  return steps
    .filter(({ kib }) => kib <= size)
    .flatMap(({ kib, times }) => new Array(3 * tasks * times).fill([1, 2, 3, 1024 * kib]));
}
