import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { callInTurn } from "./support/dispatch/call-in-turn.ts";
import { type Invoice, invoice, makeOrder } from "./support/dispatch/order.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { quantile } from "./support/quantile.ts";

export default {
  name: "dispatch-objects",
  about: "`size` tiny tasks with objects, at once, and a tenth one after the other: shows what objects cost",
  defaults: { tasks: 1, size: 10_000 },
  threaded: true,
  groups: ["dispatch"],

  async run(params) {
    const count = params.tasks * params.size;
    const orders = Array.from({ length: Math.ceil(count / 10) }, (_, id) => makeOrder(id));
    const { answers: inTurn, sortedUs } = await callInTurn(orders, (order) => toThread(invoice, order));
    const start = performance.now();
    const atOnce = await Promise.all(
      Array.from({ length: count }, (_, id) => toThread(invoice, makeOrder(id))),
    );
    params.metric("tasks_per_s", (1000 * count) / (performance.now() - start), {
      better: "higher",
    });
    params.metric("latency_median_us", quantile(sortedUs, 0.5) ?? Number.NaN);
    params.metric("latency_p99_us", quantile(sortedUs, 0.99) ?? Number.NaN);
    return { inTurn, atOnce };
  },

  check({ inTurn, atOnce }, { tasks, size }) {
    const expected = Array.from({ length: tasks * size }, (_, id) => ({
      id,
      customer: `customer ${id % 100}`,
      total: (id % 2 === 0 ? 5 : 0) + 4.5 * (1 + (id % 3)) + 9,
    }));
    expectEqual(atOnce, expected, "the invoices at once");
    expectEqual(
      inTurn,
      expected.slice(0, Math.ceil(expected.length / 10)),
      "the invoices one after the other",
    );
  },
} satisfies Workload<undefined, { inTurn: Invoice[]; atOnce: Invoice[] }>;
