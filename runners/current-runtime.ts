import { bun } from "./bun/runtime.ts";
import { deno } from "./deno/runtime.ts";
import { node } from "./node/runtime.ts";
import type { Runtime } from "./runtime.ts";

/** The JavaScript runtimes, by name. A new one is a file beside these and a row here. */
export const runtimes: Readonly<Record<string, Runtime>> = { node, deno, bun };

/** The runtime that this process is one of. */
export const currentRuntime: Runtime = Object.values(runtimes).find((runtime) => runtime.isCurrent()) ?? node;
