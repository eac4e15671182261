#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { mergeCommand } = await import("./driver/commands/merge-command.ts");
  return mergeCommand(args);
});
