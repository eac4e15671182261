import type { CellSummary } from "./summary.ts";

/** A table for people, as text: the terminal and the Markdown file show the same one. */
export interface ComparisonTable {
  readonly header: readonly string[];
  readonly rows: readonly ComparisonRow[];
  /** What the figures and marks mean, and why some are missing. */
  readonly notes: readonly string[];
}

interface ComparisonRow {
  readonly texts: readonly string[];
  /** Which of the texts are the fastest in their column, for their workload. */
  readonly fastest: ReadonlySet<number>;
  /** Whether another workload begins here. */
  readonly begins: boolean;
}

/** What stands before the times in each row. */
const labels = ["workload", "runtime", "executor"];

/**
 * The article's result, for everyone: a row for each workload, runtime and executor, with the time inline and with
 * each number of threads, what the best of them gains, and what the first use costs.
 */
export function comparisonTable(summaries: readonly CellSummary[]): ComparisonTable {
  const threadCounts = [...new Set(summaries.filter(isThreaded).map(({ cell }) => cell.threads))].sort(
    (a, b) => a - b,
  );
  const rows = [...Map.groupBy(summaries, workloadTitle)].flatMap(([title, group]) =>
    [...Map.groupBy(group, rowKey).values()].flatMap((cells) => tableRows(title, cells, group, threadCounts)),
  );
  return {
    header: [
      ...labels,
      "inline",
      ...threadCounts.map((count) => (count === 1 ? "1 thread" : `${count} threads`)),
      "speed-up",
      "efficiency",
      "cold",
    ],
    rows: rows.map((row, index) => {
      const begins = row.texts[0] !== rows[index - 1]?.texts[0];
      return { ...row, begins, texts: begins ? row.texts : ["", ...row.texts.slice(1)] };
    }),
    notes: notes(summaries),
  };
}

/** Rows of one runtime: one for each executor with threads, with the inline time in each. */
function tableRows(
  title: string,
  cells: readonly CellSummary[],
  group: readonly CellSummary[],
  threadCounts: readonly number[],
): Omit<ComparisonRow, "begins">[] {
  const inline = cells.find((row) => !isThreaded(row));
  const threaded = Map.groupBy(cells.filter(isThreaded), ({ cell }) => cell.executor);
  const executors = threaded.size > 0 ? [...threaded] : [["inline", []] as const];
  return executors.map(([executor, own]) => {
    const times = [inline, ...threadCounts.map((count) => own.find(({ cell }) => cell.threads === count))];
    const best = fastestOf(own) ?? (own.length === 0 ? inline : undefined);
    return {
      texts: [
        title,
        cells[0]?.cell.runtime.label ?? "",
        executor,
        ...times.map(timeText),
        best?.speedup && own.length > 0 ? `${best.speedup.toFixed(2)}× (${best.cell.threads})` : "",
        best?.efficiency && own.length > 0 ? `${Math.round(100 * best.efficiency)} %` : "",
        significant(best?.figures.coldMs),
      ],
      fastest: new Set(
        times.flatMap((time, index) => (time && isFastest(time, group) ? [labels.length + index] : [])),
      ),
    };
  });
}

/** Whether no other cell of the same column is faster for certain, and at least one is slower or as fast. */
function isFastest(row: CellSummary, group: readonly CellSummary[]): boolean {
  const rivals = group.filter(
    ({ cell }) => isThreaded(row) === (cell.executor !== "inline") && cell.threads === row.cell.threads,
  );
  const first = fastestOf(rivals)?.figures.intervalMs;
  const own = row.figures.intervalMs;
  return rivals.length > 1 && first !== undefined && own !== undefined && own.low <= first.high;
}

function fastestOf(rows: readonly CellSummary[]): CellSummary | undefined {
  const measured = rows.filter(({ figures }) => figures.medianMs !== undefined);
  return measured.sort((a, b) => (a.figures.medianMs ?? 0) - (b.figures.medianMs ?? 0))[0];
}

function timeText(row: CellSummary | undefined): string {
  if (row === undefined) return "";
  return row.status.status === "ok" ? significant(row.figures.medianMs) : row.status.status;
}

/** Three significant digits, without an exponent. */
export function significant(value: number | undefined): string {
  if (value === undefined) return "";
  const digits = value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(20, Math.max(0, digits)));
}

function notes(summaries: readonly CellSummary[]): string[] {
  const counts = [...new Set(summaries.map(({ figures }) => figures.processes).filter((count) => count > 0))];
  const most = Math.max(0, ...counts);
  const bad = summaries.flatMap(({ cell, status }) =>
    status.status === "ok" ? [] : `${cell.id}: ${status.status}: ${status.error}`,
  );
  return [
    `Milliseconds, warm, median of ${most} processes (cold: a new executor and its first group). Speed-up against inline, at the fastest number of threads (in brackets).`,
    most >= 6
      ? "* fastest in its column for its workload; several of them are a tie: their 95 % intervals overlap."
      : "No mark for the fastest: fewer than 6 processes for each cell cannot tell it from chance.",
    ...bad,
  ];
}

function isThreaded({ cell }: CellSummary): boolean {
  return cell.executor !== "inline";
}

function workloadTitle({ cell }: CellSummary): string {
  return `${cell.workload.name} ${cell.tasks}×${cell.size.toLocaleString("en")}`;
}

function rowKey({ cell }: CellSummary): string {
  return cell.runtime.label;
}
