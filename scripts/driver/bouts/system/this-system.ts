import process from "node:process";
import { darwin } from "./darwin.ts";
import { linux } from "./linux.ts";
import type { System } from "./system.ts";
import { win32 } from "./win32.ts";

/** What this machine's operating system lets us do. */
export const system: System =
  process.platform === "win32" ? win32 : process.platform === "darwin" ? darwin : linux;
