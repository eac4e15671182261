#!/usr/bin/env zx
import { withPinnedNode } from "./driver/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { calibrateCommand } = await import("./driver/calibrate/calibrate-command.ts");
  return calibrateCommand(args);
});
