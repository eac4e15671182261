#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { upgradeCommand } = await import("./driver/commands/upgrade-command.ts");
  return upgradeCommand(args);
});
