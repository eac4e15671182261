#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { runtimesCommand } = await import("./driver/commands/runtimes-command.ts");
  return runtimesCommand(args);
});
