import { releaseConfidence } from "../bisect/release-rows.ts";
import { percent } from "../digits.ts";
import { type Entry, type Table, textEntry } from "../table.ts";
import type { HistoryRow } from "./history-rows.ts";
import { stepsOf, subjectOf } from "./step-sentences.ts";

/** The steps of a history, in the order of the releases. */
export function stepsTable(rows: readonly HistoryRow[]): Table[] {
  const steps = stepsOf(rows);
  if (steps.length === 0) return [];
  return [
    {
      id: "steps",
      title: "",
      about: `A step is the first release of a new level. Its ratio is its figure divided by that of the release before it, from bouts of these two alone, with a ${percent(releaseConfidence)} interval. Where releases lie between the two, bisect.mjs finds which of them it was.`,
      keys: ["release", "published", "what"],
      isGrouped: true,
      columns: ["change", "ratio", "against", "bouts"],
      rows: steps.map((row) => ({
        keys: [row.release, row.published, subjectOf(row, rows)],
        kind: "cells",
        entries: [
          textEntry(words[row.verdict] ?? row.verdict),
          ratioEntry(row, row.step),
          textEntry(row.against),
          textEntry(row.stepBouts === undefined ? "" : String(row.stepBouts)),
        ],
      })),
      notes: [],
      scope: { cells: steps.length, processes: undefined, samples: undefined },
    },
  ];
}

/** Each figure over the releases. */
export function figureTables(rows: readonly HistoryRow[]): Table[] {
  return seriesOf(rows).map((own, index): Table => {
    const [first] = own;
    return {
      id: `history-${index + 1}`,
      title: first === undefined ? "" : subjectOf(first, rows),
      about: `Divided by ${first?.reference}, which met each release in bouts of the two; the level is that of all releases since the last step.`,
      keys: ["release", "published"],
      isGrouped: false,
      columns: ["ratio", "bouts", "level", "step"],
      rows: own.map((row) => ({
        keys: [row.release, row.published],
        kind: "cells",
        entries: [
          row.status === "ok"
            ? ratioEntry(row, row.ratio)
            : { kind: "absent", status: row.status, reason: row.note, cell: row.release },
          textEntry(row.bouts === undefined ? "" : String(row.bouts)),
          textEntry(row.levelRatio === undefined ? "" : row.levelRatio.toFixed(3)),
          textEntry(row.change ? (words[row.verdict] ?? row.verdict) : ""),
        ],
      })),
      notes: own.flatMap(({ release, note }) => (note === "" ? [] : `${release}: ${note}`)),
      scope: { cells: own.length, processes: undefined, samples: undefined },
    };
  });
}

/** The rows of each figure of each cell; those of the times first. */
export function seriesOf(rows: readonly HistoryRow[]): HistoryRow[][] {
  const all = [...Map.groupBy(rows, ({ cell, metric }) => `${cell} ${metric}`).values()];
  const isTime = (own: readonly HistoryRow[]): boolean => own[0]?.metric === "wall_ms";
  return [...all.filter(isTime), ...all.filter((own) => !isTime(own))];
}

const words: Readonly<Record<string, string>> = { broke: "does not run", fixed: "runs" };

function ratioEntry({ metric, release }: HistoryRow, ratio: HistoryRow["ratio"]): Entry {
  return ratio === undefined ? { kind: "none" } : { kind: "ratio", ratio, metric, cell: release };
}
