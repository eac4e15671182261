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
});
