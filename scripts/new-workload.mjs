#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { newWorkloadCommand } = await import("./driver/commands/new-workload-command.ts");
  return newWorkloadCommand(args);
});
