#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { calibrateCommand } = await import("./driver/commands/calibrate-command.ts");
  return calibrateCommand(args);
});
