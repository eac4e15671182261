import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import module from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { ThreadPoolExecutor } from "../../../runners/mod.ts";
import { runProgram } from "../../fixtures/run-program.ts";
import { addDeeper, moveBytes, sameCurrentTask } from "../../fixtures/two-copies.ts";

describe("The library in a thread, in more than one copy", () => {
  it("has one currentTask()", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    assert.equal(await pool.submit(sameCurrentTask), true);
  });

  for (const other of [false, true]) {
    it(`moves what transferResult of the ${other ? "other copy" : "door"} says`, async () => {
      await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
      const { port1: here, port2: there } = new MessageChannel();
      const left = new Promise<number>((resolve) => {
        here.onmessage = ({ data }) => resolve(data);
      });
      const bytes = await pool.submit(moveBytes.with({ transfer: [there] }), other, there);
      assert.deepEqual([...bytes], new Array(8).fill(7));
      assert.equal(await left, 0);
      here.close();
    });
  }

  it("starts threads of its own", async () => {
    await using pool = new ThreadPoolExecutor({ maxWorkers: 1 });
    assert.equal(await pool.submit(addDeeper, 20, 22), 42);
  });
});

const isNode = !("deno" in process.versions) && !("bun" in process.versions);
const hasCompileCache = isNode && typeof module.enableCompileCache === "function";

describe("What Node made of the modules that a thread loads", { skip: !hasCompileCache }, () => {
  async function filesKept(env: NodeJS.ProcessEnv): Promise<number> {
    const caches = mkdtempSync(path.join(tmpdir(), "worker-matrix-"));
    const program = new URL("../../fixtures/programs/busy-pool.ts", import.meta.url);
    try {
      const unset = { NODE_COMPILE_CACHE: undefined, NODE_DISABLE_COMPILE_CACHE: undefined };
      const { status, output } = await runProgram(program, [], { ...unset, XDG_CACHE_HOME: caches, ...env });
      assert.deepEqual({ status, output }, { status: 0, output: "apple\n" });
      const kept = path.join(caches, "worker-matrix");
      return existsSync(kept) ? readdirSync(kept, { recursive: true }).length : 0;
    } finally {
      rmSync(caches, { recursive: true });
    }
  }

  it("is kept for the next one among the user's caches", async () => {
    assert.ok((await filesKept({})) > 0);
  });

  it("is not kept where that is turned off, or where it is read how much is covered", async () => {
    const coverage = mkdtempSync(path.join(tmpdir(), "worker-matrix-"));
    assert.equal(await filesKept({ NODE_DISABLE_COMPILE_CACHE: "1" }), 0);
    assert.equal(await filesKept({ NODE_V8_COVERAGE: coverage }), 0);
    rmSync(coverage, { recursive: true });
  });

  it("does not matter where it cannot be kept", async () => {
    assert.equal(await filesKept({ XDG_CACHE_HOME: "/dev/null" }), 0);
  });
});
