/** What work that was cancelled without a reason ends with. */
export function abortError(message: string): DOMException {
  return new DOMException(message, "AbortError");
}

/** Whether the error says that something was aborted, whichever runtime or thread it comes from. */
export function isAbortError(error: unknown): boolean {
  try {
    return typeof error === "object" && error !== null && "name" in error && error.name === "AbortError";
  } catch {
    // A getter or a proxy says no.
    return false;
  }
}
