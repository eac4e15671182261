import { type Figure, geometricMean } from "../../statistics/figure.ts";
import { figureText } from "../digits.ts";
import { ownMeasure } from "../measure.ts";
import type { PublishedCell } from "../published-cell.ts";
import type { Evidence, Finding } from "./evidence.ts";
import { counted, listed, ratioText } from "./words.ts";

/** Whether parallel work is parallel: what the threads that fill the machine gain, and where threads lose. */
export function parallelFindings(evidence: Evidence): Finding[] {
  const speedups = evidence.cells.flatMap((cell) => {
    const figure = cell.executor === "inline" ? undefined : ownMeasure("speedup").figure(evidence.run, cell);
    return figure ? { cell, figure } : [];
  });
  return [...gains(speedups, evidence), ...losses(speedups)];
}

interface Speedup {
  readonly cell: PublishedCell;
  readonly figure: Figure;
}

function gains(speedups: readonly Speedup[], { fullThreads, run }: Evidence): Finding[] {
  const full = speedups.filter(({ cell }) => cell.threads === fullThreads && (fullThreads ?? 0) > 1);
  return [...Map.groupBy(full, ({ cell }) => cell.executor)].flatMap(([executor, all]) => {
    const byLabel = Map.groupBy(all, ({ cell }) => cell.label);
    const works = [...new Set(all.map(({ cell }) => cell.work))];
    const common = works.filter((work) =>
      [...byLabel.values()].every((group) => group.some(({ cell }) => cell.work === work)),
    );
    const means = [...byLabel].flatMap(([label, group]) => {
      const mean = geometricMean(
        group.filter(({ cell }) => common.includes(cell.work)).map(({ figure }) => figure),
      );
      return mean?.interval ? { label, mean } : [];
    });
    if (means.length === 0) return [];
    const ordered = means.toSorted((a, b) => b.mean.value - a.mean.value);
    const over =
      common.length > 1 ? `, in geometric mean over ${common.length} workloads` : ` for ${common[0]}`;
    const cores = run.provenance.cores;
    const factors = ordered.map(({ label, mean }) => `${label} ${ratioText(mean)}`);
    return {
      topic: `Speed-up, ${executor}`,
      text: `With ${fullThreads} threads${cores ? ` on ${counted(cores, "core")}` : ""}, against inline${over}: ${listed(factors, 6)}.`,
    };
  });
}

function losses(speedups: readonly Speedup[]): Finding[] {
  const losing = speedups
    .filter(({ figure, cell }) => figure.interval && figure.interval.high < 1 && cell.threads > 1)
    .toSorted((a, b) => a.figure.value - b.figure.value);
  if (losing.length === 0) return [];
  const threaded = speedups.filter(({ cell }) => cell.threads > 1).length;
  const worst = losing
    .slice(0, 3)
    .map(({ cell, figure }) => `${cell.work} on ${cell.label} with ${cell.config} (${figureText(figure)}×)`);
  return [
    {
      topic: "Threads do not always pay",
      text: `${losing.length} of ${counted(threaded, "cell")} with 2 or more threads ${losing.length === 1 ? "is" : "are"} slower than inline. The furthest behind: ${listed(worst)}.`,
    },
  ];
}
