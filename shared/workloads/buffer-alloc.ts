import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { platform } from "./support/platform.ts";

/** What one round allocates: so many buffers of so many bytes, about a megabyte of each length. */
const kinds = [
  { count: 1_000, length: 1_000 },
  { count: 100, length: 10_000 },
  { count: 1, length: 1_000_000 },
];
const liveBuffers = 5_000;

let residentMbBefore = 0;

export default {
  name: "buffer-alloc",
  about:
    "allocates buffers of three lengths and drops most of them: shows the allocator, and what it keeps (kept_mb)",
  defaults: { tasks: 1, size: 40 },
  threaded: false,
  singleThreaded: true,
  groups: ["upgrade"],

  /** The last buffers of all, which stay in use like a server's cache: about 15 MB. */
  async setup() {
    await platform().collectGarbage();
    residentMbBefore = platform().residentMb();
    return [];
  },

  run({ tasks, size }, live) {
    let buffers = 0;
    let bytes = 0;
    let written = 0;
    for (let round = 0; round < tasks * size; round++) {
      for (const { count, length } of kinds) {
        for (let index = 0; index < count; index++) {
          const buffer = new Uint8Array(length);
          for (let page = 0; page < length; page += 4096) buffer[page] = 1; // So that the memory is really there.
          live[buffers % liveBuffers] = buffer;
          buffers++;
          bytes += buffer.length;
          written += (buffer[0] ?? 0) + (buffer[length - 1] ?? 0);
        }
      }
    }
    return { buffers, bytes, written };
  },

  /** Measures the memory here, where it takes no time from the run. */
  async check(result, params) {
    if (await platform().collectGarbage())
      params.metric("kept_mb", platform().residentMb() - residentMbBefore);
    const rounds = params.tasks * params.size;
    expectEqual(
      result,
      { buffers: 1101 * rounds, bytes: 3_000_000 * rounds, written: 1101 * rounds },
      "what was allocated",
    );
  },
} satisfies Workload<Uint8Array[], { buffers: number; bytes: number; written: number }>;
