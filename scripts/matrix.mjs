#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { matrixCommand } = await import("./driver/commands/matrix-command.ts");
  return matrixCommand(args);
});
