/** First in, first out, however many: the first elements of a long array would take as long to remove as it is long. */
export class Fifo<T> {
  #in: T[] = [];
  /** The oldest, in reverse. */
  #out: T[] = [];

  push(item: T): void {
    this.#in.push(item);
  }

  /** The oldest, `undefined` if there is none. */
  get first(): T | undefined {
    if (this.#out.length === 0 && this.#in.length > 0) {
      this.#out = this.#in.reverse();
      this.#in = [];
    }
    return this.#out.at(-1);
  }

  /** Takes out the oldest. */
  shift(): T | undefined {
    return this.first === undefined ? undefined : this.#out.pop();
  }

  /** Takes out all, the oldest first. */
  drain(): T[] {
    const all = [...this.#out.reverse(), ...this.#in];
    this.#in = [];
    this.#out = [];
    return all;
  }
}
