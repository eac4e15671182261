import type { Table } from "./table.ts";

/**
 * Several tables of the same layout, one for each figure, as one: a row for each figure under each workload, so that
 * all that a workload measured stands together. Tables of another layout than the first follow as they are.
 */
export function joinTables(tables: readonly Table[], about: string): Table[] {
  const [first] = tables;
  if (first === undefined) return [];
  const alike = tables.filter((table) => layout(table) === layout(first));
  const rows = alike.flatMap(({ title, rows }) =>
    rows.map((row) => {
      const better = row.entries.flatMap((entry) => (entry.kind === "figure" ? entry.measure.title : []))[0];
      return { ...row, keys: [...row.keys, better ?? title] };
    }),
  );
  const joined: Table = {
    ...first,
    title: "",
    about,
    keys: [...first.keys, "figure"],
    rows: [...Map.groupBy(rows, ({ keys }) => keys[0]).values()].flat(),
    notes: [...new Set(alike.flatMap(({ notes }) => notes))],
  };
  return [joined, ...tables.filter((table) => !alike.includes(table))];
}

const layout = ({ keys, columns }: Table): string => JSON.stringify([keys, columns]);
