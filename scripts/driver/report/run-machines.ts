import type { KnownCell } from "../bouts/contender.ts";
import type { Environment } from "../bouts/environment.ts";
import type { KnownPlan } from "../bouts/plan.ts";
import type { RunFolder } from "../bouts/run-folder.ts";
import type { SummaryMachines } from "../judge/summary.ts";

/**
 * The machines of a run, and which one the figures of a cell are of: all cells of one work are shown from the machine that measured most of
 * that, so that what stands side by side was measured side by side.
 */
export function runMachines(
  { cells }: Pick<KnownPlan, "cells">,
  folder: RunFolder,
  { machine: all, machines = [] }: Pick<Environment, "machine" | "machines">,
): SummaryMachines {
  const cores = new Map(machines.map(({ name, cores }) => [name, cores]));
  const known = {
    cores: (machine: string | undefined) => cores.get(machine ?? "") ?? all.cores,
  };
  if (machines.length < 2) return { ...known, of: () => undefined };
  const works = Map.groupBy(cells, workOf);
  const order = new Map(
    [...works].map(([work, same]) => [work, machinesOf(same.flatMap((cell) => folder.processesOf(cell)))]),
  );
  return {
    ...known,
    of: (cell) => {
      const here = new Set(folder.processesOf(cell).map(({ machine }) => machine));
      return order.get(workOf(cell))?.find((machine) => here.has(machine));
    },
  };
}

function workOf({ workload, tasks, size }: KnownCell): string {
  return `${workload.name} ${tasks}x${size}`;
}

/** The one with most processes first. */
function machinesOf(processes: readonly { readonly machine?: string }[]): string[] {
  const counts = Map.groupBy(processes, ({ machine = "" }) => machine);
  return [...counts].sort(([, a], [, b]) => b.length - a.length).map(([machine]) => machine);
}
