#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { packCommand } = await import("./driver/project/pack-command.ts");
  return packCommand(args);
});
