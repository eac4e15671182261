#!/usr/bin/env zx
import { withPinnedNode } from "./driver/command-line/pinned-node.mjs";

await withPinnedNode(import.meta.url, async (args) => {
  const { testCommand } = await import("./driver/project/test-command.ts");
  return testCommand(args);
});
