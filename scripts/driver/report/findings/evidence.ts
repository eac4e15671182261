import type { ComparisonRow } from "../comparison-rows.ts";
import type { PublishedCell } from "../published-cell.ts";
import type { Run } from "../read-run.ts";

/** What findings are made from. */
export interface Evidence {
  readonly run: Run;
  readonly cells: readonly PublishedCell[];
  /** The comparisons of times among these cells. */
  readonly rows: readonly ComparisonRow[];
  /** Every runtime of the run. */
  readonly labels: readonly string[];
  /** The threads that fill the machine: the most of the run that are no more than its cores. */
  readonly fullThreads: number | undefined;
}

/** Whether a verdict tells two cells apart, or shows that they are alike. */
export function isDecided({ verdict }: ComparisonRow): boolean {
  return verdict === "slower" || verdict === "faster" || verdict === "same";
}
