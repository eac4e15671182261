#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { capabilitiesCommand } = await import("./driver/commands/capabilities-command.ts");
  return capabilitiesCommand(args);
});
