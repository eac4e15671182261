import { expectEqual } from "../expect-equal.ts";
import { quantile } from "../quantile.ts";
import { toThread } from "../to-thread.ts";
import type { Workload } from "../workload.ts";
import { type Invoice, invoice, makeOrder } from "./dispatch/order.ts";

export default {
  name: "dispatch-objects",
  about:
    "`size` tiny tasks that take and return an object, a tenth of them one after the other: shows what objects cost",
  defaults: { tasks: 1, size: 10_000 },
  threaded: true,
  groups: ["dispatch"],

  async run(params) {
    const count = params.tasks * params.size;
    const single = Math.ceil(count / 10);
    const invoices: Invoice[] = [];
    const times = new Float64Array(single);
    for (let id = 0; id < single; id++) {
      const order = makeOrder(id);
      const start = performance.now();
      invoices.push(await toThread(invoice, order));
      times[id] = 1000 * (performance.now() - start);
    }
    const start = performance.now();
    const futures = Array.from({ length: count - single }, (_, index) =>
      toThread(invoice, makeOrder(single + index)),
    );
    const rest = await Promise.all(futures);
    params.metric("tasks_per_s", (1000 * (count - single)) / (performance.now() - start), {
      better: "higher",
    });
    times.sort();
    params.metric("latency_median_us", quantile(times, 0.5) ?? Number.NaN);
    params.metric("latency_p99_us", quantile(times, 0.99) ?? Number.NaN);
    return [...invoices, ...rest];
  },

  check(invoices, { tasks, size }) {
    const expected = Array.from({ length: tasks * size }, (_, id) => ({
      id,
      customer: `customer ${id % 100}`,
      total: (id % 2 === 0 ? 5 : 0) + 4.5 * (1 + (id % 3)) + 9,
    }));
    expectEqual(invoices, expected, "the invoices");
  },
} satisfies Workload<undefined, Invoice[]>;
