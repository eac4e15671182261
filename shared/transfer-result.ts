import { onceInThread } from "./waiting/once-in-thread.ts";

/**
 * Marks what of a task's result moves to the caller's thread instead of being copied, and returns the result. Where
 * the task runs on the caller's own thread there is nothing to move, and the result is passed as it is.
 *
 * @example
 * ```ts
 * import { task, transferResult } from "worker-matrix";
 *
 * export const ramp = task(import.meta.url, function ramp(length: number): Float64Array {
 *   const values = Float64Array.from({ length }, (_, i) => i);
 *   return transferResult(values, [values.buffer]);
 * });
 * ```
 */
export function transferResult<T extends object>(value: T, transfer: readonly object[]): T {
  transfers.set(value, transfer);
  return value;
}

/** What {@link transferResult} said of this result. */
export function transfersOf(value: unknown): readonly Transferable[] {
  return typeof value === "object" && value !== null ? (transfers.get(value) ?? none) : none;
}

const transfers = onceInThread("transfers", () => new WeakMap<object, readonly Transferable[]>());
const none: readonly Transferable[] = [];
