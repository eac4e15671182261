import v8 from "node:v8";
import vm from "node:vm";

/** Frees what nothing refers to any more. `false` where the runtime cannot be told to (Deno before 2.8). */
export function collectGarbage(): boolean {
  collect ??= findCollector();
  collect?.();
  return collect !== undefined;
}

let collect: (() => void) | undefined;

/** JavaScriptCore's is a function of Bun's; V8's appears in contexts that are made after its flag was set. */
function findCollector(): (() => void) | undefined {
  const { Bun } = globalThis as { Bun?: { gc(wait: boolean): void } };
  if (Bun !== undefined) return () => Bun.gc(true);
  v8.setFlagsFromString("--expose-gc");
  const gc: unknown = vm.runInNewContext("globalThis.gc");
  return typeof gc === "function" ? () => gc() : undefined;
}
