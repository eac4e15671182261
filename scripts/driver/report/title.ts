import { subjectOf } from "./bisect/answer.ts";
import { verdictCounts } from "./comparison-rows.ts";
import { listed, runtimeTitle } from "./findings/words.ts";
import type { PublishedCell } from "./published-cell.ts";
import type { Run } from "./read-run.ts";
import type { HistoryRow } from "./release-history/history-rows.ts";
import { subjectOf as followed, releasesOf } from "./release-history/step-sentences.ts";

/**
 * What was compared: `Node 26.10.0, Deno 2.9.6 and Bun 1.4.5: 4 workloads, inline and pool of 1, 2 and 4 threads`, and
 * what became of an upgrade: `Bun 1.3.14 → 1.4.5: 2 slower, 21 faster`.
 */
export function titleOf(
  { upgrade, bisect, history, provenance }: Run,
  cells: readonly PublishedCell[],
): string {
  if (history.length > 0) return historyTitle(history);
  const [searched] = bisect;
  if (searched !== undefined)
    return `${releases([searched, ...bisect.slice(-1)].map(({ release }) => release))}: ${subjectOf(searched)}`;
  if (upgrade.length > 0) return `${releases(provenance.labels)}: ${verdictCounts(upgrade)}`;
  if (cells.length === 0) return `${provenance.run}: nothing was measured`;
  const installed = cells.filter(({ status }) => status !== "not installed");
  const labels = (installed.length > 0 ? installed : cells).map(({ label }) => runtimeTitle(label));
  const names = [...new Set(cells.map(({ texts }) => texts.get("workload") ?? ""))];
  const workloads = names.length === 1 ? names[0] : `${names.length} workloads`;
  return `${listed([...new Set(labels)], 5)}: ${[workloads, executors(cells)].filter(Boolean).join(", ")}`;
}

/** `Bun 1.2.23 → 1.4.5, 3 releases: json-stringify`. */
function historyTitle(rows: readonly HistoryRow[]): string {
  const all = releasesOf(rows);
  const cells = [...new Set(rows.map((row) => followed({ ...row, metric: "wall_ms" }, rows)))];
  return `${releases([...all.slice(0, 1), ...all.slice(-1)])}, ${all.length} releases: ${listed(cells, 4)}`;
}

function releases(labels: readonly string[]): string {
  const [old = "", young = "", ...others] = labels;
  if (young === "" || others.length > 0) return "Upgrade";
  const [before, after] = [runtimeTitle(old), runtimeTitle(young)];
  const isSameRuntime = old.split("@")[0] === young.split("@")[0] && young.includes("@");
  return `${before} → ${isSameRuntime ? young.slice(young.indexOf("@") + 1) : after}`;
}

function executors(cells: readonly PublishedCell[]): string {
  const threaded = Map.groupBy(
    cells.filter(({ executor }) => executor !== "inline" && executor !== ""),
    ({ executor }) => executor,
  );
  const threads = [...threaded].map(([executor, own]) => {
    const counts = [...new Set(own.map((cell) => cell.threads))].filter((count) => count > 0);
    return { executor, counts: counts.toSorted((a, b) => a - b) };
  });
  const alike = Map.groupBy(threads, ({ counts }) => counts.join());
  const pools = [...alike.values()].map((group) => {
    const counts = group[0]?.counts ?? [];
    const unit = counts.length === 1 && counts[0] === 1 ? "thread" : "threads";
    const of = counts.length > 0 ? ` of ${listed(counts.map(String), 6)} ${unit}` : "";
    return `${listed(group.map(({ executor }) => executor))}${of}`;
  });
  const inline = cells.some(({ executor }) => executor === "inline") ? ["inline"] : [];
  return [...inline, ...pools].join(pools.length > 1 ? ", " : " and ");
}
