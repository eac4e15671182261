#!/usr/bin/env zx
import { withPinnedNode } from "./driver/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { compareCommand } = await import("./driver/compare/compare-command.ts");
  return compareCommand(args);
});
