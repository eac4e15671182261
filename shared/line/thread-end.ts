import type { TaskAddress } from "../task.ts";
import { now } from "../waiting/now.ts";
import { enoughToSeek, Patience, rowMs, seekMs, spinMs } from "../waiting/patience.ts";
import { encodeThrown } from "./error-codec.ts";
import { RingReader, RingWriter } from "./ring.ts";
import { mostValueWords, ValueReader, ValueWriter } from "./small-value.ts";
import {
  type Answer,
  type FromThread,
  inMessage,
  type LineMemory,
  type ToThread,
  windowSize,
} from "./thread-protocol.ts";
import { refuseUncloneable } from "./uncloneable.ts";

/** What a worker thread has to send messages, and to get them. */
export interface ThreadPort {
  /** Throws if the message cannot be cloned, and has then posted nothing. */
  post(message: FromThread, transfer?: readonly Transferable[]): void;
  /** Has the thread receive the next message that has arrived, without waiting for the event loop; `false` if there is none. */
  hear(): boolean;
  /** Whether that takes less than to wait. */
  readonly pollsFast: boolean;
  /** See {@link ValueWriter}. */
  isProxy(value: object): boolean;
  /** See {@link WorkerHost.yieldCore}; loaded when it is first asked for. */
  readonly yieldCore?: (() => void) | undefined;
  /** Resolves when the event loop has turned. */
  turn(): Promise<void>;
}

/** A call that a thread has to make. */
export interface Call {
  readonly id: number;
  readonly task: TaskAddress;
  readonly args: readonly unknown[];
  readonly chunked: boolean;
  /** Why the arguments could not be read, if so. */
  readonly failure?: { readonly error: unknown };
}

/** The thread's end of the line to its executor: see `ExecutorEnd`. */
export class ThreadEnd {
  readonly #port: ThreadPort;
  readonly #calls: RingReader;
  readonly #arguments: ValueReader;
  readonly #answers: RingWriter;
  readonly #results: ValueWriter;
  readonly #spins: boolean;
  readonly #spinning = new Patience();
  readonly #seeking = new Patience();
  /** Whether the last call came soon after the one before: the next one may too. */
  #isInRow = false;
  /** How often in a row a call came at once when the thread had parked. */
  #fastParks = 0;
  readonly #tasks: TaskAddress[];
  readonly #parcels = new Map<number, Parcel>();
  /** Why the next of them cannot be read, and those after it. */
  readonly #failures: unknown[] = [];
  #arrived: () => void = ignore;
  /** Whether the next answer goes in a message, to arrive after those that were posted before. */
  #follows = false;

  constructor(memory: LineMemory, tasks: readonly TaskAddress[], port: ThreadPort) {
    this.#tasks = [...tasks];
    this.#port = port;
    this.#calls = new RingReader(memory.calls);
    this.#arguments = new ValueReader(this.#calls);
    this.#answers = new RingWriter(memory.answers);
    this.#results = new ValueWriter(this.#answers, port.isProxy);
    this.#spins = memory.spins;
  }

  /** Whether there is a call that was not taken. */
  get hasCall(): boolean {
    return this.#calls.hasNext;
  }

