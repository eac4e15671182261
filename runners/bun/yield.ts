import { bunRequire } from "./require.ts";

/**
 * Gives what lets another thread have this core, if one waits for it: two threads on one core hand it to each other in a fifth of
 * the time that Bun's `Atomics.wait` and `Atomics.notify` take for it. Loaded once for each thread; `undefined`
 * where the system's C library is none that has such a call.
 */
export function bunYield(): (() => void) | undefined {
  loaded ??= { yieldCore: load() };
  return loaded.yieldCore;
}

let loaded: { readonly yieldCore: (() => void) | undefined } | undefined;

function load(): (() => void) | undefined {
  try {
    const { dlopen } = bunRequire("bun:ffi") as ForeignFunctions;
    return dlopen("libc.so.6", { sched_yield: { args: [], returns: "i32" } }).symbols.sched_yield;
  } catch {
    return undefined;
  }
}

interface ForeignFunctions {
  dlopen(library: string, functions: object): { symbols: { sched_yield(): void } };
}
