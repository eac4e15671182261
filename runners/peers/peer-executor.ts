import type { Executor } from "../../shared/executor.ts";
import type { Future } from "../../shared/future.ts";
import { definitionOf, type TaskDefinition } from "../../shared/task.ts";
import { UnsupportedError } from "../../shared/unsupported-error.ts";

/** What an executor needs of a pool that somebody else has written. */
export interface Peer {
  readonly name: string;
  /** Hands the call to the pool, with the task's `transfer` and `signal` as far as the pool takes them. */
  run(task: TaskDefinition, args: readonly unknown[]): PromiseLike<unknown>;
  /** Ends its threads, now. */
  end(): PromiseLike<unknown>;
}

/**
 * A peer behind the interface of our own executors, as thin as can be: whatever this does is measured as the peer's.
 *
 * So `submit` gives the peer's own promise. It is no {@link Future}: it has no state, and only the task's signal cancels
 * it. `map` has no chunks, `shutdown` waits for no tasks, and there are no `stats`.
 */
export function peerExecutor(peer: Peer): Executor {
  const submit = (task: unknown, args: readonly unknown[]): Future<never> => {
    const definition = definitionOf(task);
    if (definition.options.timeoutMs !== undefined)
      throw new UnsupportedError(`${peer.name} has no timeoutMs for a task`);
    return peer.run(definition, args) as Future<never>;
  };
  const shutdown = async (): Promise<void> => {
    await peer.end();
  };
  return {
    submit: (task, ...args) => submit(task, args),
    map: (task, ...iterables) => inOrder(zip(iterables).map((args) => submit(task, args))),
    shutdown,
    [Symbol.asyncDispose]: shutdown,
    stats: () => {
      throw new UnsupportedError(`${peer.name} is not asked for its stats`);
    },
  };
}

/** The arguments of each call. Options, which stand behind the iterables, are left out. */
function zip(iterables: readonly unknown[]): unknown[][] {
  const lists = iterables.filter(isIterable).map((iterable) => [...iterable]);
  const calls = Math.min(...lists.map(({ length }) => length));
  return Array.from({ length: calls }, (_, index) => lists.map((list) => list[index]));
}

async function* inOrder(results: readonly Future<never>[]): AsyncGenerator<never> {
  for (const result of results) yield await result;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "string" || (typeof value === "object" && value !== null && Symbol.iterator in value)
  );
}
