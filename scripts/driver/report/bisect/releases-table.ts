import { percent } from "../digits.ts";
import { type Table, textEntry } from "../table.ts";
import { type ReleaseRow, releaseConfidence } from "./release-rows.ts";

/** The releases that a search has measured, as a table: the same one on the terminal, in Markdown and on the page. */
export function releasesTable(rows: readonly ReleaseRow[]): Table {
  const [old] = rows;
  return {
    id: "releases",
    title: "",
    about: `Ratios are the release's figure divided by that of ${old?.release}, with ${percent(releaseConfidence)} intervals.`,
    keys: ["release", "published"],
    isGrouped: false,
    columns: ["verdict", "ratio", "bouts", "side"],
    rows: rows.map(({ release, published, verdict, ratio, bouts, side, part, metric }) => ({
      keys: [release, published],
      kind: "cells",
      entries: [
        textEntry(verdict),
        ratio ? { kind: "ratio", ratio, metric, cell: release } : { kind: "none" },
        textEntry(bouts === undefined ? "" : String(bouts)),
        textEntry([sides[side] ?? side, part].filter(Boolean).join(": ")),
      ],
    })),
    notes: rows.flatMap(({ release, note }) => {
      if (note === "") return [];
      return note.startsWith(release) ? note : `${release}: ${note}`;
    }),
    scope: { cells: rows.length, processes: undefined, samples: undefined },
  };
}

/** What the sides of a change are called. */
const sides: Readonly<Record<string, string>> = {
  between: "between both",
  unfit: "does not run",
  open: "not told",
};
