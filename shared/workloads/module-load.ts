import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { type Folder, platform } from "./support/platform.ts";
import { scramble } from "./support/seeded-random.ts";

export default {
  name: "module-load",
  about:
    "starts the runtime, which loads `size` ES modules: shows how fast a program's own code loads (load_ms: that alone)",
  defaults: { tasks: 1, size: 300 },
  threaded: false,
  groups: ["server", "upgrade"],

  async setup({ tasks, size }) {
    const folder = await platform().makeFolder();
    const { writeFile } = platform().builtIn("node:fs/promises");
    for (let index = 0; index < tasks * size; index++) {
      await writeFile(folder.url(`module-${index}.mjs`), moduleOf(index, tasks * size));
    }
    await writeFile(folder.url("main.mjs"), main);
    return folder;
  },

  async run({ metric }, folder) {
    const { firstLine, ended } = await platform().launch(folder.url("main.mjs"));
    await ended;
    const { sum, ms } = JSON.parse((await firstLine).text) as { sum: number; ms: number };
    metric("load_ms", ms);
    return sum;
  },

  check(sum, { tasks, size }) {
    let expected = 0;
    for (let index = 0; index < tasks * size; index++) expected += numberOf(index);
    expectEqual(sum, expected, "the sum over the modules");
  },

  teardown: (folder) => folder.remove(),
} satisfies Workload<Folder, number>;

const main = `const start = performance.now();
const { sum } = await import("./module-0.mjs");
console.log(JSON.stringify({ sum: sum(), ms: performance.now() - start }));
`;

/** Each imports its children in a tree that is four wide, as the modules of a program lie in folders. */
function moduleOf(index: number, count: number): string {
  const children = [1, 2, 3, 4].map((child) => 4 * index + child).filter((child) => child < count);
  return [
    ...children.map((child) => `import { sum as sum${child} } from "./module-${child}.mjs";`),
    ...Array.from({ length: 20 }, (_, line) => functionOf(index, line)),
    `const own = ${numberOf(index)};`,
    `export function sum() { return ${["own", ...children.map((child) => `sum${child}()`)].join(" + ")}; }`,
    "",
  ].join("\n");
}

/** Code as programs have it, most of which is not run when it is loaded. */
function functionOf(index: number, line: number): string {
  return `export function part${line}(items, limit = ${index}) {
  const found = items.filter(({ price }) => price > limit).map(({ name }) => \`\${name} of ${line}\`);
  return { found, count: found.length, isEmpty: found.length === 0 };
}`;
}

function numberOf(index: number): number {
  return scramble(index) % 1000;
}
