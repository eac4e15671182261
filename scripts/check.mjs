#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { checkCommand } = await import("./driver/project/check-command.ts");
  return checkCommand(args);
});
