import process from "node:process";
import type { Runtime } from "./runtime.ts";

export const node: Runtime = {
  name: "node",
  isCurrent: () => !("deno" in process.versions) && !("bun" in process.versions),
  version: () => process.versions.node ?? "",
  engine: () => `V8 ${process.versions.v8}`,
};
