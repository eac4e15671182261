#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { compareCommand } = await import("./driver/commands/compare-command.ts");
  return compareCommand(args);
});
