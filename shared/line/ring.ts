/**
 * A queue of words from one thread to one other, in memory that both share: no call of the runtime, no copy, and no
 * system call unless the reader sleeps.
 *
 * What belongs together is put word by word and becomes visible at once, with {@link RingWriter.publish}. The reader
 * says how it sleeps, and whoever publishes wakes it: in `Atomics.wait`, at once; in its event loop, where only a
 * message can reach it, by telling the writer to send one.
 */
export function ringMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(controlBytes + 8 * ringWords);
}

/** The end that puts numbers in. */
export class RingWriter {
  readonly #control: Int32Array;
  readonly #words: Float64Array;
  readonly #limbs: BigInt64Array;
  readonly #units: Uint16Array;
  #next = 0;
  /** Up to where the reader was when it was last looked at. */
  #read = 0;

  constructor(memory: SharedArrayBuffer) {
    this.#control = new Int32Array(memory, 0, controlBytes / 4);
    this.#words = new Float64Array(memory, controlBytes);
    this.#limbs = new BigInt64Array(memory, controlBytes);
    this.#units = new Uint16Array(memory, controlBytes);
  }

  /** Whether there is room for so many words. Of what was read, up to an eighth may not have been given back yet. */
  hasRoomFor(words: number): boolean {
    if (((this.#next - this.#read) | 0) + words <= ringWords) return true;
    this.#read = Atomics.load(this.#control, read);
    return ((this.#next - this.#read) | 0) + words <= ringWords;
  }

  /** Where the next word goes. */
  get position(): number {
    return this.#next;
  }

  /** Forgets what was put since then, and was not published. */
  rewind(position: number): void {
    this.#next = position;
  }

  put(word: number): void {
    this.#words[this.#next & mask] = word;
    this.#next = (this.#next + 1) | 0;
  }

  /** Puts 64 bits. */
  putLimb(limb: bigint): void {
    this.#limbs[this.#next & mask] = limb;
    this.#next = (this.#next + 1) | 0;
  }

  /** Puts a text, without its length, in {@link wordsOfText} words. */
  putText(text: string): void {
    const units = this.#units;
    const start = (this.#next & mask) * unitsInWord;
    for (let at = 0; at < text.length; at++) units[(start + at) & unitMask] = text.charCodeAt(at);
    this.#next = (this.#next + wordsOfText(text.length)) | 0;
  }

  /**
   * Shows the reader what was put, and wakes it; `true` if that takes a message, because its event loop sleeps.
   *
   * @param more there will soon be more: a reader that can wait for that sleeps on
   */
  publish(more = false): boolean {
    Atomics.store(this.#control, written, this.#next);
    return this.wake(more);
  }

  /** The same without anything new. */
  wake(more = false): boolean {
    const state = Atomics.load(this.#control, sleeping);
    if (state === awake || (state === dozing && more)) return false;
    const how = Atomics.exchange(this.#control, sleeping, awake);
    if (how === awake) return false;
    const listens = Atomics.load(this.#control, listening) === 1;
    if (how === parked || listens) Atomics.notify(this.#control, written);
    return how !== parked && !listens;
  }

  /** Says that a message is about to be sent; `true` if the reader needs it to wake up, and counts on it now. */
  announceMessage(): boolean {
    return Atomics.compareExchange(this.#control, sleeping, away, awake) === away;
  }
}

/** The end that takes them out. */
export class RingReader {
  readonly #control: Int32Array;
  readonly #words: Float64Array;
  readonly #limbs: BigInt64Array;
  readonly #units: Uint16Array;
  #next = 0;
  /** Up to where the writer was when it was last looked at. */
  #written = 0;
  /** Up to where the writer may write again. */
  #released = 0;
  /** Whether the writer knows, or may know, that this side sleeps. */
  #isAway = false;

  constructor(memory: SharedArrayBuffer) {
    this.#control = new Int32Array(memory, 0, controlBytes / 4);
    this.#words = new Float64Array(memory, controlBytes);
    this.#limbs = new BigInt64Array(memory, controlBytes);
    this.#units = new Uint16Array(memory, controlBytes);
  }

  /** Whether something was published that was not taken. */
  get hasNext(): boolean {
    if (this.#written === this.#next) this.#written = Atomics.load(this.#control, written);
    return this.#written !== this.#next;
  }

  /** How many words may be read at least. */
  get backlog(): number {
    return (this.#written - this.#next) | 0;
  }

  /** The next word, without taking it. */
  peek(): number {
    return this.#words[this.#next & mask] as number;
  }

  take(): number {
    const word = this.#words[this.#next & mask] as number;
    this.#next = (this.#next + 1) | 0;
    return word;
  }

  takeLimb(): bigint {
    const limb = this.#limbs[this.#next & mask] as bigint;
    this.#next = (this.#next + 1) | 0;
    return limb;
  }

  /** Takes a text of so many units. */
  takeText(length: number): string {
    const start = (this.#next & mask) * unitsInWord;
    this.#next = (this.#next + wordsOfText(length)) | 0;
    const units = this.#units.subarray(start, start + length);
    if (units.length === length) return textOf(units);
    return textOf(units) + textOf(this.#units.subarray(0, length - units.length));
  }

  /** Gives the writer the room of what was taken, when it is worth the while: far before `isBehind` looks at it. */
  release(): void {
    if (((this.#next - this.#released) | 0) < ringWords / 8) return;
    Atomics.store(this.#control, read, this.#next);
    this.#released = this.#next;
  }

  /** Sleeps in `Atomics.wait`, so that the event loop stands still, until there is something or the time is over. */
  park(ms: number): void {
    Atomics.store(this.#control, sleeping, parked);
    Atomics.wait(this.#control, written, this.#next, ms);
    Atomics.store(this.#control, sleeping, awake);
  }

  /**
   * Before the event loop is left to sleep: from now on a message is needed. `false` if there is something already.
   *
   * @param patient no message is needed as long as more is to come soon
   */
  leave(patient = false): boolean {
    Atomics.store(this.#control, sleeping, patient ? dozing : away);
    this.#isAway = true;
    if (!this.hasNext) return true;
    this.stay();
    return false;
  }

  /** From now on `Atomics.notify` reaches the event loop of the reader too, by {@link published}: no message is needed. */
  listen(): void {
    Atomics.store(this.#control, listening, 1);
  }

  /**
   * Resolves when it is woken after {@link leave}, if it listens. `undefined` if there is something already.
   * It does not keep a process alive.
   */
  published(): Promise<unknown> | undefined {
    const wait = Atomics.waitAsync(this.#control, written, this.#next);
    return wait.async ? wait.value : undefined;
  }

  /** Resolves what {@link published} gave: while that is pending, the engine keeps the ring and all that waits for it. */
  wake(): void {
    Atomics.notify(this.#control, written);
  }

  /** The reader looks by itself again. */
  stay(): void {
    if (!this.#isAway) return;
    this.#isAway = false;
    Atomics.store(this.#control, sleeping, awake);
  }
}

/** How many words a text of that length takes. */
export function wordsOfText(length: number): number {
  return Math.ceil(length / unitsInWord);
}

function textOf(units: Uint16Array): string {
  return Reflect.apply(String.fromCharCode, undefined, units);
}

/** How many words it holds. A power of two. */
export const ringWords = 8192;
const mask = ringWords - 1;
const unitsInWord = 4;
const unitMask = ringWords * unitsInWord - 1;

// Where the control words stand: each in a cache line of its own, since both threads write all the time.
const written = 0;
const read = 16;
const sleeping = 32;
const listening = 33;
const controlBytes = 4 * 48;

// How the reader sleeps.
const awake = 0;
const parked = 1;
const away = 2;
const dozing = 3;
