#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { historyCommand } = await import("./driver/commands/history-command.ts");
  return historyCommand(args);
});
