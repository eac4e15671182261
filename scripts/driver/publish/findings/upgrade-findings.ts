import type { UpgradeRow } from "../upgrade-row.ts";
import { byVerdict, verdicts } from "../upgrade-table.ts";
import type { Evidence } from "./findings.ts";
import { listed, ratioText } from "./words.ts";

/** How many figures an upgrade changed, each verdict by itself, and which changed most. */
export function upgradeFindings({ run }: Evidence): string[] {
  if (run.upgrade.length === 0) return [];
  const groups = Map.groupBy(byVerdict(run.upgrade), ({ verdict }) => verdict);
  const sides = [...new Set(run.upgrade.map((row) => `${row.old} to ${row.new}`))];
  const counts = [...groups].map(([verdict, rows]) => `${rows.length} ${verdict}`);
  const named: string[] = ["broke", "slower", "failed", "fixed", "faster"];
  return [
    `From ${listed(sides)}, ${run.upgrade.length} figures compared: ${listed(counts, 8)}.`,
    ...named.flatMap((verdict) => {
      const rows = groups.get(verdict) ?? [];
      const meaning = verdicts[verdict as keyof typeof verdicts];
      return rows.length > 0 ? `${verdict} (${meaning}): ${listed(rows.map(change), 4)}.` : [];
    }),
  ].map((text) => text.slice(0, 1).toUpperCase() + text.slice(1));
}

function change({ workload, config, metric, ratio }: UpgradeRow): string {
  const what = `${workload} with ${config}${metric === "wall_ms" ? "" : ` in ${metric}`}`;
  return ratio ? `${what} ${ratioText(ratio)}` : what;
}
