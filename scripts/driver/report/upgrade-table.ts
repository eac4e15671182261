import { csvNumber } from "./csv-number.ts";
import { intervalText, significant } from "./digits.ts";
import type { Measure } from "./measure.ts";
import type { Run } from "./read-run.ts";
import type { Entry, Table } from "./table.ts";
import type { UpgradeRow } from "./upgrade-row.ts";

/** The verdicts of `upgrade.csv`, those that ask for something first, with what they mean. */
export const verdicts = {
  broke: "works on the old side only",
  slower: "worse by more than the threshold",
  failed: "works on neither side",
  fixed: "works on the new side only",
  faster: "better by more than the threshold",
  inconclusive: "not decided",
  same: "shown to be within the threshold",
} as const;

/** Of the intervals of an upgrade check. */
export const confidence = "99 %";

const ratioMeasure: Measure = {
  name: "ratio",
  title: "new divided by old",
  unit: "×",
  better: undefined,
  figure: () => undefined,
};

/** What an upgrade changed: a table for time, and one for each figure of the workloads' own. */
export function upgradeTables({ upgrade }: Run): Table[] {
  return [...Map.groupBy(upgrade, ({ metric }) => metric)].map(([metric, rows]) => ({
    id: `upgrade-${metric.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`,
    title: metric === "wall_ms" ? "Time" : metric,
    about: `New divided by old, with its ${confidence} interval, from pairs of processes; the verdict follows from the pairs and the threshold (see upgrade.md).`,
    confidence: "",
    rankedIn: "",
    keys: ["workload", "executor"],
    columns: ["verdict", "old", "new", "ratio", "interval", "pairs", "threshold", "noise floor", "note"],
    rows: byVerdict(rows).map((row) => ({
      keys: [row.workload, row.config],
      kind: "cells",
      entries: [
        text(row.verdict),
        text(shortNumber(row.old)),
        text(shortNumber(row.new)),
        ratioEntry(row),
        text(row.ratio ? intervalText(row.ratio, 1) : ""),
        text(row.pairs),
        text(percent(row.threshold)),
        text(percent(row.noiseFloor)),
        text(row.note),
      ],
    })),
    notes: [],
    scope: { cells: rows.length, processes: undefined, samples: undefined },
  }));
}

/** The rows in the order of their verdicts, the largest change first. */
export function byVerdict(rows: readonly UpgradeRow[]): UpgradeRow[] {
  const order = Object.keys(verdicts);
  const place = ({ verdict }: UpgradeRow): number =>
    (order.indexOf(verdict) + order.length + 1) % (order.length + 1);
  const change = ({ ratio }: UpgradeRow): number => Math.abs(Math.log(ratio?.value ?? 1));
  return rows.toSorted((a, b) => place(a) - place(b) || change(b) - change(a));
}

function ratioEntry({ ratio, cell }: UpgradeRow): Entry {
  if (ratio === undefined) return { kind: "none" };
  return { kind: "figure", measure: ratioMeasure, figure: ratio, rank: undefined, ratio: undefined, cell };
}

function shortNumber(text: string): string {
  const value = csvNumber(text);
  return value === undefined ? text : significant(value);
}

/** `0.03` as `3 %`; what is written otherwise stays. */
function percent(text: string): string {
  const value = csvNumber(text);
  return value === undefined ? text : `${significant(100 * value, 2)} %`;
}

function text(text: string): Entry {
  return { kind: "text", text };
}
