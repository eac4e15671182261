#!/usr/bin/env zx
import { withPinnedNode } from "./driver/pinned-node.mjs";

await withPinnedNode(import.meta.url, async () => {
  const { runCommand, scriptArguments } = await import("./driver/command.ts");
  const { matrixCommand } = await import("./driver/matrix-command.ts");
  await runCommand(() => matrixCommand(scriptArguments("matrix.mjs")));
});
