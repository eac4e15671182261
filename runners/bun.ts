import process from "node:process";
import type { Runtime } from "./runtime.ts";

export const bun: Runtime = {
  name: "bun",
  isCurrent: () => "bun" in process.versions,
  version: () => process.versions.bun ?? "",
  engine: () => `JavaScriptCore ${process.versions.webkit}`,
};
