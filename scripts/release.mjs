#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { releaseCommand } = await import("./driver/project/release-command.ts");
  return releaseCommand(args);
});
