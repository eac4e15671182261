import { inverse } from "../comparison-rows.ts";
import { figureText, intervalText, percent } from "../digits.ts";
import type { Evidence } from "./findings.ts";
import { overText, pairedMean } from "./paired-mean.ts";
import { counted, listed, numberWord, runtimeName, sentence } from "./words.ts";

/** What the threads that fill the machine gain over inline, and where threads lose. */
export function threadFindings(evidence: Evidence): string[] {
  return [...gains(evidence), ...losses(evidence)];
}

function gains({ run, cells, rows, labels, fullThreads = 1 }: Evidence): string[] {
  const full = cells.filter(({ executor, threads }) => executor !== "inline" && threads === fullThreads);
  if (fullThreads < 2) return [];
  const executors = Map.groupBy(full, ({ executor }) => executor);
  return [...executors].flatMap(([executor, group]) => {
    const means = [...Map.groupBy(group, ({ label }) => label)].flatMap(([label, own]) => {
      const compared = own.map((cell) =>
        rows.find((row) => row.question === "executor" && row.cell === cell.id),
      );
      const mean = pairedMean(compared);
      const speed = inverse(mean?.ratio);
      return mean && speed ? { label, mean, speed, work: own[0]?.work ?? "" } : [];
    });
    if (means.length === 0) return [];
    const isAlike = new Set(means.map(({ mean }) => mean.rows.length)).size === 1;
    const over = ({ mean, work }: (typeof means)[number]): string =>
      overText(numberWord(mean.rows.length), work);
    const confidence = percent(run.comparisons.confidence);
    const ordered = means.toSorted((a, b) => b.speed.value - a.speed.value);
    const shown = ordered.map((each, index) => {
      const label = index === 0 ? `${confidence} interval ` : "";
      const interval = `(${label}${intervalText(each.speed, 1)})`;
      const name = `${runtimeName(each.label, labels)}${isAlike ? "" : ` ${over(each)}`}`;
      const open = each.mean.verdict === "open" ? ", so neither gain nor loss is shown" : "";
      return `${figureText(each.speed)} times the work of one on ${name} ${interval}${open}`.replace(
        index === 0 ? "" : " the work of one",
        "",
      );
    });
    const of = executors.size > 1 ? ` of ${executor}` : "";
    const scope = isAlike && ordered[0] ? `, ${over(ordered[0])}` : "";
    return `${sentence(numberWord(fullThreads))} threads${of} do ${listed(shown, 6)}${scope}.`;
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
