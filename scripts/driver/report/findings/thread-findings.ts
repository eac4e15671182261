import { counted } from "../../command-line/counted.ts";
import { inverse } from "../comparison-rows.ts";
import { figureText, intervalText } from "../digits.ts";
import type { Evidence } from "./evidence.ts";
import { pairedMean, scopeOf } from "./paired-mean.ts";
import { listed, numberWord, runtimeName, sentence } from "./words.ts";

/** What the threads that fill the machine gain over inline, and where threads lose. */
export function threadFindings(evidence: Evidence): string[] {
  return [...gains(evidence), ...losses(evidence)];
}

function gains(evidence: Evidence): string[] {
  const { cells, rows, labels, fullThreads = 1 } = evidence;
  const full = cells.filter(({ executor, threads }) => executor !== "inline" && threads === fullThreads);
  if (fullThreads < 2) return [];
  const executors = Map.groupBy(full, ({ executor }) => executor);
  return [...executors].flatMap(([executor, group]) => {
    const means = [...Map.groupBy(group, ({ label }) => label)].flatMap(([label, own]) => {
      const mean = pairedMean(
        own.map((cell) => rows.find((row) => row.question === "executor" && row.cell === cell.id)),
      );
      const speed = inverse(mean?.ratio);
      return mean && speed && mean.verdict !== "open" ? { label, mean, speed } : [];
    });
    if (means.length === 0) return [];
    const isAlike = new Set(means.map(({ mean }) => mean.rows.length)).size === 1;
    const ordered = means.toSorted((a, b) => b.speed.value - a.speed.value);
    const shown = ordered.map(({ label, mean, speed }, index) => {
      const scope = index === 0 || !isAlike ? scopeOf(mean, evidence) : { over: "", interval: "" };
      const times = `${figureText(speed)} times${index === 0 ? " the work of one" : ""}`;
      const interval = `${scope.interval}${intervalText(speed, 1)}`;
      return `${times} on ${runtimeName(label, labels)}${scope.over} (${interval})`;
    });
    const of = executors.size > 1 ? ` of ${executor}` : "";
    return `${sentence(numberWord(fullThreads))} threads${of} do ${listed(shown, 6)}.`;
  });
}

function losses({ cells, rows, labels }: Evidence): string[] {
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  const threaded = rows.flatMap((row) => {
    const cell = byId.get(row.cell);
    return row.question === "executor" && cell && cell.threads > 1 ? { row, cell } : [];
  });
  const losing = threaded
    .filter(({ row }) => row.verdict === "slower")
    .toSorted((a, b) => (b.row.ratio?.value ?? 0) - (a.row.ratio?.value ?? 0));
  if (losing.length === 0) return [];
  const shown = losing.map(({ row, cell }) => {
    const times = row.ratio ? ` (${figureText(row.ratio)} times as long)` : "";
    return `${cell.work} with ${cell.config} on ${runtimeName(cell.label, labels)}${times}`;
  });
  return [
    `Several threads take longer than inline in ${losing.length} of ${counted(threaded.length, "comparison")}: ${listed(shown, 3)}.`,
  ];
}
