import type { TaskAddress } from "../task.ts";
import type { EncodedThrown } from "./error-codec.ts";

// What an executor and a worker thread say to each other.

/** What a thread is given when it starts. */
export interface ThreadStart {
  /** The line to its executor. */
  readonly memory: LineMemory;
  /** Where the jobs stand: see {@link moveJob}. */
  readonly slots: Int32Array<SharedArrayBuffer>;
  /** How long the thread has worked, in milliseconds, written before each answer; and 1 once the initializer has begun. */
  readonly worked: Float64Array<SharedArrayBuffer>;
  /** How many workers are around this one. The program itself is at 0. */
  readonly depth: number;
  /** The first tasks of the line, by their numbers: it need not be told of these. */
  readonly tasks: readonly TaskAddress[];
  /** Run before any job. */
  readonly initializer: RemoteCall | undefined;
}

/** What both ends share. */
export interface LineMemory {
  readonly calls: SharedArrayBuffer;
  readonly answers: SharedArrayBuffer;
  /** Whether there are cores enough for one to be kept busy while it waits for the other. */
  readonly spins: boolean;
}

/** A call of a task on another thread. */
export interface RemoteCall extends TaskAddress {
  readonly args: readonly unknown[];
}

export type ToThread =
  /** From now on the ring calls this task by that number. */
  | ({ readonly kind: "task"; readonly index: number } & TaskAddress)
  /** What a call in the ring did not hold. */
  | {
      readonly kind: "arguments";
      readonly id: number;
      readonly args: readonly unknown[];
      readonly chunked: boolean;
    }
  | { readonly kind: "abort"; readonly id: number; readonly reason: EncodedThrown }
  /** There is something in the ring. */
  | { readonly kind: "wake" }
  /** To be answered, with `caughtUp`, when the ring has been read. */
  | { readonly kind: "catchUp" };

export type FromThread =
  | { readonly kind: "ready" }
  | { readonly kind: "broken"; readonly error: EncodedThrown }
  /** What an answer in the ring did not hold. */
  | Answer
  /** There is something in the ring. */
  | { readonly kind: "wake" }
  | { readonly kind: "caughtUp" };

/** How a job ended. */
export type Answer =
  | { readonly kind: "fulfilled"; readonly id: number; readonly value: unknown }
  | { readonly kind: "rejected"; readonly id: number; readonly error: EncodedThrown }
  | { readonly kind: "stopped"; readonly id: number };

/**
 * Moves a job from one state to another, in memory that both sides see; `false` if it was not in the first. A thread
 * starts a job, and its executor takes it back or aborts it, by this one atomic exchange: of two that try at once, one
 * wins, and both know who.
 */
export function moveJob(slots: Int32Array, id: number, from: JobState, to: JobState): boolean {
  const expected = slotValue(id, from);
  return Atomics.compareExchange(slots, id % slots.length, expected, slotValue(id, to)) === expected;
}

/** Enters a job that is about to be posted. */
export function enterJob(slots: Int32Array, id: number): void {
  Atomics.store(slots, id % slots.length, slotValue(id, jobState.waiting));
}

/** Whether the job is in that state. */
export function isJob(slots: Int32Array, id: number, state: JobState): boolean {
  return Atomics.load(slots, id % slots.length) === slotValue(id, state);
}

/** The id is part of it: a job that was taken back may still be under way when its slot is used for a later one. */
function slotValue(id: number, state: JobState): number {
  return (id << 2) | state;
}

type JobState = (typeof jobState)[keyof typeof jobState];

/** Where a job stands. */
export const jobState = {
  /** Posted, and not begun: it may be taken back. */
  waiting: 0,
  /** Begun. */
  running: 1,
  /** Taken back: the thread must leave it out. */
  recalled: 2,
  /** Begun, and no longer wanted. */
  aborted: 3,
} as const;

/** Stands in the ring for the number of a call's arguments when these are in a message. */
export const inMessage = -1;

/** Most jobs that can be on a thread at a time, each with a word of its own. A power of two. */
export const windowSize = 1024;
