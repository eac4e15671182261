import { counted } from "../../command-line/counted.ts";
import { type Evidence, isDecided } from "./evidence.ts";
import { listed } from "./words.ts";

/** What was not decided, and why nothing may have been compared at all. */
export function openFindings({ run, rows, cells }: Evidence): string[] {
  const isMeasured = cells.some(({ status }) => status === "ok");
  if (rows.length === 0) {
    if (!isMeasured || run.comparisons.rows.length > 0) return [];
    return [
      run.hasComparisons
        ? "Nothing was compared: the run has one runtime and no executor beside inline."
        : "This run has no comparisons.csv, as older ones: the tables show what was measured, and nothing is concluded from it here.",
    ];
  }
  const works = rows.filter(({ ratio, verdict }) => ratio !== undefined || verdict === "inconclusive");
  const open = works.filter((row) => !isDecided(row));
  if (works.length === 0 || open.length === 0) return [];
  const bouts = Math.min(...open.map((row) => row.bouts));
  if (open.length === works.length) {
    return [
      `Nothing was decided: ${counted(works.length, "comparison")} with ${counted(bouts, "bout")} at least, and none shows which is faster; a longer budget, or a quieter machine, shows more.`,
    ];
  }
  const parts = [...Map.groupBy(works, ({ question }) => question)].flatMap(([question, all]) => {
    const left = all.filter((row) => !isDecided(row)).length;
    return left > 0 ? `${left} of ${counted(all.length, "comparison")} ${among[question] ?? ""}`.trim() : [];
  });
  return [`Not decided: ${listed(parts)}; a longer budget decides more.`];
}

const among: Readonly<Record<string, string>> = { runtime: "of runtimes", executor: "with inline" };
