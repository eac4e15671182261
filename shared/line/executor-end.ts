import type { TaskAddress } from "../task.ts";
import { encodeThrown } from "./error-codec.ts";
import { RingReader, RingWriter, ringMemory, ringWords } from "./ring.ts";
import { mostValueWords, ValueReader, ValueWriter } from "./small-value.ts";
import { type Answer, inMessage, type LineMemory, type ToThread } from "./thread-protocol.ts";
import { refuseUncloneable } from "./uncloneable.ts";

/**
 * The executor's end of the line to one thread: calls go out, answers come in.
 *
 * A call and its answer travel in a ring, and what does not fit into one (a large or unusual object, a long text, what
 * is transferred) goes in a message beside it, so the order is always that of the ring.
 */
export class ExecutorEnd {
  readonly #post: (message: ToThread, transfer?: readonly Transferable[]) => void;
  readonly #calls: RingWriter;
  readonly #arguments: ValueWriter;
  readonly #answers: RingReader;
  readonly #results: ValueReader;
  readonly #indices = new WeakMap<TaskAddress, number>();
  #tasks = 0;
  readonly #parcels = new Map<number, Answer>();
  /** Why the next of them cannot be read, and those after it. */
  readonly #failures: unknown[] = [];
  #answered: (() => void) | undefined;
  readonly #hear: () => boolean;
  #isListening = false;

  /**
   * @param tasks those that the thread knows already, by their numbers
   * @param hear has the next message received, if it has arrived
   * @param isProxy see {@link ValueWriter}
   * @param answered called when there is an answer, where `Atomics.waitAsync` is to tell; else a message comes
   */
  constructor(
    memory: LineMemory,
    tasks: readonly TaskAddress[],
    post: (message: ToThread, transfer?: readonly Transferable[]) => void,
    hear: () => boolean,
    isProxy: (value: object) => boolean,
    answered?: () => void,
  ) {
    this.#calls = new RingWriter(memory.calls);
    this.#arguments = new ValueWriter(this.#calls, isProxy);
    this.#answers = new RingReader(memory.answers);
    this.#results = new ValueReader(this.#answers);
    this.#post = post;
    this.#hear = hear;
    for (const task of tasks) this.#enter(task);
    this.#answered = answered;
    if (answered !== undefined) this.#answers.listen();
  }

  /** Whether there is room for another call. */
  get hasRoom(): boolean {
    return this.#calls.hasRoomFor(mostCallWords);
  }

  /** Whether so much was sent that the thread has not read, also of what was taken back, that it should catch up. */
  get isBehind(): boolean {
    return !this.#calls.hasRoomFor((3 / 4) * ringWords);
  }

  /** Whether the next answer is here. */
  get hasAnswer(): boolean {
    while (this.#answers.hasNext) {
      const id = this.#answers.peek() | 0;
      if (id > 0 || this.#parcels.has(-id)) return true;
      if (this.#failures.length > 0) {
        this.#parcels.set(-id, { kind: "rejected", id: -id, error: encodeThrown(this.#failures.shift()) });
        return true;
      }
      if (!this.#hear()) return false;
    }
    return false;
  }

  /** Whether the thread has answered, though the message with the answer may still be on its way. */
  get hasMore(): boolean {
    return this.#answers.hasNext;
  }

  /** Throws if the arguments cannot be cloned, and has then sent nothing. Getters run meanwhile, and must not lead here again. */
  call(id: number, address: TaskAddress, call: CallArguments): void {
    const index = this.#indexOf(address);
    const ring = this.#calls;
    const start = ring.position;
    ring.put(id);
    ring.put(index);
    const place = ring.position;
    ring.put(call.args.length);
    try {
      if (call.chunked || call.transfer !== undefined || !this.#arguments.put(call.args)) {
        refuseUncloneable(call.args, call.transfer);
        this.#send({ kind: "arguments", id, args: call.args, chunked: call.chunked }, call.transfer);
        ring.rewind(place);
        ring.put(inMessage);
      }
    } catch (error) {
      ring.rewind(start);
      throw error;
    }
    if (ring.publish()) this.#post({ kind: "wake" });
  }

  /** Wakes the thread, which looks whether there is a call. */
  nudge(): void {
    this.#post({ kind: "wake" });
  }

  /** Asks for the end of a call that runs. */
  abort(message: ToThread & { readonly kind: "abort" }): void {
    this.#post(message);
  }

  /** Asks the thread to say when it has read everything. */
  catchUp(): void {
    this.#post({ kind: "catchUp" });
  }

  /** Takes what came in a message. */
  receive(answer: Answer): void {
    this.#parcels.set(answer.id, answer);
  }

  /** What came in a message cannot be read. Messages come in the order of the answers, so it is the next one that misses its own. */
  fail(error: unknown): void {
    this.#failures.push(error);
  }

  /** Takes the next answer, if one is here. */
  next(): Answer | undefined {
    if (!this.hasAnswer) return undefined;
    const ring = this.#answers;
    const id = ring.take() | 0;
    const answer = this.#parcels.get(-id) ?? { kind: "fulfilled", id, value: this.#results.take() };
    this.#parcels.delete(-id);
    return answer;
  }

  /** Makes room for more of them. */
  release(): void {
    this.#answers.release();
  }

  /**
   * From now on the thread says when there is an answer. `false` if there already is one.
   *
   * @param patient when it has made most of its calls will do
   */
  leave(patient: boolean): boolean {
    if (!this.#answers.leave(patient)) return !this.hasAnswer;
    return this.#answered === undefined || this.#isListening || this.#listen();
  }

  /** The thread has ended. */
  end(): void {
    this.#answered = undefined;
    this.#answers.wake();
  }

  #listen(): boolean {
    const published = this.#answers.published();
    if (published === undefined) return !this.hasAnswer;
    this.#isListening = true;
    void published.then(() => {
      this.#isListening = false;
      this.#answered?.();
    });
    return true;
  }

  /** From now on somebody looks for answers, until {@link leave}. */
  stay(): void {
    this.#answers.stay();
  }

  /** Blocks this thread until there is an answer, or the time is over. */
  park(ms: number): void {
    this.#answers.park(ms);
  }

  /** Sends a message that wakes the thread as well, if it sleeps. */
  #send(message: ToThread, transfer: readonly Transferable[] | undefined): void {
    const wakes = this.#calls.announceMessage();
    try {
      this.#post(message, transfer);
    } catch (error) {
      if (wakes) this.#post({ kind: "wake" });
      throw error;
    }
  }

  /** The number of the task on this line. */
  #indexOf(address: TaskAddress): number {
    const known = this.#indices.get(address);
    if (known !== undefined) return known;
    const index = this.#enter(address);
    this.#post({ kind: "task", index, ...address });
    return index;
  }

  #enter(address: TaskAddress): number {
    const index = this.#tasks++;
    this.#indices.set(address, index);
    return index;
  }
}

export function lineMemory(spins: boolean): LineMemory {
  return { calls: ringMemory(), answers: ringMemory(), spins };
}

interface CallArguments {
  readonly args: readonly unknown[];
  readonly chunked: boolean;
  readonly transfer: readonly Transferable[] | undefined;
}

/** An id, a task, a number of arguments, and those. */
const mostCallWords = 3 + mostValueWords;
