#!/usr/bin/env zx
import { withPinnedNode } from "./driver/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { publishCommand } = await import("./driver/publish/publish-command.ts");
  return publishCommand(args);
});
