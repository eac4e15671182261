import type { Table } from "./table.ts";

/** Nobody reads more rows on a terminal, and laying them out takes time with the square of their number. */
const mostRows = 200;

/** A table as a terminal shows it. */
export function firstRows(table: Table): Table {
  const more = table.rows.length - mostRows;
  if (more <= 0) return table;
  return {
    ...table,
    rows: table.rows.slice(0, mostRows),
    notes: [...table.notes, `And ${more} rows more, which are in README.md, tables.csv and index.html.`],
  };
}
