import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { matrix, newFolder, rows } from "../../fixtures/matrix-runs.ts";

const folder = newFolder("workloads");
mkdirSync(join(folder, "elsewhere"), { recursive: true });
const at = (...path: string[]): string => join(folder, ...path);

writeFileSync(at("elsewhere", "times.ts"), "export const times = (n: number): number => 3 * n;\n");
writeFileSync(
  at("elsewhere", "module.ts"),
  `import { task, toThread } from "worker-matrix";
import { times } from "./times.ts";
export const triple = task(import.meta.url, function triple(n: number): number { return times(n); });
export default { name: "linked", run: ({ size }: { size: number }) => toThread(triple, size) };
`,
);
symlinkSync("elsewhere/module.ts", at("link.ts"));
symlinkSync("elsewhere/module.ts", at("link-without-ending"));
writeFileSync(
  at("common.cjs"),
  `const { pathToFileURL } = require("node:url");
const { task, toThread } = require("worker-matrix");
exports.triple = task(pathToFileURL(__filename).href, function triple(n) { return 3 * n; });
exports.name = "common";
exports.run = ({ size }) => toThread(exports.triple, size);
`,
);

writeFileSync(at("elsewhere", "colours.ts"), "export enum Colour { Red = 2 }\n");
writeFileSync(
  at("extensionless.ts"),
  `import { Colour } from "./elsewhere/colours";
export default { name: "extensionless", run: () => Colour.Red };
`,
);
writeFileSync(
  at("loud.ts"),
  `export default {
  name: "loud",
  async run() {
    process.stdout.write('\\x1b[31m{"json":1}\\n'.repeat(5000));
  },
};
`,
);

describe("a workload's file", () => {
  for (const [file, runtimes] of [
    ["link.ts", "node,deno,bun"],
    ["link-without-ending", "node,deno,bun"],
    ["common.cjs", "node,deno,bun"],
  ] as const) {
    it(`${file} is measured on threads under ${runtimes}`, async () => {
      const out = newFolder(`run-of-${file}`);
      const { exitCode, stderr } = await matrix(
        ...["-r", runtimes, "-w", at(file), "--executor", "pool", "--threads", "1", "--size", "10"],
        ...["--quick", "--rounds", "1", "--out", out],
      );
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(
        rows(out, "summary.csv").map(({ status }) => status),
        runtimes.split(",").map(() => "ok"),
      );
    });
  }

  for (const runtimes of ["deno,node", "node,deno"]) {
    it(`that only Node can load is a failed row of Deno with -r ${runtimes}`, async () => {
      const out = newFolder(`run-of-${runtimes}`);
      const { exitCode, stderr } = await matrix(
        ...["-r", runtimes, "-w", at("extensionless.ts"), "--executor", "inline", "--size", "10"],
        ...["--quick", "--rounds", "1", "--out", out],
      );
      assert.equal(exitCode, 1, stderr);
      const statuses = rows(out, "summary.csv").map(({ run: _, runtime, status }) => `${runtime} ${status}`);
      assert.deepEqual(statuses.sort(), ["deno failed", "node ok"]);
    });
  }

  it("that prints much in each run, without a turn of the event loop, is measured", async () => {
    const out = newFolder("run-of-loud");
    const { exitCode, stderr } = await matrix(
      ...["-r", "node", "-w", at("loud.ts"), "--executor", "inline"],
      ...["--quick", "--rounds", "1", "--out", out],
    );
    assert.equal(exitCode, 0, stderr);
  });
});
