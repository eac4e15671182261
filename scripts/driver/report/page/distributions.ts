import { median, quantile } from "../../statistics/median.ts";
import type { ProcessValues } from "../process-values.ts";
import { mostDrawn, type Publication } from "../publication.ts";

/** Above so many samples a page holds five numbers of each process instead. */
const mostSamples = 60_000;

/** What the page's script draws: for each cell, by its place in the table, the processes with their samples. */
export interface Distributions {
  /** `five`: smallest, quartiles, median and largest of each process stand for its samples. */
  readonly kind: "samples" | "five";
  readonly cells: Readonly<
    Record<number, readonly (readonly [process: string, cold: number | null, ...warm: number[]])[]>
  >;
  /** Median and interval of each cell. */
  readonly medians: Readonly<
    Record<number, readonly [value: number, low: number | null, high: number | null]>
  >;
}

/** The samples of the first cells, small enough for a page. */
export function distributions({ run, cells }: Publication): Distributions {
  const own = cells
    .slice(0, mostDrawn)
    .map(({ id, status }) => (status === "ok" ? (run.processes.get(id) ?? []) : []));
  const total = own.flat().reduce((sum, { warm }) => sum + warm.length, 0);
  const kind = total > mostSamples ? "five" : "samples";
  const measured = own.flatMap((processes, index) => (processes.length > 0 ? { processes, index } : []));
  return {
    kind,
    cells: Object.fromEntries(
      measured.map(({ processes, index }) => [index, processes.map((process) => numbers(process, kind))]),
    ),
    medians: Object.fromEntries(
      measured.flatMap(({ index }) => {
        const { numbers: figures } = cells[index] ?? { numbers: new Map<string, number>() };
        const value = figures.get("median_ms");
        if (value === undefined) return [];
        return [[index, [value, figures.get("ci_low_ms") ?? null, figures.get("ci_high_ms") ?? null]]];
      }),
    ),
  };
}

function numbers(
  { process, cold, warm }: ProcessValues,
  kind: Distributions["kind"],
): readonly [string, number | null, ...number[]] {
  const values =
    kind === "samples"
      ? warm
      : [0, 0.25, 0.5, 0.75, 1].flatMap((p) => (p === 0.5 ? median(warm) : quantile(warm, p)) ?? []);
  const first = median(cold);
  return [process, first === undefined ? null : short(first), ...values.map(short)];
}

function short(value: number): number {
  return Number(value.toPrecision(5));
}
