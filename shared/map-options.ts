import { hasPlainPrototype } from "./line/has-plain-prototype.ts";
import { isPromise } from "./waiting/promises.ts";

/** How `executor.map` goes about its calls. */
export interface MapOptions {
  /** How many calls travel to a worker together. For many short ones. Default 1. */
  readonly chunkSize?: number;
  /**
   * How many calls may be ahead of who reads the results, at most: taken from the iterables, and their results not read. A chunk
   * counts as the calls that are in it, and waits until there is room for all of them; it is never larger than this.
   * Default: no limit.
   */
  readonly bufferSize?: number;
  /** Ends the loop with a `TimeoutError` if a result is not there in time. Milliseconds, from the call of `map`. */
  readonly timeoutMs?: number;
}

/** What `map` takes as the values of one argument. */
export type AnyIterable<T> = Iterable<T> | AsyncIterable<T>;

/** What a map is to do, with nothing left open. */
export interface MapPlan {
  readonly iterables: readonly AnyIterable<unknown>[];
  readonly chunkSize: number;
  readonly bufferSize: number;
  readonly timeoutMs: number;
}

/**
 * Tells the iterables from the options, which may stand behind them.
 *
 * @throws {TypeError} if one is neither @throws {RangeError} if an option is out of its range
 */
export function mapPlan(task: string, rest: readonly unknown[]): MapPlan {
  const hasOptions = rest.length > 1 && isOptions(rest.at(-1));
  const iterables = hasOptions ? rest.slice(0, -1) : rest;
  for (const value of iterables) if (!isIterable(value)) throw refusal(task, value);
  const options = (hasOptions ? rest.at(-1) : undefined) as MapOptions | undefined;
  const {
    chunkSize = 1,
    bufferSize = Number.POSITIVE_INFINITY,
    timeoutMs = Number.POSITIVE_INFINITY,
  } = options ?? {};
  if (!isCount(chunkSize)) {
    throw new RangeError(`Cannot map in chunks of ${chunkSize}: chunkSize is an integer of at least 1`);
  }
  if (options?.bufferSize !== undefined && !isCount(bufferSize)) {
    throw new RangeError(`Cannot map with bufferSize ${bufferSize}: it is an integer of at least 1`);
  }
  if (!(typeof timeoutMs === "number" && timeoutMs >= 0)) {
    throw new RangeError(`Cannot map with timeoutMs ${timeoutMs}: it takes 0 or more`);
  }
  return {
    iterables: iterables as readonly AnyIterable<unknown>[],
    chunkSize: Math.min(chunkSize, bufferSize),
    bufferSize,
    timeoutMs,
  };
}

function refusal(task: string, value: unknown): TypeError {
  const hint = isPromise(value) ? "await it first" : `behind them may stand { ${optionNames.join(", ")} }`;
  return new TypeError(
    `Cannot map task "${task}" over ${shown(value)}: it takes iterables and async iterables, ${hint}`,
  );
}

function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  return isPromise(value) ? "a promise" : `an object with ${Object.keys(value).join(", ") || "no keys"}`;
}

/** `undefined` is what somebody hands on who was given no options. */
function isOptions(value: unknown): boolean {
  if (value === undefined) return true;
  if (typeof value !== "object" || value === null || isIterable(value)) return false;
  return optionNames.some((name) => name in value) || isEmptyObject(value);
}

function isEmptyObject(value: object): boolean {
  return hasPlainPrototype(value) && Object.keys(value).length === 0;
}

function isIterable(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  const { [Symbol.asyncIterator]: async, [Symbol.iterator]: sync } = value as Partial<
    AsyncIterable<unknown> & Iterable<unknown>
  >;
  return typeof async === "function" || typeof sync === "function";
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 1;
}

const optionNames: readonly (keyof MapOptions)[] = ["chunkSize", "bufferSize", "timeoutMs"];
