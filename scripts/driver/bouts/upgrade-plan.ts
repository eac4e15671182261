import type { JavaScriptRuntime, KnownRelease } from "../releases/installed-runtime.ts";
import { type CellOptions, cellsOf, isContender } from "./cells.ts";
import { type Contender, formatCell, type PlannedWorkload } from "./contender.ts";
import type { Group, Plan } from "./plan.ts";

/** The two releases, as a report shows them. */
export interface KnownVersions {
  readonly old: KnownRelease;
  readonly new: KnownRelease;
}

/** The two releases. */
export interface Versions extends KnownVersions {
  readonly old: JavaScriptRuntime;
  readonly new: JavaScriptRuntime;
}

/** What is measured for a check of an upgrade. */
export interface UpgradePlanOptions extends Omit<CellOptions, "executors"> {
  readonly executors: readonly string[] | undefined;
  readonly workloads: readonly string[] | undefined;
}

const defaultExecutors: readonly string[] = ["inline", "pool"];

/** The plan of a check of an upgrade: each cell under both releases, in bouts of their own. */
export function upgradePlan(
  options: UpgradePlanOptions,
  versions: Versions,
  workloads: readonly PlannedWorkload[],
): Plan {
  const pairs = contenderPairs(options, versions, workloads);
  const groups = pairs.map(([old, own]) => pairGroup(old, own));
  return { cells: groups.flatMap(({ contenders }) => contenders), groups };
}

/**
 * The cells that a matrix of either release would have, side by side. The default set leaves the pool to the few
 * workloads that are about threads: the others show what an upgrade does to them inline, with less noise.
 */
export function contenderPairs(
  options: UpgradePlanOptions,
  versions: Versions,
  workloads: readonly PlannedWorkload[],
): (readonly [old: Contender, own: Contender])[] {
  const { executors = defaultExecutors } = options;
  const isDefaultSet = options.workloads === undefined && options.executors === undefined;
  const [before, after] = [versions.old, versions.new].map((runtime) =>
    cellsOf({ ...options, executors }, [runtime], workloads).filter(isContender),
  );
  return (before ?? []).flatMap((old, index) => {
    const own = after?.[index];
    const isLeftOut = isDefaultSet && old.executor !== "inline" && !old.workload.groups.includes("default");
    return own === undefined || isLeftOut ? [] : [[old, own] as const];
  });
}

/**
 * Two contenders that meet in bouts of their own.
 *
 * @param variant tells this meeting of the two from others
 */
export function pairGroup(old: Contender, own: Contender, variant?: string): Group {
  const { workload, executor, threads, tasks, size } = old;
  const name = {
    workload: workload.name,
    executor,
    threads,
    tasks,
    size,
    ...(variant !== undefined && { variant }),
  };
  const id = formatCell(name);
  const baseline = named(old, variant);
  // The same release twice makes twins, which need a name each.
  const isTwin = old.runtime.label === own.runtime.label;
  const cell = named(own, isTwin ? [variant, "twin"].filter(Boolean).join("-") : variant);
  const words = { baseline: "old", cell: "new" };
  return {
    id,
    work: id,
    contenders: [baseline, cell],
    comparisons: [{ id, group: id, question: "release", name, baseline, cell, words }],
  };
}

function named(contender: Contender, variant: string | undefined): Contender {
  const { workload, runtime, executor, threads, tasks, size } = contender;
  const name = { workload: workload.name, runtime: runtime.label, executor, threads, tasks, size };
  return { ...contender, id: formatCell({ ...name, ...(variant !== undefined && { variant }) }) };
}
