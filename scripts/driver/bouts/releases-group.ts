import { type Contender, formatCell } from "./contender.ts";
import type { Comparison, Group } from "./plan.ts";

/**
 * Releases that meet in bouts of their own; each is compared with the one before it.
 *
 * @param variant tells this meeting from another one of the same releases
 */
export function releasesGroup(contenders: readonly Contender[], variant?: string): Group {
  const [oldest, ...others] = contenders;
  if (oldest === undefined) throw new TypeError("Nobody meets");
  const { workload, executor, threads, tasks, size } = oldest;
  const name = { workload: workload.name, executor, threads, tasks, size };
  const work = formatCell(name);
  const id = [meetingName(work, contenders), variant].filter(Boolean).join(", ");
  const comparisons = others.map((cell, index): Comparison => {
    const baseline = contenders[index] ?? oldest;
    return {
      ...{
        id: [meetingName(work, [baseline, cell]), variant].filter(Boolean).join(", "),
        group: id,
        question: "release",
        name,
        baseline,
        cell,
      },
      words: { baseline: baseline.runtime.label, cell: cell.runtime.label },
    };
  });
  return { id, work, contenders, comparisons };
}

function meetingName(work: string, contenders: readonly Contender[]): string {
  return `${work} ${contenders.map(({ runtime }) => runtime.label).join(" → ")}`;
}
