import type { AnyIterable } from "../map-options.ts";

/** Reads an iterable of either kind, and knows whether it has to be closed. */
export class IterableReader {
  readonly isAsync: boolean;
  readonly #iterator: Iterator<unknown> | AsyncIterator<unknown>;
  #isOver = false;

  constructor(iterable: AnyIterable<unknown>) {
    const { [Symbol.asyncIterator]: async } = iterable as Partial<AsyncIterable<unknown>>;
    this.isAsync = async !== undefined && async !== null;
    const iterator: unknown = this.isAsync
      ? (iterable as AsyncIterable<unknown>)[Symbol.asyncIterator]()
      : (iterable as Iterable<unknown>)[Symbol.iterator]();
    if (!isObject(iterator)) throw new TypeError(`Iterator ${String(iterator)} is not an object`);
    this.#iterator = iterator as Iterator<unknown>;
  }

  /** What comes next: a promise of it if the iterable is async. */
  next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>> {
    try {
      const next = this.#iterator.next();
      return this.isAsync ? this.#later(next) : this.#seen(next as IteratorResult<unknown>);
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }

  /** Closes the iterable unless it has ended by itself. One that is async, and waits for something, does it when it goes on. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    await this.#iterator.return?.();
  }

  async #later(next: unknown): Promise<IteratorResult<unknown>> {
    try {
      return this.#seen((await next) as IteratorResult<unknown>);
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }

  #seen(next: IteratorResult<unknown>): IteratorResult<unknown> {
    if (!isObject(next)) throw new TypeError(`Iterator result ${String(next)} is not an object`);
    if (next.done) this.#isOver = true;
    return next;
  }
}

function isObject(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
