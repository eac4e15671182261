#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { explainCommand } = await import("./driver/commands/explain-command.ts");
  return explainCommand(args);
});
