#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { docsCommand } = await import("./driver/project/docs-command.ts");
  return docsCommand(args);
});
