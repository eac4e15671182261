import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ThreadPoolExecutor } from "../../runners/mod.ts";
import { addDeeper, moveBytes, sameCurrentTask } from "../fixtures/two-copies.ts";

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
