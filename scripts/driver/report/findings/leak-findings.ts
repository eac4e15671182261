import type { Evidence } from "./evidence.ts";

/** Which cells of a matrix leave more in memory with each run. */
export function leakFindings({ run, cells }: Evidence): string[] {
  const known = new Map(cells.map((cell) => [cell.id, cell]));
  const sentences = run.comparisons.rows.flatMap(({ verdict, cell, note }) => {
    const { work, label, config } = known.get(cell) ?? {};
    return verdict === "leaks" && work !== undefined ? `${work} on ${label}, ${config}: ${note}.` : [];
  });
  return [...new Set(sentences)];
}
