import type { ChunkOutcome } from "./chunk.ts";
import type { Future } from "./future.ts";
import { longestTimer } from "./longest-timer.ts";
import { now } from "./now.ts";
import { definitionOf, type TaskDefinition } from "./task.ts";
import { timeoutError } from "./timeout-error.ts";

/** How `executor.map` goes about its calls. */
export interface MapOptions {
  /** How many calls travel to a worker together. For many short ones. Default 1. */
  readonly chunkSize?: number;
  /** Ends the loop with a `TimeoutError` if a result is not there in time. Milliseconds, from the call of `map`. */
  readonly timeoutMs?: number;
}

/** What an executor lends to a map. */
export interface MapSource {
  /** With `chunked`, `args` are those of several calls, and the result is a {@link ChunkOutcome}. */
  submit(task: TaskDefinition, args: readonly unknown[], chunked: boolean): Future<unknown>;
  /** Whether another chunk can be submitted now. */
  hasRoom(): boolean;
  /** Calls back once, when there may be room again. */
  onRoom(callback: () => void): void;
}

/** `executor.map` as its caller writes it: the options, if any, stand behind the iterables. */
export function mapTask(
  source: MapSource,
  task: unknown,
  rest: readonly unknown[],
): AsyncIterableIterator<unknown> {
  const last = rest.at(-1);
  const hasOptions = rest.length > 0 && !isIterable(last);
  const iterables = (hasOptions ? rest.slice(0, -1) : rest) as readonly Iterable<unknown>[];
  return mapResults(
    source,
    definitionOf(task),
    iterables,
    (hasOptions ? last : undefined) as MapOptions | undefined,
  );
}

/** The results of the calls, in order. Submits as much as there is room for, at once and whenever room appears. */
function mapResults(
  source: MapSource,
  task: TaskDefinition,
  iterables: readonly Iterable<unknown>[],
  { chunkSize = 1, timeoutMs = Number.POSITIVE_INFINITY }: MapOptions = {},
): AsyncIterableIterator<unknown> {
  if (!Number.isInteger(chunkSize) || chunkSize < 1) {
    throw new RangeError(`Cannot map in chunks of ${chunkSize}: chunkSize is an integer of at least 1`);
  }
  if (!(typeof timeoutMs === "number" && timeoutMs >= 0)) {
    throw new RangeError(`Cannot map with timeoutMs ${timeoutMs}: it takes 0 or more`);
  }
  const deadline = now() + timeoutMs;
  const isSingle = chunkSize === 1;
  const chunks = chunked(zip(iterables), chunkSize);
  const futures: Future<unknown>[] = [];
  let failure: { readonly error: unknown } | undefined;
  let exhausted = false;
  let arrived: () => void = ignore;

  function fill(): void {
    while (!exhausted && source.hasRoom()) {
      try {
        const chunk = chunks.next();
        if (chunk.done) exhausted = true;
        else futures.push(handled(submitted(chunk.value)));
      } catch (error) {
        failure = { error };
        exhausted = true;
      }
    }
    if (!exhausted) source.onRoom(fill);
    arrived();
  }

  /** One call alone travels like any other. */
  function submitted(calls: readonly unknown[][]): Future<unknown> {
    const [only = []] = calls;
    return isSingle ? source.submit(task, only, false) : source.submit(task, calls, true);
  }

  function cancelRest(): void {
    exhausted = true;
    chunks.return(undefined);
    for (const future of futures.splice(0)) future.cancel();
    arrived();
  }

  async function* inOrder(): AsyncGenerator<unknown, undefined> {
    try {
      while (true) {
        const next = futures.shift();
        if (next === undefined) {
          if (failure !== undefined) throw failure.error;
          if (exhausted) return undefined;
          await new Promise<void>((resolve) => {
            arrived = resolve;
          });
          continue;
        }
        futures.unshift(next);
        const result = await inTime(next, task.name, timeoutMs, deadline);
        futures.shift();
        if (isSingle) {
          yield result;
          continue;
        }
        const { values, failure: failed } = result as ChunkOutcome;
        yield* values;
        if (failed !== undefined) throw failed.error;
      }
    } finally {
      cancelRest();
    }
  }

  fill();
  const results = inOrder();
  return {
    next: () => results.next(),
    return: () => {
      cancelRest();
      return results.return(undefined);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function inTime<T>(future: Future<T>, name: string, timeoutMs: number, deadline: number): Promise<T> {
  if (future.state !== "pending" && future.state !== "running") return future;
  const left = deadline - now();
  if (left > longestTimer) return future;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(timeoutError(name, timeoutMs)), left);
  });
  return Promise.race([future, late]).finally(() => clearTimeout(timer));
}

/** A map that nobody reads to the end reports nothing: as with a promise in a list that is dropped after a failure. */
function handled<T>(future: Future<T>): Future<T> {
  future.catch(ignore);
  return future;
}

function* zip(iterables: readonly Iterable<unknown>[]): Generator<unknown[]> {
  const iterators = iterables.map((iterable) => iterable[Symbol.iterator]());
  let open = true;
  try {
    while (iterators.length > 0) {
      const args: unknown[] = [];
      for (const iterator of iterators) {
        const { done, value } = iterator.next();
        if (done) return;
        args.push(value);
      }
      yield args;
    }
    open = false;
  } finally {
    if (open) for (const iterator of iterators) iterator.return?.();
  }
}

function* chunked(calls: Generator<unknown[]>, size: number): Generator<unknown[][]> {
  let chunk: unknown[][] = [];
  for (const call of calls) {
    chunk.push(call);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

function isIterable(value: unknown): boolean {
  return (
    typeof value === "string" || (typeof value === "object" && value !== null && Symbol.iterator in value)
  );
}

function ignore(): void {}
