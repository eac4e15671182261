import type { BisectPlan } from "../../bouts/bisect-plan.ts";
import { formatCell } from "../../bouts/contender.ts";
import { changeOf } from "../../judge/bisect/change.ts";
import { type Meeting, type Observed, type Outcome, sideIn } from "../../judge/bisect/stage.ts";
import type { ReleasePath } from "../../releases/release-path.ts";
import type { MeasuredRelease, Part } from "./release-rows.ts";

/** What a search has come to, and all that it was told from. */
export interface Searched {
  readonly path: ReleasePath;
  /** What the releases are called, by their places. */
  readonly labels: readonly string[];
  readonly plan: BisectPlan;
  readonly observed: Observed;
  readonly outcome: Outcome;
  readonly metric: string;
}

/** The releases that were measured, in the order of the path. */
export function measuredReleases({
  path,
  labels,
  plan,
  observed,
  outcome,
  metric,
}: Searched): MeasuredRelease[] {
  const { ends, places } = observed;
  const change = changeOf(ends.rows[0]);
  const [comparison] = plan.ends.comparisons;
  const cell = comparison === undefined ? "" : formatCell(comparison.name);
  return labels.flatMap((release, place): MeasuredRelease[] => {
    const meeting: Meeting | undefined =
      place === 0 ? { ...ends, rows: [] } : place === places - 1 ? ends : observed.middle(place);
    if (meeting === undefined) return [];
    const [row] = meeting.rows;
    const part = partOf(place, outcome);
    const isEnd = place === 0 || place === places - 1;
    const side = change && (isEnd ? (place === 0 ? "old" : "new") : sideIn(meeting, change));
    return [
      {
        ...{ release, published: path.releases[place]?.published, cell, metric, change, row, side, part },
        bouts: place === 0 ? undefined : meeting.bouts,
        step: part === "first" && outcome.kind === "found" ? outcome.row : undefined,
        remarks: part === "to" && outcome.kind === "range" ? [whys[outcome.why]] : [],
      },
    ];
  });
}

const whys = {
  unclear: "the side of what lies between them could not be told",
  several: "it comes in several steps",
  unconfirmed: "the two neighbours that it seemed to lie between were not shown to differ when they met",
  unfinished: "the search did not come to its end",
} as const;

function partOf(place: number, outcome: Outcome): Part | undefined {
  if (outcome.kind !== "found" && outcome.kind !== "range") return undefined;
  const isFound = outcome.kind === "found";
  if (place === outcome.range.last) return isFound ? "last before" : "from";
  return place === outcome.range.first ? (isFound ? "first" : "to") : undefined;
}
