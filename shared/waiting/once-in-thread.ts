/**
 * What a thread has once, however many copies of the library it has loaded: a worker begins with one that is bundled
 * into a single file, and the tasks that it imports bring the modules themselves.
 *
 * @param name of it; the same in each copy
 * @param make makes it, for the first that asks
 */
export function onceInThread<T extends object>(name: string, make: () => T): T {
  const thread = globalThis as unknown as Record<symbol, T | undefined>;
  const key = Symbol.for(`worker-matrix.${name}`);
  thread[key] ??= make();
  return thread[key];
}
