import type { Future } from "../future.ts";
import type { MapPlan } from "../map-options.ts";
import type { TaskDefinition } from "../task.ts";
import { now } from "../waiting/now.ts";
import { NativePromise, react } from "../waiting/promises.ts";
import { startTimer } from "../waiting/timer.ts";
import { Fifo } from "./fifo.ts";
import { IterableReader } from "./iterable-reader.ts";

/** What an executor lends to a map. */
export interface MapSource {
  /** With `chunked`, `args` are those of several calls, and the result is a `ChunkOutcome`. */
  submit(task: TaskDefinition, args: readonly unknown[], chunked: boolean): Future<unknown>;
  /** Whether another chunk can be submitted now. */
  hasRoom(): boolean;
  /** Calls back once, when there may be room again. */
  onRoom(callback: () => void): void;
}

/**
 * Takes the calls of a map from its iterables and submits them as there is room: at once what can be had at once.
 *
 * It is one async function, which goes on in the async context of who called `map` (`AsyncLocalStorage`), whoever it is that made
 * room. So the iterables see that context, and no other.
 */
export class MapFeed {
  /** Of the calls, or chunks of calls, that were submitted. The first is the next to be read. */
  readonly futures: Fifo<Future<unknown>> = new Fifo();
  readonly #source: MapSource;
  readonly #task: TaskDefinition;
  readonly #plan: MapPlan;
  readonly #feeding: Promise<void>;
  /** How many calls were taken, and their results not read. */
  #ahead = 0;
  #isLeft = false;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  /** While it waits for room. */
  #lookAgain: () => void = ignore;
  /** While it waits for an iterable. */
  #letGo: (() => void) | undefined;
  #arrived: () => void = ignore;

  constructor(source: MapSource, task: TaskDefinition, plan: MapPlan) {
    this.#source = source;
    this.#task = task;
    this.#plan = plan;
    this.#feeding = this.#feed();
    react(this.#feeding, undefined, ignore);
  }

  /** Whether nothing more will come. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** @throws what an iterable has thrown, or `submit` */
  throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Resolves when there is another future, or nothing more will come. */
  more(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }

  /** The result of one more call was read. */
  read(): void {
    this.#ahead -= 1;
    this.#lookAgain();
  }

  /**
   * Cancels what was submitted, and closes the iterables; rejects with what that throws. An async one that waits for something at
   * that moment is closed when it goes on, and nobody waits for that.
   */
  async leave(): Promise<void> {
    if (this.#isLeft) return;
    this.#isLeft = true;
    for (const future of this.futures.drain()) future.cancel();
    this.#lookAgain();
    const mayWait = this.#letGo !== undefined;
    this.#letGo?.();
    await (mayWait ? Promise.race([this.#feeding, eventLoopTurn()]) : this.#feeding);
  }

  async #feed(): Promise<void> {
    const readers: IterableReader[] = [];
    try {
      for (const iterable of this.#plan.iterables) readers.push(new IterableReader(iterable));
      await this.#submitAll(readers);
    } catch (error) {
      this.#failure = { error };
    }
    for (const closed of await Promise.allSettled(readers.map((reader) => reader.close()))) {
      if (closed.status === "rejected") this.#failure ??= { error: closed.reason };
    }
    this.#isOver = true;
    this.#arrived();
    if (this.#isLeft) this.throwFailure();
  }

  /** Never waits if all iterables are sync and there is room. */
  async #submitAll(readers: readonly IterableReader[]): Promise<void> {
    const isAsync = readers.some((reader) => reader.isAsync);
    let turned = now();
    let isEnd = readers.length === 0;
    while (!isEnd && !this.#isLeft) {
      const room = this.#roomFor(this.#plan.chunkSize);
      if (room !== undefined) {
        await room;
        continue;
      }
      const calls: unknown[][] = [];
      let args: unknown[] = [];
      try {
        while (!isEnd && !this.#isLeft && calls.length < this.#plan.chunkSize) {
          const taken = readers[args.length]?.next();
          const next = taken instanceof NativePromise ? await this.#unlessLeft(taken) : taken;
          this.#letGo = undefined;
          isEnd = next === undefined || next.done === true;
          if (args.push(next?.value) < readers.length || isEnd) continue;
          calls.push(args);
          this.#ahead += 1;
          args = [];
        }
      } finally {
        // Somebody else may have taken the room meanwhile.
        for (let room = this.#roomFor(0); room !== undefined; room = this.#roomFor(0)) await room;
        if (!this.#isLeft && calls.length > 0) this.#submit(calls);
      }
      // An async iterable that never has to wait must not keep all else from going on.
      if (!isAsync || this.#isLeft || now() - turned < turnMs) continue;
      await eventLoopTurn();
      turned = now();
    }
  }

  /** One call alone travels like any other. */
  #submit(calls: readonly unknown[][]): void {
    const isSingle = this.#plan.chunkSize === 1;
    const future = this.#source.submit(this.#task, isSingle ? (calls[0] ?? []) : calls, !isSingle);
    // A map that nobody reads to the end reports nothing: as with a promise in a list that is dropped after a failure.
    react(future, undefined, ignore);
    this.futures.push(future);
    this.#arrived();
  }

  /** `undefined` if so many more calls may be taken and submitted, else what to wait for before it is worth while to look again. */
  #roomFor(calls: number): Promise<void> | undefined {
    const isAhead = this.#ahead + calls > this.#plan.bufferSize;
    if (this.#isLeft || (!isAhead && this.#source.hasRoom())) return undefined;
    return new Promise((resolve) => {
      this.#lookAgain = resolve;
      if (!isAhead) this.#source.onRoom(resolve);
    });
  }

  /** What the promise gives; `undefined` if the map is left before. */
  #unlessLeft<T>(promise: Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.#letGo = () => resolve(undefined);
      promise.then(resolve, reject);
    });
  }
}

function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    startTimer(resolve, 0);
  });
}

function ignore(): void {}

const turnMs = 10;
