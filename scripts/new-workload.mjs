#!/usr/bin/env zx
import { withPinnedNode } from "./driver/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { newWorkloadCommand } = await import("./driver/project/new-workload-command.ts");
  return newWorkloadCommand(args);
});
