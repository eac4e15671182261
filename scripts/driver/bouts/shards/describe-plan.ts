import { relative } from "node:path";
import process from "node:process";
import { version } from "../../command-line/version.ts";
import { measuredFolders, workloadsFolder } from "../../files/folders.ts";
import { folderHash, moduleHashes } from "../../files/module-files.ts";
import type { InstalledRuntime, KnownRuntime } from "../../releases/installed-runtime.ts";
import type { KnownCell } from "../contender.ts";
import type { Group, KnownComparison, KnownPlan, Plan } from "../plan.ts";
import { type PlanContent, type PlanFile, sealed } from "./plan-file.ts";

/** What a plan's file says that does not follow from the plan. */
type Around = Pick<PlanContent, "command" | "commandLine" | "seed" | "settings" | "looks" | "confirms">;

/**
 * A plan as its file has it.
 *
 * @param boutSeconds how long a bout of a group takes, about
 */
export async function describePlan(
  { command, commandLine, seed, settings, looks, confirms }: Around,
  { plan, runtimes }: { readonly plan: Plan; readonly runtimes: readonly InstalledRuntime[] },
  boutSeconds: (group: Group) => number,
): Promise<PlanFile> {
  const workloads = [...new Set(plan.cells.map(({ workload }) => workload))];
  const hashes = await moduleHashes(workloads.map(({ path }) => path));
  return sealed({
    ...{ command, version, commandLine, seed, settings },
    runtimes: runtimes.map(known),
    suiteSha256: folderHash(...measuredFolders),
    workloads: workloads.map(({ name, path }, index) => ({
      name,
      ...(!path.startsWith(workloadsFolder) && { file: relative(process.cwd(), path) }),
      sha256: hashes[index] ?? "",
    })),
    cells: plan.cells.map(({ id, runtime, workload, executor, threads, tasks, size }) => ({
      ...{ id, runtime: runtime.label, workload: workload.name, executor, threads, tasks, size },
    })),
    groups: plan.groups.map((group) => ({
      id: group.id,
      work: group.work,
      cells: group.contenders.map(({ id }) => id),
      boutSeconds: Math.round(1000 * boutSeconds(group)) / 1000,
    })),
    comparisons: plan.groups.flatMap(({ comparisons }) =>
      comparisons.map(({ id, group, question, baseline, cell, words }) => ({
        ...{ id, group, question, baseline: baseline.id, cell: cell.id, words },
      })),
    ),
    looks,
    ...(confirms && { confirms }),
  });
}

/** Without where it is on this machine. */
function known(runtime: InstalledRuntime): KnownRuntime {
  if (runtime.status === "not installed") return runtime;
  const { kind, status, spec, name, version, engine, source, label } = runtime;
  return {
    ...{ kind, status, spec, name, version, engine, label },
    source: source === "npm ci" ? "cache" : source,
    ...(runtime.kind === "javascript" && { flags: runtime.flags }),
  };
}

/** The plan that a file describes, as it can be judged and reported anywhere. @throws {TypeError} for a file that does not fit together */
export function knownPlan({ runtimes, workloads, cells, groups, comparisons }: PlanFile): KnownPlan {
  const labels = new Map(runtimes.map((runtime) => [runtime.label, runtime]));
  const modules = new Map(workloads.map(({ name, file }) => [name, file ?? `${workloadsFolder}${name}`]));
  const known = cells.map((cell): KnownCell => {
    const { workload: name } = cell;
    return {
      ...cell,
      runtime: found(labels, cell.runtime),
      workload: { name, path: found(modules, name) },
    };
  });
  const byId = new Map(known.map((cell) => [cell.id, cell]));
  const compared = comparisons.map((comparison): KnownComparison => {
    const cell = found(byId, comparison.cell);
    const { workload, executor, threads, tasks, size } = cell;
    return {
      ...comparison,
      name: { workload: workload.name, executor, threads, tasks, size },
      baseline: found(byId, comparison.baseline),
      cell,
    };
  });
  const byGroup = Map.groupBy(compared, ({ group }) => group);
  return { cells: known, groups: groups.map(({ id }) => ({ id, comparisons: byGroup.get(id) ?? [] })) };
}

function found<Value>(map: ReadonlyMap<string, Value>, key: string): Value {
  const value = map.get(key);
  if (value === undefined) throw new TypeError(`The plan has no ${key}`);
  return value;
}
