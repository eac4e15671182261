import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { rememberLast } from "./support/remember-last.ts";
import { scramble } from "./support/seeded-random.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export default {
  name: "json-stringify",
  about:
    "JSON.stringify of a nested document, with text to escape: shows how fast a server can answer (mb_per_s)",
  // As long as an answer: what is longer measures how fast the system gives memory.
  defaults: { tasks: 500, size: 200 },
  threaded: false,
  singleThreaded: true,
  groups: ["upgrade"],

  setup: ({ size }) => documentOf(size),

  run({ tasks, metric }, document) {
    let text = "";
    let units = 0;
    const start = performance.now();
    for (let task = 0; task < tasks; task++) {
      text = JSON.stringify(document);
      units += text.length;
    }
    metric("mb_per_s", units / 1000 / (performance.now() - start), { better: "higher" });
    return { text, units };
  },

  check({ text, units }, { tasks, size }) {
    const expected = expectedText(size);
    expectEqual(text, expected, "the text");
    expectEqual(units, tasks * expected.length, "the length of all");
  },
} satisfies Workload<Json, { text: string; units: number }>;

function documentOf(size: number): Json {
  return Array.from({ length: size }, (_, index) => ({
    id: index,
    name: `entry "${index}" \\ caf\u00e9 \u{1f600}\n`,
    price: (scramble(index) % 100_000) / 100,
    tags: ["a", "b", `t${index % 7}`],
    isNew: index % 2 === 0,
    parent: index % 3 === 0 ? null : { id: index - 1, path: [] },
  }));
}

/** Another way: written out by hand. */
const expectedText = rememberLast((size: number): string => write(documentOf(size)));

function write(value: Json): string {
  if (typeof value === "string") return `"${value.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `[${value.map(write).join(",")}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${write(key)}:${write(item)}`)
    .join(",")}}`;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
