#!/usr/bin/env zx
import { withPinnedNode } from "./driver/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { matrixCommand } = await import("./driver/matrix/matrix-command.ts");
  return matrixCommand(args);
});