  /** Takes the next call. What belongs to it may still be on its way. */
  next(): Call | Promise<Call> {
    const ring = this.#calls;
    const id = ring.take() | 0;
    const index = ring.take() | 0;
    const count = ring.take() | 0;
    const args: unknown[] | undefined = count === inMessage ? undefined : [];
    for (let at = 0; at < count; at++) args?.push(this.#arguments.take());
    ring.release();
    const call = this.#take(id, index, args);
    if (call !== undefined) return call;
    // What belongs to it was posted before, and has mostly arrived, though the event loop has not turned.
    while (this.#port.pollsFast && this.#port.hear()) {
      const completed = this.#take(id, index, args);
      if (completed !== undefined) return completed;
    }
    return this.#await(id, index, args);
  }

  /** Arguments that came in a message cannot be read: those of the next call that misses its own. */
  fail(error: unknown): void {
    this.#failures.push(error);
    this.#arrived();
  }

  /** Takes a message that is a part of a call. */
  receive(message: ToThread & { readonly kind: "task" | "arguments" }): void {
    if (message.kind === "task") this.#tasks[message.index] = message;
    else this.#parcels.set(message.id, message);
    this.#arrived();
  }

  /** The next answer arrives after what has been posted up to now. */
  follow(): void {
    this.#follows = true;
  }

  /** Gives the answer to a call; one always arrives, if need be that it cannot be cloned. */
  answer(answer: Answer, transfer: readonly Transferable[] = []): void {
    const ring = this.#answers;
    if (answer.kind === "fulfilled" && transfer.length === 0 && !this.#follows && this.#putSmall(answer)) {
      if (ring.publish(this.#calls.backlog > lowWater)) this.#port.post({ kind: "wake" });
      return;
    }
    ring.put(-answer.id);
    ring.publish();
    this.#follows = false;
    try {
      if (answer.kind === "fulfilled") refuseUncloneable(answer.value, transfer);
      this.#port.post(answer, transfer);
    } catch (error) {
      this.#port.post({ kind: "rejected", id: answer.id, error: encodeThrown(uncloned(answer, error)) });
    }
  }

  /** Puts it into the ring, if it goes there, and leaves room for an id of each call that is under way. */
  #putSmall({ id, value }: Answer & { readonly kind: "fulfilled" }): boolean {
    const ring = this.#answers;
    if (!ring.hasRoomFor(1 + mostValueWords + windowSize)) return false;
    const start = ring.position;
    ring.put(id);
    let isPut = false;
    try {
      isPut = this.#results.put([value]);
    } catch {
      // What a getter throws; the message tells, if it throws again.
    }
    if (!isPut) ring.rewind(start);
    return isPut;
  }

  /**
   * Waits a little for the next call, and stops the event loop meanwhile. `false`: a message will say that it is there.
   *
   * @param wasBrief the last calls were: after long ones some microseconds are not worth a core that others may need
   */
  rest(wasBrief: boolean): boolean {
    if (this.#answers.wake()) this.#port.post({ kind: "wake" });
    if (wasBrief && this.#spin()) {
      this.#fastParks = 0;
      return true;
    }
    const parked = now();
    this.#calls.park(parkMs);
    const waited = this.#calls.hasNext ? now() - parked : Number.POSITIVE_INFINITY;
    this.#isInRow = waited <= rowMs;
    const comesFast = wasBrief && waited < fastMs;
    this.#fastParks = comesFast ? this.#fastParks + 1 : 0;
    return !this.#calls.leave();
  }

  /**
   * Looks for the next call for a moment. Calls that come fast, but only to a thread that sleeps, come from the core that
   * it is on: then for longer, since both have to be busy there for a while before the system gives one of them another.
   */
  #spin(): boolean {
    const hasCall = (): boolean => this.#calls.hasNext;
    if (!this.#spins) {
      const { yieldCore } = this.#port;
      return yieldCore !== undefined && this.#spinning.spin(hasCall, spinMs, yieldCore);
    }
    if (!this.#isInRow) return false;
    const seeks = this.#fastParks >= enoughToSeek && this.#seeking.isWorthIt;
    return seeks ? this.#seeking.spin(hasCall, seekMs) : this.#spinning.spin(hasCall, spinMs);
  }

  /** From now on the thread looks into the ring by itself, until {@link rest}. */
  stay(): void {
    this.#calls.stay();
  }

  /** The call, if all of it is here. */
  #take(id: number, index: number, args: readonly unknown[] | undefined): Call | undefined {
    const task = this.#tasks[index];
    if (task === undefined) return undefined;
    if (args !== undefined) return { id, task, args, chunked: false };
    const parcel = this.#parcels.get(id);
    if (parcel === undefined) {
      if (this.#failures.length === 0) return undefined;
      return { id, task, args: [], chunked: false, failure: { error: this.#failures.shift() } };
    }
    this.#parcels.delete(id);
    return { id, task, args: parcel.args, chunked: parcel.chunked };
  }

  async #await(id: number, index: number, args: readonly unknown[] | undefined): Promise<Call> {
    while (true) {
      const call = this.#take(id, index, args);
      if (call !== undefined) return call;
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
    }
  }
}

interface Parcel {
  readonly args: readonly unknown[];
  readonly chunked: boolean;
}

/** An executor that can wait until there is more to collect is woken in time to send new calls before these are made. */
const lowWater = 1024;
/** A call that comes so soon after the thread has parked came at once. */
const fastMs = 0.1;
/** How long a thread without a call keeps its event loop waiting for one: a program's next call often comes at once. */
const parkMs = 5;

function uncloned(answer: Answer, error: unknown): unknown {
  if (answer.kind === "fulfilled") return error;
  return new Error("The task failed, and its error cannot be posted");
}

function ignore(): void {}
