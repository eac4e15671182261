/**
 * This runtime lacks what a workload needs. A cell that ends with it has the status `unsupported`, which is not a
 * failure, and its message as the reason.
 *
 * @example
 * ```ts
 * if (typeof CompressionStream === "undefined") throw new UnsupportedError("no CompressionStream");
 * ```
 */
export class UnsupportedError extends Error {
  override name = "UnsupportedError";
}
