#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { publishCommand } = await import("./driver/commands/publish-command.ts");
  return publishCommand(args);
});
