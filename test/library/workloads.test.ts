import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { InlineExecutor, setDefaultExecutor, ThreadPoolExecutor } from "../../runners/mod.ts";
import { expectEqual } from "../../shared/expect-equal.ts";
import { UnsupportedError } from "../../shared/unsupported-error.ts";
import type { Workload, WorkloadParams } from "../../shared/workload.ts";

interface Example {
  readonly tasks: number;
  readonly size: number;
  readonly expected?: unknown;
}

const product = [
  [30, 20, 10, 0, -10],
  [40, 25, 10, -5, -20],
  [50, 30, 10, -10, -30],
  [60, 35, 10, -15, -40],
  [70, 40, 10, -20, -50],
];

/** Odd sizes that are quick. What is expected was computed by a Python program of the same meaning. */
const examples: Readonly<Record<string, Example>> = {
  "abort-signal": { tasks: 3, size: 7, expected: { direct: 21, combined: 21, removed: 0 } },
  "async-await": { tasks: 3, size: 7, expected: { chained: 210, joined: 210, streamed: 210 } },
  "buffer-alloc": { tasks: 3, size: 1, expected: { buffers: 3303, bytes: 9_000_000, written: 3303 } },
  "event-loop-lag": { tasks: 3, size: 5001, expected: [41_679_167_500n, 41_679_167_500n, 41_679_167_500n] },
  gzip: { tasks: 2, size: 31 },
  "image-blur": { tasks: 2, size: 5 },
  "io-and-cpu": {
    tasks: 3,
    size: 1001,
    expected: { overPage: 41_665_416_675_000n, beside: [333_833_500n, 333_833_500n, 333_833_500n] },
  },
  "json-lines": {
    tasks: 3,
    size: 51,
    expected: { Lagos: 7085, Pune: 6403, Lima: 6493, Quito: 6583, Oslo: 6673 },
  },
  "json-stringify": { tasks: 1, size: 11 },
  mandelbrot: { tasks: 3, size: 7, expected: [21, 275, 775, 1510, 775, 275, 21] },
  "matmul-arrays": { tasks: 2, size: 5, expected: product },
  matmul: { tasks: 2, size: 5, expected: Float64Array.from(product.flat()) },
  "merge-sort": {
    tasks: 3,
    size: 5,
    expected: Uint32Array.from([
      287_794_454, 796_390_854, 938_150_657, 1_061_412_605, 1_334_700_046, 1_646_737_850, 1_725_505_521,
      1_799_420_466, 2_576_371_525, 2_629_888_461, 2_916_807_112, 3_268_355_925, 3_588_065_995, 3_604_534_610,
      3_681_420_949,
    ]),
  },
  "monte-carlo-pi": { tasks: 3, size: 1001, expected: 2380 },
  "n-queens": { tasks: 3, size: 7, expected: 40 },
  pipeline: { tasks: 3, size: 51, expected: 51_980 },
  "post-message": { tasks: 3, size: 7, expected: 21 },
  "prime-sieve": { tasks: 3, size: 1001, expected: 431 },
  "regex-scan": {
    tasks: 3,
    size: 51,
    expected: { errors: 53, addresses: 90, mails: 63, milliseconds: 78_522 },
  },
  "sha256-webcrypto": {
    tasks: 3,
    size: 119,
    expected: [
      "6108e6700dfc856c40f5b5925bfea14311a28959de6d7495e34e6436e17fdd43",
      "c2534e2a471c9db604c58c85135d96df46e157e83ae28a7f5223bb162356d7d0",
      "50a9afcfe6122419aa2ee38e9abd60458ebf3d472a996215525277f2d1faccd3",
    ],
  },
  sha256: {
    tasks: 3,
    size: 119,
    expected: [
      "6108e6700dfc856c40f5b5925bfea14311a28959de6d7495e34e6436e17fdd43",
      "c2534e2a471c9db604c58c85135d96df46e157e83ae28a7f5223bb162356d7d0",
      "50a9afcfe6122419aa2ee38e9abd60458ebf3d472a996215525277f2d1faccd3",
    ],
  },
  startup: { tasks: 1, size: 1, expected: ["the answer is 42"] },
  "structured-clone": { tasks: 1, size: 1 },
  "sum-of-squares-bigint": { tasks: 3, size: 101, expected: 1_015_050n },
  "sum-of-squares": { tasks: 3, size: 1001, expected: 1_001_500_500n },
  "text-encode": { tasks: 1, size: 25 },
  timers: { tasks: 1, size: 20 },
  "url-parse": {
    tasks: 3,
    size: 51,
    expected: {
      ports: 1_270_133,
      pages: 327_963,
      hosts: { com: 55, net: 44, org: 51 },
      paths: 1992,
      queries: 2817,
      refused: 3,
    },
  },
  "wasm-sum": { tasks: 3, size: 1001, expected: 1_001_500_500n },
  "word-count": { tasks: 3, size: 51 },
  "worker-start": { tasks: 1, size: 2, expected: [0, 1] },
};

