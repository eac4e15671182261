#!/usr/bin/env zx
import { withPinnedNode } from "./driver/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { upgradeCommand } = await import("./driver/upgrade/upgrade-command.ts");
  return upgradeCommand(args);
});
