import { task } from "../task.ts";
import { TaskGroup } from "../task-group.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";

interface Order {
  readonly id: number;
  readonly status: "paid" | "open" | "cancelled";
  readonly customer: { readonly name: string; readonly city: string };
  readonly items: readonly { readonly sku: string; readonly cents: number; readonly count: number }[];
}

/** Turnover in cents, by city. */
type Turnover = Record<string, number>;

/** What was paid in each city, from one order on each line. */
export const turnoverOf = task(import.meta.url, function turnoverOf(lines: string): Turnover {
  const turnover: Turnover = {};
  for (const line of lines.split("\n")) {
    const order: Order = JSON.parse(line);
    if (order.status !== "paid") continue;
    const cents = order.items.reduce((sum, item) => sum + item.cents * item.count, 0);
    turnover[order.customer.city] = (turnover[order.customer.city] ?? 0) + cents;
  }
  return turnover;
});

export default {
  name: "json-lines",
  about:
    "parses, filters and sums up JSON lines: shows what is left of the speed-up when text goes to the threads",
  defaults: { tasks: 8, size: 5_000 },
  threaded: true,
  groups: ["upgrade"],

  setup: ({ tasks, size }) =>
    Array.from({ length: tasks }, (_, part) =>
      Array.from({ length: size }, (_, line) => JSON.stringify(order(part * size + line))).join("\n"),
    ),

  run: (_params, texts) =>
    TaskGroup.run(async (group) => {
      const parts = texts.map((lines) => group.createTask(toThread(turnoverOf, lines)));
      const total: Turnover = {};
      for (const part of await Promise.all(parts)) {
        for (const [city, cents] of Object.entries(part)) total[city] = (total[city] ?? 0) + cents;
      }
      return total;
    }),

  /** Another way: from the numbers that the orders were made of. */
  check(turnover, { tasks, size }) {
    const expected: Turnover = {};
    for (let id = 0; id < tasks * size; id++) {
      if (id % 3 !== 0) continue;
      const city = cityOf(id);
      const cents = 100 + (id % 997) + 2 * (200 + (id % 89));
      expected[city] = (expected[city] ?? 0) + cents;
    }
    expectEqual(turnover, expected, "the turnover");
  },
} satisfies Workload<string[], Turnover>;

function order(id: number): Order {
  return {
    id,
    status: id % 3 === 0 ? "paid" : id % 3 === 1 ? "open" : "cancelled",
    customer: { name: `Customer "${id % 100}" \u00e9`, city: cityOf(id) },
    items: [
      { sku: `A-${id % 13}`, cents: 100 + (id % 997), count: 1 },
      { sku: `B-${id % 17}`, cents: 200 + (id % 89), count: 2 },
    ],
  };
}

const cityOf = (id: number): string => ["Lagos", "Lima", "Oslo", "Pune", "Quito"][id % 5] ?? "";
