import { answerSentences } from "../bisect/answer.ts";
import type { PublishedCell } from "../published-cell.ts";
import type { Run } from "../read-run.ts";
import { type Evidence, isDecided } from "./evidence.ts";
import { leakFindings } from "./leak-findings.ts";
import { openFindings } from "./open-findings.ts";
import { runtimeFindings } from "./runtime-findings.ts";
import { threadFindings } from "./thread-findings.ts";
import { troubleFindings } from "./trouble-findings.ts";
import { upgradeFindings } from "./upgrade-findings.ts";

/**
 * What a run found, a sentence each. Every one follows from verdicts of the run and says nothing that their intervals do
 * not show; what is not decided is said to be open.
 */
export function findings(run: Run, cells: readonly PublishedCell[]): readonly string[] {
  const known = new Set(cells.map(({ id }) => id));
  const evidence = {
    run,
    cells,
    rows: run.comparisons.rows.filter(
      ({ metric, cell, baseline }) => metric === "wall_ms" && known.has(cell) && known.has(baseline),
    ),
    labels: [...new Set(cells.map(({ label }) => label))],
    fullThreads: fullThreads(run, cells),
  };
  const compared = evidence.rows.some(isDecided) ? [runtimeFindings, threadFindings] : [];
  return [upgradeFindings, searchFindings, ...compared, leakFindings, openFindings, troubleFindings].flatMap(
    (find) => find(evidence),
  );
}

/** What a search for a release found. */
function searchFindings({ run: { bisect } }: Evidence): string[] {
  return answerSentences(bisect);
}

function fullThreads({ provenance }: Run, cells: readonly PublishedCell[]): number | undefined {
  const { cores = Infinity } = provenance;
  const served = cells.flatMap(({ executor, threads }) =>
    executor !== "inline" && threads > 0 && threads <= Math.max(1, cores) ? threads : [],
  );
  return served.length > 0 ? Math.max(...served) : undefined;
}
