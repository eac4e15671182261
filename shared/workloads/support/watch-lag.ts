/**
 * Watches how late the event loop of this thread is: starts a timer again and again until it is told to stop.
 *
 * @param intervalMs after which each timer is due
 * @returns what stops it and gives how late each timer was, in milliseconds, in ascending order; the last, which is still
 * due, counts if it is late already
 */
export function watchLag(intervalMs: number): () => number[] {
  const lags: number[] = [];
  let due = 0;
  let timer: ReturnType<typeof setTimeout>;
  const start = (): void => {
    due = performance.now() + intervalMs;
    timer = setTimeout(() => {
      lags.push(performance.now() - due);
      start();
    }, intervalMs);
  };
  start();
  return () => {
    clearTimeout(timer);
    const overdue = performance.now() - due;
    if (overdue > 0) lags.push(overdue);
    return lags.sort((a, b) => a - b);
  };
}
