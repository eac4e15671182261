#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { bisectCommand } = await import("./driver/commands/bisect-command.ts");
  return bisectCommand(args);
});
