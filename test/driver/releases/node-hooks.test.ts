import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { after, describe, it } from "node:test";
import { promisify } from "node:util";
import { commandOnPath } from "../../../scripts/driver/releases/command-on-path.ts";

const folder = mkdtempSync(path.join(tmpdir(), "node-hooks-"));
after(() => rmSync(folder, { recursive: true }));

/** Each default-exports, or has as its `module.exports`, a function that gives 42. */
const files: Readonly<Record<string, string>> = {
  "new-workload.ts": `import { task, type Workload } from "worker-matrix";
    export const answer = task(import.meta.url, function answer(n: number): number { return n; });
    export default () => answer(42);`,
  "type-without-type.ts": `import { task, Workload } from "worker-matrix";
    export default (): number | Workload => task(import.meta.url, function it() { return 42; })();`,
  "enum.ts": `enum Answer { it = 42 } export default () => Answer.it;`,
  "namespace.ts": `namespace Answer { export const it = 42; } export default () => Answer.it;`,
  "parameter-property.ts": `class Answer { constructor(readonly it: number) {} } export default () => new Answer(42).it;`,
  "decorator.ts": `const double = (method: (n: number) => number, _: ClassMethodDecoratorContext) => (n: number) => 2 * method(n);
    class Answer { @double it(n: number) { return n; } } export default () => new Answer().it(21);`,
  "using.ts": `export default () => { let it = 0; { using _ = { [Symbol.dispose]: () => { it = 42; } }; } return it; };`,
  "top-level-await.ts": `const it: number = await Promise.resolve(42); export default () => it;`,
  "paths.ts": `import { forty } from "./lib/forty"; import { one } from "./lib/one.js"; import { alsoOne } from "./lib";
    export default () => forty + one + alsoOne;`,
  "json.ts": `import a from "./lib/it.json"; import b from "./lib/it.json" with { type: "json" }; export default () => (a.it + b.it) / 2;`,
  "dependency.ts": `import { seven } from "dependency"; export default () => 6 * seven;`,
  "module.mts": `import type { Workload } from "worker-matrix"; export default (): number => 42;`,
  "markup.tsx": `const same = <T,>(it: T): T => it; export default () => same(42);`,
  "typed-commonjs.ts": `const { task }: { task: unknown } = require("worker-matrix"); module.exports = (): number => task ? 42 : 0;`,
  "module.js": `import { task } from "worker-matrix"; export default () => task(import.meta.url, function it() { return 42; })();`,
  "commonjs.js": `const { task } = require("worker-matrix"); const { seven } = require("dependency");
    exports.answer = task("file:///x", function answer() { return 6 * seven; }); module.exports = exports.answer;`,
  "commonjs-alone.js": `module.exports = function () { undeclared = 42; return undeclared; };`,
  "neighbours.cjs": `const { forty } = require("./parts/forty"); const { one } = require("./parts"); const { it } = require("./parts/typed");
    module.exports = () => forty + one + it;`,
  "commonjs.cjs": `const { task } = require("worker-matrix"); module.exports = () => task ? 42 : 0;`,
};

for (const [kind, manifest] of [
  ["commonjs", { type: "commonjs" }],
  ["module", { type: "module" }],
  ["no type", {}],
] as const) {
  const place = path.join(folder, kind);
  const all = {
    ...files,
    "package.json": JSON.stringify({ name: "mine", ...manifest }),
    "lib/forty.ts": "export enum Forty { it = 40 } export const forty: number = Forty.it;",
    "lib/one.ts": "export const one: number = 1;",
    "lib/index.ts": "export const alsoOne: number = 1;",
    "parts/package.json": '{ "type": "commonjs" }',
    "parts/forty.js": "exports.forty = 40;",
    "parts/index.js": "exports.one = 1;",
    "parts/typed.ts": "exports.it = 1 as number;",
    "lib/it.json": '{ "it": 42 }',
    "node_modules/dependency/package.json": '{ "type": "commonjs" }',
    "node_modules/dependency/index.js": "exports.seven = 7;",
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    writeFileSync(path.join(place, name), text);
  }
}

const probe = path.join(folder, "probe.mjs");
writeFileSync(
  probe,
  `import { pathToFileURL } from "node:url";
  const results = {};
  for (const file of process.argv.slice(2)) {
    try { results[file] = (await import(pathToFileURL(file))).default(); } catch (error) { results[file] = String(error); }
  }
  console.log(JSON.stringify(results));`,
);
const loader = new URL("../../../runners/node/loader.mjs", import.meta.url).href;

async function load(
  node: string,
  names: readonly string[],
  javascript: string,
): Promise<Record<string, unknown>> {
  const { stdout } = await promisify(execFile)(
    node,
    ["--no-warnings", `--import=${loader}`, probe, ...names],
    {
      env: { PATH: "/nonexistent", WORKER_MATRIX_JAVASCRIPT: javascript },
    },
  );
  return JSON.parse(stdout);
}

// The one on PATH is another release, as a rule.
const nodes = new Set([process.execPath, commandOnPath("node") ?? process.execPath]);
for (const node of nodes) {
  describe(`the loader of modules from elsewhere, under ${node}`, () => {
    for (const kind of ["commonjs", "module", "no type"]) {
      it(`loads all kinds of files beside a package.json that says ${kind}, twice the same`, async () => {
        const names = Object.keys(files).map((name) => path.join(folder, kind, name));
        const expected = Object.fromEntries(names.map((name) => [name, 42]));
        assert.deepEqual(await load(node, names, path.join(folder, "javascript")), expected);
        assert.deepEqual(await load(node, names, path.join(folder, "javascript")), expected);
      });
    }

    it("says where a file is wrong", async () => {
      const file = path.join(folder, "wrong.ts");
      writeFileSync(file, "const a = 1;\nexport default () => a +;\n");
      const found = await load(node, [file], path.join(folder, "javascript"));
      assert.match(String(found[file]), /^SyntaxError: .*\(wrong\.ts:2:\d+\)$/);
    });

    it("reports the lines of the source in the stack of an error", async () => {
      const file = path.join(folder, "throws.ts");
      writeFileSync(
        file,
        "enum Much {\n  it = 1,\n}\n\nexport default () => {\n  return new Error(String(Much.it)).stack;\n};\n",
      );
      const found = await load(node, [file], path.join(folder, "javascript"));
      assert.match(String(found[file]), /throws\.ts:6:/);
    });
  });
}
