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
  /** What it is called, also on the other side of a thread. */
  override name = "UnsupportedError";
}

/** What is lacking, if that is all that this error says; also where it comes out of a task group. */
export function lacking(error: unknown): string | undefined {
  if (error instanceof AggregateError) {
    const reasons = error.errors.map(lacking);
    return reasons.includes(undefined) ? undefined : reasons[0];
  }
  return error instanceof Error && error.name === "UnsupportedError" ? error.message : undefined;
}
