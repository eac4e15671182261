import { type Task, task } from "../../../task.ts";

/** A small object of the kind that programs pass around. */
export interface Order {
  readonly id: number;
  readonly customer: string;
  readonly express: boolean;
  readonly items: readonly { readonly product: string; readonly price: number; readonly count: number }[];
}

export interface Invoice {
  readonly id: number;
  readonly customer: string;
  readonly total: number;
}

export function makeOrder(id: number): Order {
  return {
    id,
    customer: `customer ${id % 100}`,
    express: id % 2 === 0,
    items: [
      { product: "tea", price: 4.5, count: 1 + (id % 3) },
      { product: "cups", price: 2.25, count: 4 },
    ],
  };
}

/** Next to nothing to do: an object goes in, and another one comes out. */
export const invoice: Task<[order: Order], Invoice> = task(import.meta.url, function invoice(order) {
  const { id, customer, express, items } = order;
  let total = express ? 5 : 0;
  for (const { price, count } of items) total += price * count;
  return { id, customer, total };
});
