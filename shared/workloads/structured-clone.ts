import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

/** One value of a kind and size, how often it is cloned for a `size` of 1, and what it holds, to check the clone by. */
interface Subject {
  readonly name: string;
  readonly value: unknown;
  readonly count: number;
}

export default {
  name: "structured-clone",
  about:
    "structuredClone of strings, flat objects and arrays, small to large: shows what every message between threads pays",
  defaults: { tasks: 1, size: 10 },
  threaded: false,
  singleThreaded: true,
  groups: ["upgrade"],

  setup: () => subjects(),

  run(params, all) {
    return all.map(({ name, value, count }) => {
      let clone: unknown;
      const rounds = params.tasks * params.size * count;
      const start = performance.now();
      for (let round = 0; round < rounds; round++) clone = structuredClone(value);
      params.metric(`${name}_us`, (1000 * (performance.now() - start)) / rounds);
      return clone;
    });
  },

  check(clones) {
    const expected = subjects();
    expectEqual(
      clones,
      expected.map(({ value }) => value),
      "the clones",
    );
  },
} satisfies Workload<Subject[], unknown[]>;

function subjects(): Subject[] {
  const sizes = [
    { size: 10, count: 200 },
    { size: 1_000, count: 10 },
    { size: 10_000, count: 1 },
  ];
  return sizes.flatMap(({ size, count }) => [
    {
      name: `string_${size}`,
      value: "worker ".repeat(Math.ceil(size / 7)).slice(0, size),
      count: count,
    },
    { name: `object_${size}`, value: flatObject(size), count: count },
    {
      name: `array_${size}`,
      value: Array.from({ length: size }, (_, index) => index * 1.5),
      count: count,
    },
  ]);
}

const flatObject = (size: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [`key${index}`, index]));
