import { counted } from "../../command-line/counted.ts";
import { byGravity, type ComparisonRow } from "../comparison-rows.ts";
import { ratioText } from "../digits.ts";
import { isTold } from "../verdict-table.ts";
import type { Evidence } from "./evidence.ts";
import { sentence } from "./words.ts";

/** What a check of two releases found, a sentence for each verdict, and which changed most. */
export function upgradeFindings({ run }: Evidence): string[] {
  const groups = Map.groupBy(byGravity(run.upgrade.filter(isTold)), ({ verdict }) => verdict);
  return Object.entries(meanings).flatMap(([verdict, meaning]) => {
    const rows = groups.get(verdict) ?? [];
    if (rows.length === 0) return [];
    const named = rows.slice(0, mostNamed).map(change).join("; ");
    const found = `${counted(rows.length, "figure")} ${rows.length === 1 ? meaning.one : meaning.several}`;
    return [
      sentence(
        meaning.isListed
          ? `${found}: ${rows.length > mostNamed ? `${named} and ${rows.length - mostNamed} more` : named}.`
          : `${found}.`,
      ),
    ];
  });
}

const mostNamed = 4;

interface Meaning {
  readonly one: string;
  readonly several: string;
  readonly isListed: boolean;
}

/** In the order of `verdicts`. */
const meanings: Readonly<Record<string, Meaning>> = {
  broke: { one: "works in the old release only", several: "work in the old release only", isListed: true },
  leaks: { one: "leaks", several: "leak", isListed: true },
  slower: { one: "is slower, or worse", several: "are slower, or worse", isListed: true },
  inconclusive: { one: "is not decided", several: "are not decided", isListed: false },
  failed: { one: "works in neither release", several: "work in neither release", isListed: true },
  fixed: { one: "works in the new release only", several: "work in the new release only", isListed: true },
  faster: { one: "is faster, or better", several: "are faster, or better", isListed: true },
  same: {
    one: "is the same, within its threshold",
    several: "are the same, within their thresholds",
    isListed: false,
  },
};

/** `matmul pool-2, ratio 1.052 (1.043 to 1.061)`. */
function change({ cell, metric, ratio }: ComparisonRow): string {
  const [workload = "", config = ""] = cell.split("/");
  const executor = config === "inline-1" ? "" : config;
  const name = [workload, executor, metric === "wall_ms" ? "" : metric].filter(Boolean).join(" ");
  return ratio ? `${name}, ratio ${ratioText(ratio)}` : name;
}
