#!/usr/bin/env zx
import { withPinnedNode } from "./driver/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { runtimesCommand } = await import("./driver/runtimes/runtimes-command.ts");
  return runtimesCommand(args);
});
