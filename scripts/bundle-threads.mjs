#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { bundleThreadsCommand } = await import("./driver/project/bundle-threads-command.ts");
  return bundleThreadsCommand(args);
});
