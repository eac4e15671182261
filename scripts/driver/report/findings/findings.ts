import type { PublishedCell } from "../published-cell.ts";
import type { Section } from "../questions.ts";
import type { Run } from "../read-run.ts";
import type { Finding } from "./evidence.ts";
import { parallelFindings } from "./parallel-findings.ts";
import { runtimeFindings } from "./runtime-findings.ts";
import { startFindings } from "./start-findings.ts";
import { troubleFindings } from "./trouble-findings.ts";
import { upgradeFindings } from "./upgrade-findings.ts";

/**
 * What a run found, in sentences. Each one repeats a verdict that the tables hold, with its interval: nothing is
 * called faster unless the intervals say so, and what they leave open is said to be open.
 */
export function findings(
  run: Run,
  cells: readonly PublishedCell[],
  sections: readonly Section[],
): readonly Finding[] {
  const evidence = { run, cells, sections, fullThreads: fullThreads(run, cells) };
  return [upgradeFindings, parallelFindings, runtimeFindings, startFindings, troubleFindings].flatMap(
    (find) => find(evidence),
  );
}

function fullThreads({ provenance }: Run, cells: readonly PublishedCell[]): number | undefined {
  const counts = cells.flatMap(({ executor, threads }) =>
    executor !== "inline" && threads > 0 ? threads : [],
  );
  const { cores } = provenance;
  const served = counts.filter((count) => cores === undefined || count <= Math.max(1, cores));
  return served.length > 0 ? Math.max(...served) : undefined;
}
