import type { EncodedThrown } from "./error-codec.ts";

// What an executor and a worker thread say to each other.

/** What a thread is given when it starts. */
export interface ThreadStart {
  /** One for each job that can be on the thread at a time; a job's is `id % length`. Values of {@link Slot}. */
  readonly slots: Int32Array<SharedArrayBuffer>;
  /** How many workers are around this one. The program itself is at 0. */
  readonly depth: number;
  /** Run before any job. */
  readonly initializer: RemoteCall | undefined;
}

/** A call of a task on another thread. */
export interface RemoteCall {
  readonly module: string;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Whether `args` holds the arguments of several calls. */
  readonly chunked: boolean;
}

export type ToThread =
  | ({ readonly kind: "run"; readonly id: number } & RemoteCall)
  | { readonly kind: "abort"; readonly id: number; readonly reason: EncodedThrown };

export type FromThread =
  | { readonly kind: "ready" }
  | { readonly kind: "broken"; readonly error: EncodedThrown }
  | { readonly kind: "fulfilled"; readonly id: number; readonly value: unknown }
  | { readonly kind: "rejected"; readonly id: number; readonly error: EncodedThrown }
  | { readonly kind: "stopped"; readonly id: number };

/**
 * Where a job stands, in memory that both sides see. A thread starts a job, and its executor takes it back or aborts
 * it, by one atomic exchange: of two that try at once, one wins, and both know who.
 */
export const slot = {
  /** Posted, and not begun: it may be taken back. */
  waiting: 0,
  /** Begun. */
  running: 1,
  /** Taken back: the thread must leave it out. */
  recalled: 2,
  /** Begun, and no longer wanted. */
  aborted: 3,
} as const;
