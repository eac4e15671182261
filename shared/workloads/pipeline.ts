import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

/** Writes `count` numbers from `start` on as lines of text. */
export const write = task(import.meta.url, function write(start: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `${start + index},${(start + index) % 10}`).join("\n");
});

/** Reads such lines, and adds up the numbers times their last digits. */
export const addUp = task(import.meta.url, function addUp(lines: string): number {
  let sum = 0;
  for (const line of lines.split("\n")) {
    const [number, digit] = line.split(",");
    sum += Number(number) * Number(digit);
  }
  return sum;
});

export default {
  name: "pipeline",
  about:
    "two stages on threads with a short queue between them: shows back pressure in a group (waiting_max_items: most in it)",
  defaults: { tasks: 32, size: 4_000 },
  threaded: true,

  run: (params) =>
    TaskGroup.run(async (group) => {
      const queue = new BoundedQueue<string>(2 * params.threads, group.signal);
      let next = 0;
      let total = 0;

      const writer = async (signal: AbortSignal): Promise<void> => {
        for (let part = next++; part < params.tasks; part = next++) {
          await queue.put(await toThread(write.with({ signal }), part * params.size, params.size));
        }
      };
      const reader = async (signal: AbortSignal): Promise<void> => {
        for (let lines = await queue.take(); lines !== undefined; lines = await queue.take()) {
          const sum = await toThread(addUp.with({ signal }), lines);
          total += sum;
        }
      };

      const threads = Array.from({ length: params.threads });
      const reading = threads.map(() => group.createTask(reader));
      await Promise.all(threads.map(() => group.createTask(writer)));
      queue.close();
      await Promise.all(reading);
      params.metric("waiting_max_items", queue.most);
      return total;
    }),

  check(total, { tasks, size }) {
    // The sum of n * (n mod 10), digit by digit: n runs through digit, digit + 10, … below the end.
    const end = tasks * size;
    let expected = 0;
    for (let digit = 1; digit < 10; digit++) {
      const count = Math.ceil((end - digit) / 10);
      if (count > 0) expected += digit * (count * digit + (10 * count * (count - 1)) / 2);
    }
    expectEqual(total, expected, "the total");
  },
} satisfies Workload<undefined, number>;

/** Hands items on in order. Whoever puts one waits while it is full, whoever takes one while it is empty. */
class BoundedQueue<Item> {
  readonly #items: Item[] = [];
  readonly #limit: number;
  readonly #signal: AbortSignal;
  #isClosed = false;
  #waiting: (() => void)[] = [];
  /** How many items have waited in it at once, at most. */
  most = 0;

  /** No wait outlasts the signal. */
  constructor(limit: number, signal: AbortSignal) {
    this.#limit = limit;
    this.#signal = signal;
    signal.addEventListener("abort", () => this.#changed());
  }

  async put(item: Item): Promise<void> {
    while (this.#items.length >= this.#limit) await this.#change();
    this.#items.push(item);
    this.most = Math.max(this.most, this.#items.length);
    this.#changed();
  }

  /** The next item; `undefined` once it is closed and empty. */
  async take(): Promise<Item | undefined> {
    while (this.#items.length === 0) {
      if (this.#isClosed) return undefined;
      await this.#change();
    }
    const item = this.#items.shift();
    this.#changed();
    return item;
  }

  close(): void {
    this.#isClosed = true;
    this.#changed();
  }

  async #change(): Promise<void> {
    this.#signal.throwIfAborted();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#signal.throwIfAborted();
  }

  #changed(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