const folder = new URL("../../shared/workloads/", import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -".ts".length));
const workloads = await Promise.all(
  names.map(async (name): Promise<Workload> => (await import(new URL(`${name}.ts`, folder).href)).default),
);

describe("a workload of shared/workloads", () => {
  for (const [index, workload] of workloads.entries()) {
    it(`${names[index]} has its file's name, a line about it, defaults, and an example here`, () => {
      assert.equal(workload.name, names[index]);
      assert.match(workload.about, /^\S.{20,120}$/);
      assert.ok(Number.isSafeInteger(workload.defaults.tasks) && workload.defaults.tasks >= 1);
      assert.ok(Number.isSafeInteger(workload.defaults.size) && workload.defaults.size >= 1);
      assert.ok(workload.check !== undefined);
      assert.ok(workload.name in examples);
    });
  }
});

const executors = {
  pool: () => new ThreadPoolExecutor({ maxWorkers: 2 }),
  inline: () => new InlineExecutor(),
};

for (const [kind, makeExecutor] of Object.entries(executors)) {
  describe(`run and check, with the ${kind} executor as default`, () => {
    for (const workload of workloads.filter(({ threaded }) => threaded || kind === "inline")) {
      it(`${workload.name} gives the right result, twice, and its check throws at any other`, async (test) => {
        const { tasks, size, expected }: Example = examples[workload.name] ?? workload.defaults;
        const params = paramsOf(tasks, size);
        const executor = makeExecutor();
        setDefaultExecutor(executor);
        let state: unknown;
        try {
          state = await workload.setup?.(params);
        } catch (error) {
          if (error instanceof UnsupportedError) return test.skip(error.message);
          throw error;
        }
        try {
          for (const _ of ["cold", "warm"]) {
            const result: unknown = await workload.run(params, state);
            await workload.check?.(result, params);
            if (expected !== undefined) expectEqual(plain(result), expected, "the result");
            for (const wrong of corruptions(result)) {
              await assert.rejects(async () => workload.check?.(wrong, params), RangeError);
            }
          }
        } finally {
          await workload.teardown?.(state);
          await executor.shutdown();
        }
      });
    }
  });
}

function paramsOf(tasks: number, size: number): WorkloadParams {
  return {
    tasks,
    size,
    threads: 2,
    signal: new AbortController().signal,
    metric(name, value) {
      assert.match(name, /_(ms|us|mb|kb|items|per_s)$/);
      assert.ok(Number.isFinite(value), `${name} is ${value}`);
    },
  };
}

/** The result with its first, middle or last part changed, at each of its levels. */
function* corruptions(result: unknown): Generator {
  if (typeof result === "number") yield result + 1;
  else if (typeof result === "bigint") yield result + 1n;
  else if (typeof result === "string") yield* [result.slice(0, -1), `${result}x`];
  else if (result instanceof Map) {
    for (const [key, value] of some([...result])) {
      for (const wrong of corruptions(value)) yield new Map(result).set(key, wrong);
    }
    yield new Map([...result].slice(1));
  } else if (ArrayBuffer.isView(result)) {
    const list = plain(result) as Uint8Array<ArrayBuffer>;
    for (const [index, value] of some([...list.entries()])) yield list.with(index, value + 1);
    yield list.slice(1);
  } else if (Array.isArray(result)) {
    for (const [index, value] of some([...result.entries()])) {
      for (const wrong of corruptions(value)) yield result.with(index, wrong);
    }
    yield result.slice(1);
  } else if (typeof result === "object" && result !== null) {
    for (const [key, value] of some(Object.entries(result))) {
      for (const wrong of corruptions(value)) yield { ...result, [key]: wrong };
    }
  } else assert.fail(`no way to corrupt ${String(result)}`);
}

function some<Item>(items: readonly Item[]): Item[] {
  return [...new Set([0, items.length >> 1, items.length - 1])].flatMap((index) =>
    items.slice(index, index + 1),
  );
}

/** A typed array in shared memory as one in memory of its own. */
function plain(result: unknown): unknown {
  return ArrayBuffer.isView(result) && "slice" in result ? (result as Uint8Array).slice() : result;
}
