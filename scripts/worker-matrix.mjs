#!/usr/bin/env node
import "./driver/command-line/older-node.mjs";
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { workerMatrixCommand } = await import("./driver/commands/worker-matrix-command.ts");
  return workerMatrixCommand(args);
});
