import process from "node:process";
import type { Runtime } from "./runtime.ts";

export const deno: Runtime = {
  name: "deno",
  isCurrent: () => "deno" in process.versions,
  version: () => process.versions.deno ?? "",
  engine: () => `V8 ${process.versions.v8}`,
};
