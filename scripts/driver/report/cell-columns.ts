import { BadInput } from "../command-line/bad-input.ts";
import { nearestWords } from "../command-line/nearest-words.ts";
import { derivedColumns, type PublishedCell } from "./published-cell.ts";

/** Every column by which cells can be chosen and laid out: those of `summary.csv`, and what is made from them. */
export function columnsOf(cells: readonly PublishedCell[]): string[] {
  return [...new Set([...derivedColumns, ...(cells[0]?.texts.keys() ?? [])])];
}

/** @throws {BadInput} for a column that is not there, with the nearest one */
export function checkColumn(column: string, known: readonly string[], option: string): void {
  if (known.includes(column)) return;
  const [meant] = nearestWords(column, known);
  throw new BadInput(
    `Unknown column "${column}" behind ${option}; ${meant ? `did you mean ${meant}?` : `known: ${known.join(", ")}`}`,
  );
}
