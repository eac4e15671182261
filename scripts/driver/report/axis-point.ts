import type { PublishedCell } from "./published-cell.ts";

/** A point of an axis: the values of its columns, in one cell. */
export interface Point {
  readonly key: string;
  readonly values: readonly string[];
}

/** Where a cell stands on an axis. */
export function pointOf({ texts }: PublishedCell, columns: readonly string[]): Point {
  const values = columns.map((column) => texts.get(column) ?? "");
  return { key: JSON.stringify(values), values };
}

/** All points of an axis: in the order of the run, numbers by size. */
export function pointsOf(cells: readonly PublishedCell[], columns: readonly string[]): Point[] {
  const points = [
    ...new Map(cells.map((cell) => pointOf(cell, columns)).map((each) => [each.key, each])).values(),
  ];
  const order = columns.map((_, index) => {
    const values = points.map(({ values }) => values[index] ?? "");
    if (values.every((value) => value !== "" && Number.isFinite(Number(value)))) return Number;
    const places = new Map([...new Set(values)].map((value, place) => [value, place]));
    return (value: string): number => places.get(value) ?? 0;
  });
  return points.toSorted((a, b) => {
    for (const [index, place] of order.entries()) {
      const difference = place(a.values[index] ?? "") - place(b.values[index] ?? "");
      if (difference !== 0) return difference;
    }
    return 0;
  });
}
