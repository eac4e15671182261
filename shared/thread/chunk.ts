import { decodeThrown, type EncodedThrown, encodeThrown } from "../line/error-codec.ts";
import type { TaskScope } from "./task-scope.ts";

/** The results of a chunk's calls up to the first that failed, and what that one threw. */
export interface ChunkOutcome {
  readonly values: unknown[];
  readonly failure?: { readonly error: unknown };
}

/** Makes several calls of a task, one after the other, up to the first that fails. Rejects if it is aborted. */
export async function runChunk(
  run: (...args: unknown[]) => unknown,
  calls: readonly unknown[][],
  scope: TaskScope,
): Promise<ChunkOutcome> {
  const values: unknown[] = [];
  for (const args of calls) {
    try {
      scope.throwIfAborted();
      values.push(await run(...args));
    } catch (error) {
      scope.throwIfAborted();
      return { values, failure: { error } };
    }
  }
  return { values };
}

/** The same in a form that can be posted. */
export function encodeOutcome({ values, failure }: ChunkOutcome): EncodedOutcome {
  return failure === undefined ? { values } : { values, thrown: encodeThrown(failure.error) };
}

export function decodeOutcome(encoded: unknown): ChunkOutcome {
  const { values, thrown } = encoded as EncodedOutcome;
  return thrown === undefined ? { values } : { values, failure: { error: decodeThrown(thrown) } };
}

interface EncodedOutcome {
  readonly values: unknown[];
  readonly thrown?: EncodedThrown;
}
