import process from "node:process";
import "../bun/door.ts";
import type { Batch } from "./batches.ts";
import { frame, unframe } from "./frames.ts";
import { runBatch } from "./run-batch.ts";

// A process of `processes`. Standard output is the way back: what tasks print goes to standard error.

console.log = console.error;
const take = unframe(async (batch) => {
  const { answers } = await runBatch(batch as Batch);
  process.stdout.write(frame(answers));
});
process.stdin.on("data", take).on("end", () => process.exit());
