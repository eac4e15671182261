import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

/** The sum of `i * i` for `i` in `0 .. n-1`, computed by the module below. */
export const sumInWasm = task(import.meta.url, function sumInWasm(n: number): bigint {
  sum ??= instantiate();
  const [high, low] = sum(BigInt(n));
  return (BigInt.asUintN(64, high) << 64n) | BigInt.asUintN(64, low);
});

/** High and low half, 64 bits each, of the 128 bits of the sum. */
type Sum = (n: bigint) => [high: bigint, low: bigint];
let sum: Sum | undefined; // One instance for each thread.

function instantiate(): Sum {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.sum as Sum;
}

const [i64, local, loopEnd] = [0x7e, { n: 0, i: 1, square: 2, low: 3, high: 4 }, 0x0b];
const get = (index: number): number[] => [0x20, index];
const set = (index: number): number[] => [0x21, index];
const tee = (index: number): number[] => [0x22, index];
const one = [0x42, 1]; // i64.const 1
const [ltU, eqz, add, mul, extend] = [0x54, 0x50, 0x7c, 0x7e, 0xad]; // i64.lt_u, i64.eqz, i64.add, i64.mul, i64.extend_i32_u

/** (func (export "sum") (param $n i64) (result i64 i64) (local $i i64) (local $square i64) (local $low i64) (local $high i64) */
const body = [
  ...[1, 4, i64], // one run of locals: four of i64
  ...get(local.n),
  ...[eqz, 0x04, 0x40, ...get(local.high), ...get(local.low), 0x0f, 0x0b], // if $n is 0: return 0, 0
  ...[0x03, 0x40], // loop
  ...[...get(local.i), ...get(local.i), mul, ...tee(local.square)], //   $square = $i * $i
  ...[...get(local.low), add, ...tee(local.low)], //   $low += $square
  ...[...get(local.square), ltU, extend], //   1 if that went over 64 bits, else 0
  ...[...get(local.high), add, ...set(local.high)], //   $high += that
  ...[...get(local.i), ...one, add, ...tee(local.i)], //   $i += 1
  ...[...get(local.n), ltU, 0x0d, 0], //   again if $i < $n
  loopEnd,
  ...get(local.high),
  ...get(local.low),
  0x0b, // end
];

const section = (id: number, content: readonly number[]): number[] => [id, content.length, ...content];
const bytes = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // "\0asm", version 1
  ...section(1, [1, 0x60, 1, i64, 2, i64, i64]), // types: one, (i64) -> (i64, i64)
  ...section(3, [1, 0]), // functions: one, of type 0
  ...section(7, [1, 3, 0x73, 0x75, 0x6d, 0x00, 0]), // exports: one, "sum", function 0
  ...section(10, [1, body.length, ...body]), // code: one body
]);

export default {
  name: "wasm-sum",
  about:
    "the article's work in 64-bit WebAssembly, 128-bit sums: shows compiled code on threads, beside sum-of-squares",
  defaults: { tasks: 10, size: 5_000_000 },
  threaded: true,
  groups: ["upgrade"],

  run: ({ tasks, size }) =>
    TaskGroup.run(async (group) => {
      const sums = Array.from({ length: tasks }, () => group.createTask(toThread(sumInWasm, size)));
      return (await Promise.all(sums)).reduce((total, each) => total + each);
    }),

  check(total, { tasks, size }) {
    const n = BigInt(size);
    expectEqual(total, (BigInt(tasks) * (n * (n - 1n) * (2n * n - 1n))) / 6n, "the sum");
  },
} satisfies Workload<undefined, bigint>;
