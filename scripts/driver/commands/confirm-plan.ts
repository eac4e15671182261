import { comparisonsOf, type KnownComparison, type KnownPlan } from "../bouts/plan.ts";
import type { RunFolder } from "../bouts/run-folder.ts";
import { type PlanFile, sealed } from "../bouts/shards/plan-file.ts";
import type { Judgements } from "../judge/judgements.ts";
import type { Threshold } from "../judge/threshold.ts";
import type { Verdict } from "../judge/verdict.ts";
import { looksOf } from "./shared-run.ts";

const changes: readonly Verdict[] = ["slower", "faster", "leaks", "broke", "fixed"];

/** What is to be measured again on another machine: the groups of which one machine alone has found a change; `undefined` if there are none. */
export function confirmPlan(
  plan: PlanFile,
  known: KnownPlan,
  folder: RunFolder,
  judgements: Judgements,
  threshold: Threshold,
): PlanFile | undefined {
  const machinesOf = ({ baseline, cell, group }: KnownComparison): Set<string> => {
    const processes = [baseline, cell].flatMap((side) => folder.processesOf(side, group));
    return new Set(processes.map(({ machine = "" }) => machine));
  };
  const found = comparisonsOf(known).filter(
    (comparison) =>
      judgements.of(comparison).rows.some(({ verdict }) => changes.includes(verdict)) &&
      machinesOf(comparison).size === 1,
  );
  if (found.length === 0) return undefined;
  const machines = new Set(found.flatMap((comparison) => [...machinesOf(comparison)]));
  const ids = new Set(found.map(({ group }) => group));
  const groups = plan.groups.filter(({ id }) => ids.has(id));
  const met = new Set(groups.flatMap(({ cells }) => cells));
  const cells = plan.cells.filter(({ id }) => met.has(id));
  const workloads = new Set(cells.map(({ workload }) => workload));
  const { sha256, looks: _, confirms: __, ...rest } = plan;
  const compared = known.groups.filter(({ id }) => ids.has(id)).flatMap(({ comparisons }) => comparisons);
  return sealed({
    ...rest,
    workloads: plan.workloads.filter(({ name }) => workloads.has(name)),
    cells,
    groups,
    comparisons: plan.comparisons.filter(({ group }) => ids.has(group)),
    looks: looksOf(compared, threshold),
    confirms: { plan: sha256, machines: [...machines].sort() },
  });
}
