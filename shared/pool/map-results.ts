import { mapPlan } from "../map-options.ts";
import { definitionOf } from "../task.ts";
import type { ChunkOutcome } from "../thread/chunk.ts";
import { longestTimer } from "../waiting/longest-timer.ts";
import { now } from "../waiting/now.ts";
import { react } from "../waiting/promises.ts";
import { timeoutError } from "../waiting/timeout-error.ts";
import { startTimer, stopTimer } from "../waiting/timer.ts";
import { MapFeed, type MapSource } from "./map-feed.ts";

/**
 * `executor.map` as its caller writes it: the results of the calls, in order.
 *
 * @param rest the iterables, and behind them the options, if any
 */
export function mapTask(
  source: MapSource,
  task: unknown,
  rest: readonly unknown[],
): AsyncIterableIterator<unknown> {
  const definition = definitionOf(task);
  const plan = mapPlan(definition.name, rest);
  const { bufferSize, chunkSize, timeoutMs } = plan;
  const deadline = now() + timeoutMs;
  const feed = new MapFeed(source, definition, plan);

  async function* inOrder(): AsyncGenerator<unknown, undefined> {
    try {
      while (true) {
        const next = feed.futures.first;
        if (next === undefined && feed.isOver) {
          feed.throwFailure();
          return undefined;
        }
        // What is there already is in time.
        const isThere = next !== undefined && next.state !== "pending" && next.state !== "running";
        const result = await (isThere ? next : inTime(next ?? feed.more()));
        if (next === undefined) continue;
        feed.futures.shift();
        if (chunkSize === 1) {
          yield result;
          continue;
        }
        const { values, failure } = result as ChunkOutcome;
        yield* values;
        if (failure !== undefined) throw failure.error;
      }
    } finally {
      feed.leave().catch(ignore);
    }
  }

  /** Rejects with a `TimeoutError` if that does not come in time. */
  function inTime(promise: Promise<unknown>): Promise<unknown> {
    const left = deadline - now();
    if (left > longestTimer) return promise;
    return new Promise((resolve, reject) => {
      const timer = startTimer(() => reject(timeoutError(definition.name, timeoutMs)), Math.max(0, left));
      const ended = (settle: () => void): void => {
        stopTimer(timer);
        settle();
      };
      react(
        promise,
        (result) => ended(() => resolve(result)),
        (error) => ended(() => reject(error)),
      );
    });
  }

  const results = inOrder();
  return {
    next() {
      const next = results.next();
      // Asked for first, and told before the reader is: so what is taken now is taken when the reader has the result.
      if (bufferSize !== Number.POSITIVE_INFINITY) next.then(wasRead, ignore);
      return next;
    },
    async return() {
      const left = feed.leave();
      left.catch(ignore);
      await results.return(undefined);
      await left;
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };

  function wasRead({ done }: IteratorResult<unknown>): void {
    if (!done) feed.read();
  }
}

function ignore(): void {}
