import { bun } from "./bun/runtime.ts";
import { deno } from "./deno/runtime.ts";
import { node } from "./node/runtime.ts";
import type { Runtime } from "./runtime.ts";

/** The JavaScript runtimes, by name. A new one is a folder beside these and a row here, before one that would take it for itself. */
export const runtimes: Readonly<Record<string, Runtime>> = { node, deno, bun };

/** The runtime that this process is one of. */
export const currentRuntime: Runtime = Object.values(runtimes).find((runtime) => runtime.isCurrent()) ?? node;
