import type { UpgradeRow } from "../upgrade-row.ts";
import { byVerdict, verdicts } from "../upgrade-table.ts";
import type { Evidence, Finding } from "./evidence.ts";
import { counted, listed, ratioText } from "./words.ts";

/** How many figures an upgrade changed, each verdict by itself, and which changed most. */
export function upgradeFindings({ run }: Evidence): Finding[] {
  if (run.upgrade.length === 0) return [];
  const groups = Map.groupBy(byVerdict(run.upgrade), ({ verdict }) => verdict);
  const { labels } = run.provenance;
  const sides = labels.length === 2 ? `: ${labels.join(" to ")}` : "";
  const counts = [...groups].map(([verdict, rows]) => `${rows.length} ${verdict}`);
  const named = ["broke", "slower", "failed", "fixed", "faster"] as const;
  return [
    {
      topic: `Upgrade${sides}`,
      text: `${counted(run.upgrade.length, "figure")} compared: ${listed(counts, 8)}.`,
    },
    ...named.flatMap((verdict) => {
      const rows = groups.get(verdict) ?? [];
      if (rows.length === 0) return [];
      const topic = verdict.slice(0, 1).toUpperCase() + verdict.slice(1);
      return [{ topic: `${topic}: ${verdicts[verdict]}`, text: `${listed(rows.map(change), 4)}.` }];
    }),
  ];
}

function change({ workload, config, metric, ratio }: UpgradeRow): string {
  const what = `${workload} with ${config}${metric === "wall_ms" ? "" : ` in ${metric}`}`;
  return ratio ? `${what} ${ratioText(ratio)}` : what;
}
