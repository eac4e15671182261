import type { ProcessRecord } from "../process-record.ts";
import type { ShardRun, ShardSet } from "./shard-run.ts";

/**
 * The processes of all shards as those of one run. Bouts are numbered anew within each work: the first of each shard, then the second of
 * each, and so on, so that whatever is looked at after so many bouts does not depend on which shard comes first. The same shards give
 * the same numbers, in whatever order they were named.
 *
 * @param nameOf names the machine of a shard
 */
export function mergedProcesses(
  { plan, runs }: Pick<ShardSet, "plan" | "runs">,
  nameOf: (run: ShardRun) => string,
): ProcessRecord[] {
  const works = new Map(plan.groups.map(({ id, work }) => [id, work]));
  const all = runs.flatMap((run, place) =>
    run.processes.map((record) => ({
      ...{ record, place, machine: nameOf(run) },
      // What confirms comes behind what it confirms, and leaves the looks at that as they were.
      again: run.plan.confirms === undefined ? 0 : 1,
    })),
  );
  all.sort(
    (a, b) =>
      a.again - b.again ||
      a.record.round - b.record.round ||
      a.place - b.place ||
      a.record.process - b.record.process,
  );
  const rounds = new Map<string, number>();
  const counts = new Map<string, number>();
  return all.map(({ record, place, machine }, index) => {
    const work = works.get(record.group) ?? record.group;
    const bout = `${work}\n${record.round} ${place}`;
    const round = rounds.get(bout) ?? (counts.get(work) ?? 0) + 1;
    if (!rounds.has(bout)) {
      rounds.set(bout, round);
      counts.set(work, round);
    }
    return { ...record, round, process: index + 1, machine };
  });
}
