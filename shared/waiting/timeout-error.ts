/** What a task ends with that took longer than its `timeoutMs`. */
export function timeoutError(task: string, timeoutMs: number): DOMException {
  return new DOMException(`Task "${task}" did not end within ${timeoutMs} ms`, "TimeoutError");
}
