import type { Workload } from "../workload.ts";
import { expectEqual } from "./support/expect-equal.ts";
import { type Database, platform } from "./support/platform.ts";
import { scramble } from "./support/seeded-random.ts";

const cities = ["Lagos", "Lima", "Oslo", "Pune", "Quito"];

interface Found {
  readonly prices: number;
  readonly cities: readonly string[];
  readonly totals: readonly number[];
}

export default {
  name: "sqlite",
  about:
    "inserts rows into a database in memory, looks each up, sums up: shows node:sqlite, or bun:sqlite (rows_per_s)",
  defaults: { tasks: 1, size: 10_000 },
  threaded: false,
  singleThreaded: true,
  groups: ["server", "upgrade"],

  setup: () => platform().openDatabase(),

  run({ tasks, size, metric }, database) {
    const rows = tasks * size;
    const start = performance.now();
    database.exec("CREATE TABLE orders (id INTEGER PRIMARY KEY, city TEXT NOT NULL, price INTEGER NOT NULL)");
    const insert = database.prepare("INSERT INTO orders (id, city, price) VALUES (?, ?, ?)");
    database.exec("BEGIN");
    for (let id = 0; id < rows; id++) insert.run(id, cityOf(id), priceOf(id));
    database.exec("COMMIT");

    const byId = database.prepare("SELECT city, price FROM orders WHERE id = ?");
    let prices = 0;
    for (let id = 0; id < rows; id++) prices += (byId.get(id) as { price: number }).price;

    const sums = database.prepare("SELECT city, SUM(price) AS total FROM orders GROUP BY city ORDER BY city");
    const totals = sums.all() as { city: string; total: number }[];
    database.exec("DROP TABLE orders");
    metric("rows_per_s", (1000 * rows) / (performance.now() - start), { better: "higher" });
    return { prices, cities: totals.map(({ city }) => city), totals: totals.map(({ total }) => total) };
  },

  check({ prices, cities: found, totals }, { tasks, size }) {
    const expected = new Map<string, number>();
    for (let id = 0; id < tasks * size; id++) {
      expected.set(cityOf(id), (expected.get(cityOf(id)) ?? 0) + priceOf(id));
    }
    const sorted = [...expected].sort(([a], [b]) => (a < b ? -1 : 1));
    expectEqual(
      prices,
      sorted.reduce((sum, [, total]) => sum + total, 0),
      "the sum of the prices",
    );
    expectEqual(
      found,
      sorted.map(([city]) => city),
      "the cities",
    );
    expectEqual(
      totals,
      sorted.map(([, total]) => total),
      "their sums",
    );
  },

  teardown: (database) => database.close(),
} satisfies Workload<Database, Found>;

function cityOf(id: number): string {
  return cities[scramble(id) % cities.length] ?? "";
}

function priceOf(id: number): number {
  return scramble(id + 1) % 10_000;
}
