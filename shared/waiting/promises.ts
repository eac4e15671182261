// A program may put a class in the place of the global `Promise` (zone.js does), before the library is loaded or later. Its `then` may
// refuse promises of the runtime's class, which async functions give, and the other way round.

/** Calls one of the two exactly once, whatever the `then` of the promise does. */
export function react<T>(
  promise: Promise<T>,
  fulfilled: ((value: T) => void) | undefined,
  rejected: (error: unknown) => void,
): void {
  Reflect.apply(promise instanceof NativePromise ? nativeThen : loadedThen, promise, [fulfilled, rejected]);
}

/** Calls back in the next turn of the microtask queue. */
export function soon(callback: () => void): void {
  nativeThen.call(settled, callback);
}

/** A promise of what the function returns or throws. */
export function outcomeOf<T>(source: () => T | PromiseLike<T>): Promise<T> {
  try {
    return LoadedPromise.resolve(source());
  } catch (error) {
    return LoadedPromise.reject(error);
  }
}

/** Whether it is a promise, not just something with a `then`, which calling that might start. */
export function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof NativePromise || value instanceof Promise;
}

/** The runtime's class: every async function gives one. */
export const NativePromise: PromiseConstructor = Reflect.getPrototypeOf((async () => {})())
  ?.constructor as PromiseConstructor;
const LoadedPromise = Promise;
const { then: loadedThen } = LoadedPromise.prototype;
const { then: nativeThen } = NativePromise.prototype;
const settled = NativePromise.resolve();
