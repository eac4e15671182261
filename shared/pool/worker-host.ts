import type { FromThread, ThreadStart, ToThread } from "../line/thread-protocol.ts";
import { onceInThread } from "../waiting/once-in-thread.ts";

/** A runtime's worker threads, behind what the executors need of them. The runners install theirs. */
export interface WorkerHost {
  /** How many threads can run at once. */
  readonly parallelism: number;
  /** Whether `Atomics.waitAsync` tells the event loop of something sooner, or at less cost, than a message does. */
  readonly listens: boolean;
  /**
   * Starts a thread that runs a {@link Thread} with `start`, and tells what becomes of it. Throws if the runtime
   * cannot start one.
   */
  spawn(start: ThreadStart, listener: WorkerListener, limits?: ResourceLimits): HostedWorker;
  /** Lets another thread have this core, if one waits for it, where that takes less than to sleep and to be woken. */
  readonly yieldCore?: (() => void) | undefined;
  /** Whether it is a `Proxy`. */
  isProxy(value: object): boolean;
  /** Calls back when the event loop has turned: timers that are due and events that wait come first. */
  turn(callback: () => void): void;
  /** Calls back after that time, without keeping the process alive for it. Gives what cancels it. */
  later(ms: number, callback: () => void): () => void;
}

/** Told what a worker does. Nothing more comes after `exited`. */
export interface WorkerListener {
  received(message: FromThread): void;
  /** A message has arrived, and cannot be read: what is in it nests too deep for this thread, say. */
  misheard(error: unknown): void;
  /** The thread has ended. `error` is what ended it, if something did and the runtime tells. */
  exited(code: number, error?: { readonly thrown: unknown }): void;
}

/** One thread. It does not keep the process alive until `ref` is called. */
export interface HostedWorker {
  /** Throws if the message cannot be cloned, and has then posted nothing. */
  post(message: ToThread, transfer?: readonly Transferable[]): void;
  /** Hears what the thread said next, if it has arrived, where that takes less than to wait for the event loop. `false` if nothing has. */
  hear?(): boolean;
  ref(): void;
  unref(): void;
  /** Ends the thread, as far as the runtime can. `exited` follows when it has ended, maybe much later. */
  terminate(): void;
  /** Hears nothing more from a thread that was told to end and goes on, where that can last. */
  letGo?(): void;
}

/** Most it may use, in MiB, where the runtime can tell (Node). Above it the worker ends. */
export interface ResourceLimits {
  /** Of the main heap. */
  readonly maxOldGenerationSizeMb?: number;
  /** Of the part of the heap for objects that were made lately. */
  readonly maxYoungGenerationSizeMb?: number;
  /** Of what generated code takes. */
  readonly codeRangeSizeMb?: number;
  /** Of the stack. */
  readonly stackSizeMb?: number;
}

/** The host that the runner of this process has installed. */
export function workerHost(): WorkerHost {
  if (thread.host === undefined) {
    throw new Error('Cannot start a worker: no runtime is set up, import "worker-matrix" (runners/mod.ts)');
  }
  return thread.host;
}

/** Called by the runners, once. */
export function installWorkerHost(host: WorkerHost): void {
  thread.host = host;
}

const thread = onceInThread("worker-host", (): { host: WorkerHost | undefined } => ({ host: undefined }));
