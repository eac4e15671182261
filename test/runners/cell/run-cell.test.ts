import assert from "node:assert/strict";
import process from "node:process";
import { describe, it } from "node:test";
import { runProgram } from "../../fixtures/run-program.ts";

const program = new URL("../../../runners/cell/run-cell.ts", import.meta.url);

describe("run-cell.ts", () => {
  // Else it fails for that again and again, and keeps a core busy for ever.
  it("ends when nobody reads its report any more", { skip: process.platform === "win32" }, async () => {
    const request = {
      workload: "shared/workloads/sum-of-squares.ts",
      ...{ executor: "inline", threads: 1, tasks: 1, size: 1000 },
      effort: { warmUpMs: 1000, minSamples: 10, maxSamples: 1e6, sampleMs: 60_000 },
    };
    const unread = ["sh", "-c", '{ timeout -s KILL 15 "$0" "$@"; echo "status $?" >&2; } | head -n 1'];
    const { stdout, stderr } = await runProgram(program, [JSON.stringify(request)], {}, unread);
    assert.match(stdout, /^\{"kind":"started",.*\}\n$/);
    assert.match(stderr, /^status 0$/m);
  });
});
